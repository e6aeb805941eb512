"""Which title, given name and family name stand in this text?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from saphan.ingest.normalise.text import Taken, clean, rules
from saphan.ingest.normalise.titles import Title, leading_title

_MARK_AFTER_SPACE = re.compile(" [\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")
_LETTERS = re.compile("[\u0e01-\u0e2e]|[^\\W\\d_]")


@dataclass(frozen=True)
class Name:
    """A name as taken from one text; what it does not hold is None."""

    value: str | None  # the whole, as taken
    title: str | None = None
    given: str | None = None
    family: str | None = None
    sex: str | None = None  # what the title says: m, f or None
    rule: str = ""
    value_class: str = "ok"  # ok, empty, no_letters, mark_after_space


def read_name(text: str) -> Taken:
    """A given or family name that stands alone; inner spaces are kept, as in ณ อยุธยา."""
    cleaned = clean(text)
    if cleaned.value is None:
        return cleaned
    if not _LETTERS.search(cleaned.value):
        return replace(cleaned, value=None, value_class="no_letters")
    if _MARK_AFTER_SPACE.search(cleaned.value):
        # whether the space or the letter is the slip cannot be told, so it is said and left
        return replace(cleaned, value_class="mark_after_space")
    return cleaned


def read_given_name(text: str, *, has_title_elsewhere: bool = True) -> Name:
    """A given name, and the title that was written before it against the agreement.

    นางน้อย is a name beside a title; where the row's own column of titles is empty, it is a title and a name.
    """
    taken = read_name(text)
    if taken.value is None:
        return Name(None, rule=taken.rule, value_class=taken.value_class)
    title, rest = leading_title(taken.value, is_full_name=not has_title_elsewhere)
    rule = rules(taken.rule, "title_split" if title else "")
    return Name(rest, _form(title), rest, None, _sex(title), rule, taken.value_class)


def read_full_name(text: str) -> Name:
    """Title, given name and family name of a full name in one column."""
    taken = read_name(text)
    if taken.value is None:
        return Name(None, rule=taken.rule, value_class=taken.value_class)
    title, rest = leading_title(taken.value, is_full_name=True)
    given, family = _split(rest)
    whole = " ".join(part for part in (_form(title), given, family) if part)
    rule = rules(taken.rule, "name_split")
    return Name(whole, _form(title), given, family, _sex(title), rule, taken.value_class)


def _split(name: str) -> tuple[str, str | None]:
    """The given name is the first word; the family name all that follows: ณ อยุธยา, or a middle name with it."""
    words = name.split(" ")
    # in Latin letters middle names are the rule, and only "na Ayudhya" has a family name of two words
    if name.isascii() and len(words) > 2 and words[-2].casefold() != "na":
        return " ".join(words[:-1]), words[-1]
    return words[0], " ".join(words[1:]) or None


def _form(title: Title | None) -> str | None:
    return title.form if title else None


def _sex(title: Title | None) -> str | None:
    return title.sex if title else None
