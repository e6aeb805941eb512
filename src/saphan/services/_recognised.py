"""Is one of those who were found the person another agency asks about? Its question, and a rule that doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from saphan.registry.lookup import Hit, Question
from saphan.services._sought import read_sought

_SAME, _LIKE = 0.999, 0.90  # of names

Known = Literal["yes", "no", "unsure"]


@dataclass(frozen=True)
class AskedPerson:
    """Whom the agency asks about, as it knows her."""

    citizen_id: str = ""
    given_name: str = ""
    family_name: str = ""
    birth_date: str = ""


def recognise(question: Question, hits: list[Hit]) -> tuple[Known, list[Hit]]:
    """Whether one of these is the person asked about, and those who may be.

    Known: the number and something else of her agree, or both names and the birth date, and of nobody else. A number
    that agrees alone, or everything but the number, may be a slip on either side: then nobody is told yes.
    """
    by_number = [hit for hit in hits if hit.number == "same"]
    if by_number:
        agree = [hit for hit in by_number if hit.name >= _LIKE or hit.birth]
        return ("yes", agree) if len(agree) == 1 and len(by_number) == 1 else ("unsure", by_number)
    alike = [hit for hit in hits if hit.name >= _LIKE and hit.birth == "same"]
    if question.number:
        alike += [hit for hit in hits if hit.number == "slip" and hit not in alike and (hit.name >= _LIKE or hit.birth)]
        return ("unsure", alike) if alike else ("no", [])
    same = [hit for hit in alike if hit.name >= _SAME]
    if len(same) == 1 and len(alike) == 1:
        return "yes", same
    return ("unsure", alike) if alike else ("no", [])


def question_of(asked: AskedPerson) -> Question | None:
    """What is asked, where it names one person well enough: nobody is found by a number or a name alone."""
    question = read_sought(
        number=asked.citizen_id, given=asked.given_name, family=asked.family_name, birth=asked.birth_date
    ).question
    has_name = bool(question.given and question.family)
    has_day = question.birth is not None and bool(question.birth.day)
    return question if bool(question.number) + has_name + has_day >= 2 else None
