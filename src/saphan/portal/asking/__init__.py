"""The address where other agencies ask the register: JSON and CSV, by credential."""
