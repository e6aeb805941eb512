"""Log in, log out, choose a language."""
