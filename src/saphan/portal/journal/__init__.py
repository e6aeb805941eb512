"""Read who did what, about whom, for which purpose, and prove it whole."""
