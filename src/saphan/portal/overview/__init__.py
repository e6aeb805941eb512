"""See how many are missing help, and where."""
