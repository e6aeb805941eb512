"""Learn in the tool, and be graded at once."""
