"""Agreements: which are in force, and the switch."""
