"""How templates write days, numbers, words and marks."""
