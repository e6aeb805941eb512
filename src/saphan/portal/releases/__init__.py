"""Which releases are there, what differs between two, and which one stands?"""
