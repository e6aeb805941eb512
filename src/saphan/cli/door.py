"""How does the command line let somebody in, and how does it say no?"""

from __future__ import annotations

import os
import pwd
import secrets
import sys
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from saphan import interruption
from saphan.access.actor import Asker
from saphan.config import environment
from saphan.errors import SaphanError
from saphan.services.platform import Platform, open_platform
from saphan.words import Language, Words, say

FAULT = 70  # EX_SOFTWARE of sysexits.h: a fault of ours
STOPPED = say("Stopped. Nothing was lost: run the same command again and it goes on.")
WENT_WRONG = say("Something went wrong on our side. Tell us the code {code} ({where}).")

Directory = click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")

Day = click.DateTime(formats=["%Y-%m-%d"])


class Door(click.Group):
    """The group of all commands; every error ends in the exit code of its kind, told in Thai and in English."""

    # click overloads it on standalone_mode; `Any` is click's own word for what a command gives back
    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]  # noqa: ANN401 - as said above
        """Run one command and exit."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, standalone_mode=False, **extra)
        sys.exit(self._run(args, extra))

    def _run(self, args: Sequence[str] | None, extra: dict[str, Any]) -> int:
        try:
            code = super().main(args, standalone_mode=False, **extra)
        except Exception as error:  # noqa: BLE001 - the last door
            return _ended(error)
        return code if isinstance(code, int) else 0


def _ended(error: Exception) -> int:
    if interruption.came() or isinstance(error, click.exceptions.Abort):
        _complain(STOPPED.in_("th"), STOPPED.in_("en"))
        return interruption.CODE
    if isinstance(error, SaphanError):
        _complain(error.tell("th"), error.tell("en"))
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    words = say(WENT_WRONG.text, code=secrets.token_hex(4), where=_place_of(error))  # a code, and no value
    _complain(words.in_("th"), words.in_("en"))
    return FAULT


def asker(purpose: str) -> Asker:
    """The operating-system account that runs the command: it can open the project directory, so it operates it."""
    account = pwd.getpwuid(os.getuid()).pw_name  # of the process itself; environment names could be typed
    return Asker(f"os:{account}", purpose, roles=frozenset({"operator"}))


def open_here(directory: Path) -> Platform:
    """The installation in that directory; what the command writes in the journal is sealed when it ends."""
    platform = open_platform(directory, environment())
    click.get_current_context().call_on_close(lambda: _seal(platform))
    return platform


def language() -> Language:
    """SAPHAN_LANGUAGE, else th where LANG is Thai, else en."""
    environ = environment()
    wished = environ.get("SAPHAN_LANGUAGE") or environ.get("LANG", "")
    return "th" if wished.lower().startswith("th") else "en"


def told(words: Words) -> str:
    """The words in the language of this terminal."""
    return words.in_(language())


def number(value: int | None) -> str:
    """A count as shown; one that is protected is said to be."""
    return told(say("protected")) if value is None else f"{value:,}"


def day(value: date) -> str:
    """A day as people read it: Buddhist era in Thai, ISO in English."""
    return f"{value.day:02d}/{value.month:02d}/{value.year + 543}" if language() == "th" else value.isoformat()


def parsed_day(value: datetime | None, platform: Platform) -> date:
    """The day that was asked for, or today in Bangkok."""
    return value.date() if value else platform.day


def _seal(platform: Platform) -> None:
    from saphan.services import journal  # after the desk is set up

    journal.seal(asker("oversight"), platform)


def _complain(*texts: str) -> None:
    click.echo("\n\n".join(dict.fromkeys(texts)), err=True)


def _place_of(fault: Exception) -> str:
    """The kind of fault and the last line of ours it passed: never its message, which may hold a value."""
    ours = [frame for frame in traceback.extract_tb(fault.__traceback__) if f"{os.sep}saphan{os.sep}" in frame.filename]
    at = f" {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{at}"
