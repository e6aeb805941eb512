"""Let anyone read which data are used, for what, and what came of it."""
