"""Another agency's register asks: do you know this person, and is she already helped?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from saphan.access.decide import PurposeNotInForce
from saphan.access.permissions import Permission
from saphan.desk import actions
from saphan.errors import BrokenPromise, Unavailable
from saphan.linkage.sounds import sound_of
from saphan.registry.lookup import Index, Limits, Question, find
from saphan.services import notes, reading
from saphan.services._asked import EVENT
from saphan.services._recognised import AskedPerson, Known, question_of, recognise
from saphan.services.credentials import Entered
from saphan.services.gate import note_refused, require
from saphan.services.platform import Platform
from saphan.services.reading import Reading
from saphan.words import say

NOBODY = "P0000000000000000"  # a key nobody has: asked for where nobody is known, so that it takes as long


class BadQuestion(BrokenPromise):
    """The question does not name one person: two of number, name and birth date are needed."""


class TooManyAsked(Unavailable):
    """The agency asked about as many persons as it may on one day."""


@dataclass(frozen=True)
class HelpGiven:
    """One help she gets: since when where that is known, and from which agency."""

    since: date | None
    by: str


@dataclass(frozen=True)
class Answer:
    """The least that answers. Where it is not sure that she is known, nothing is said about help."""

    known: Known
    helped: bool | None
    help: tuple[HelpGiven, ...]
    purpose: str  # under which it was answered


def ask(by: Entered, platform: Platform, asked: AskedPerson) -> Answer:
    """The answer about one person; the question is written down for her to see.

    Raises:
        PurposeNotInForce: the agreement does not allow it today.
        BadQuestion: it does not name one person.
        TooManyAsked: the day's number is used up.
    """
    require_agreed(by, platform)
    question = question_of(asked)
    if question is None:
        raise BadQuestion(
            say("The question does not name one person."),
            cure=say("Give two of: a citizen number of 13 digits, given and family name, a whole birth date."),
        )
    count(by, platform, persons=1)
    return answer(by, platform, question, open_register(by, platform))


@dataclass(frozen=True)
class Register:
    """The release that answers, and what of it the agency's purpose opens."""

    now: Reading
    index: Index
    limits: Limits
    pays: Mapping[str, str]  # by benefit that may be told of, the agency that pays it


def open_register(by: Entered, platform: Platform) -> Register:
    """The release that stands now, for that agency and purpose."""
    now = reading.open_current(platform)
    closed = reading.benefits_withheld(platform, by.asker.purpose, by.asker.party)
    return Register(
        now=now,
        index=reading.index_of(platform, now),
        limits=Limits(withheld=reading.withheld(platform, now, by.asker.purpose, by.asker.party)),
        pays={
            each.benefit: each.agency
            for each in reading.contracts(platform).values()
            if each.benefit and each.benefit not in closed
        },
    )


def answer(by: Entered, platform: Platform, question: Question, register: Register) -> Answer:
    """The answer to a question that was allowed and counted; written down before it is told."""
    index = register.index
    known, meant = recognise(question, find(index, question, sound_of, register.limits))
    persons = [index.person[hit.row].as_py().decode() for hit in meant]
    helps = _helps(register, persons[0] if known == "yes" else NOBODY)
    told = Answer(known, bool(helps) if known == "yes" else None, helps, by.asker.purpose)
    # each of those who may be meant finds the question in her own list
    detail = {"agency": by.agency, "agreement": by.agreement_id, "answer": known}
    notes.write_each(by.asker, platform, EVENT, persons=persons or [""], **detail)
    return told


def require_agreed(by: Entered, platform: Platform) -> None:
    """Nothing, when the agreement of the credential is in force today and allows its purpose.

    Raises:
        PurposeNotInForce: it is suspended, expired or changed; the attempt was written down.
    """
    require(by.asker, Permission.ASK_REGISTER, platform)
    in_force = reading.agreements_in_force(platform, by.asker.party)
    if any(each.agreement_id == by.agreement_id and by.asker.purpose in each.purposes for each in in_force):
        return
    refused = PurposeNotInForce(
        say("The agreement under which this is asked does not allow it today."),
        where=by.agreement_id,
        cure=say("Ask the parties to resume or renew it."),
    )
    note_refused(by.asker, platform, refused, permission=Permission.ASK_REGISTER)
    raise refused


def count(by: Entered, platform: Platform, *, persons: int) -> None:
    """So many persons are counted as asked about today.

    Raises:
        TooManyAsked: that would be more than a day allows; none was counted.
    """
    most = platform.project.settings.asks_per_day
    if actions.count_asked(by.agency, platform.day, persons=persons, most=most):
        return
    notes.write(by.asker, platform, "refused", permission=Permission.ASK_REGISTER, reason=TooManyAsked.__name__)
    raise TooManyAsked(
        say("The agency may ask about {most} persons a day; that would be more.", most=most),
        cure=say("Ask again tomorrow, or ask the operator for a larger number."),
    )


def _helps(register: Register, person_id: str) -> tuple[HelpGiven, ...]:
    rows = register.now.rows("help_now", person_id=person_id)
    return tuple(
        HelpGiven(row["since"], register.pays[row["benefit"]]) for row in rows if row["benefit"] in register.pays
    )


__all__ = ["Answer", "AskedPerson", "BadQuestion", "HelpGiven", "TooManyAsked", "answer", "ask"]
