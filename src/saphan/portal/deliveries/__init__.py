"""See what became of every row an agency sent."""
