"""Find the next person to visit."""
