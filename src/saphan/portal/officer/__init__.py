"""The data protection officer: what must be destroyed, what was, and who was refused."""
