"""`python -m saphan` is `saphan`."""

import sys

INTERRUPTED = 130


def run() -> None:
    """Run the command line; a Ctrl-C before it has loaded ends without a trace of our files."""
    try:
        from saphan.cli import main  # noqa: PLC0415  # loading it takes a second, in which Ctrl-C may come
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    main()


if __name__ == "__main__":
    run()
