"""`python -m saphan` is `saphan`."""

from saphan.cli import main

main()
