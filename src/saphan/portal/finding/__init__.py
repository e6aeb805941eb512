"""Find a person by what is known of her."""
