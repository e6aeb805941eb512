"""Take protected tables and their catalogue records."""
