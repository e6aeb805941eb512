"""What leaves, in the forms other systems read: SDMX files and catalogue records of protected tables."""
