"""`python -m saphan` is `saphan`."""

from saphan import interruption


def run() -> None:
    """Run the command line; a Ctrl-C before it has loaded ends without a trace of our files."""
    interruption.watch(is_loading=True)
    from saphan.cli import main  # noqa: PLC0415  # loading it takes a second, in which Ctrl-C may come

    try:
        interruption.watch(is_loading=False)
        main()
    except SystemExit as ended:
        if interruption.came() and ended.code == interruption.CODE:
            interruption.end()
        raise
    except BaseException:
        if interruption.came():
            interruption.end()
        raise


if __name__ == "__main__":
    run()
