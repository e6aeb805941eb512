"""What people have a right to: their history, objections (PDPA s.32), and values put right (s.36)."""
