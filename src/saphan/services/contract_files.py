"""Contracts that lie anywhere, before they are part of an installation: draft one, read one, compare two."""

from __future__ import annotations

from pathlib import Path

from saphan.access.actor import Asker
from saphan.contracts.columns import WORD
from saphan.contracts.compare import Change, compare
from saphan.contracts.standard_document import StandardDocument, load_standard
from saphan.errors import BrokenPromise
from saphan.ingest.draft import draft_contract, guess_columns, look_at
from saphan.words import Language, say


class BadAgency(BrokenPromise):
    """That is no short name of an agency."""


def diff(asker: Asker, old: Path, new: Path) -> list[Change]:
    """What changed from one file to the other, those that break somebody first; any contract of the standard will do.

    Raises:
        BadContract: names every fault of the file that is none.
    """
    del asker  # two files she can read: nobody's data
    return compare(load_standard(old), load_standard(new))


def read_any(asker: Asker, path: Path) -> StandardDocument:
    """Any contract of the standard, whole, with what of it is not run.

    Raises:
        BadContract: names every fault with its line and what to do.
    """
    del asker  # a file she can read: nobody's data
    return load_standard(path)


def draft(asker: Asker, file: Path, *, agency: str, language: Language) -> str:
    """The drafted contract of a file nobody has described yet, as YAML with the evidence.

    Raises:
        UnreadableFile: it is no table that could be received.
    """
    del asker  # a file she can read; the draft holds no value of a row
    if not WORD.fullmatch(agency):
        raise BadAgency(
            say("`{name}` must be a word of small letters a-z, digits and `_`.", name="--agency"),
            cure=say("Write a word such as `dopa` or `old_age_allowance`."),
        )
    look = look_at(file)
    return draft_contract(look, guess_columns(look.columns), agency=agency, language=language)
