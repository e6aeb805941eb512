"""The roots of every error a user can meet, and how each door answers it.

    SaphanError
    ├── Refused         it is not allowed, and who can allow it is said
    ├── NotFound        there is no such thing
    ├── BrokenPromise   a contract, a schema or a file did not keep its word
    ├── Conflict        someone else was first
    └── Unavailable     not now: try again, or free what is full

A concrete error lives in the module that raises it and inherits one of these. What is wrong with
*data* is a row in `findings`, never an exception.
"""

from __future__ import annotations

from saphan.words import Language, Words, say


class SaphanError(Exception):
    """Something a user can act on: what happened, where, and what to do next."""

    exit_code = 1
    http_status = 500

    def __init__(self, what: Words, *, where: str = "", cure: Words) -> None:
        """`where` is a file, line, table or address; nothing here holds a value of a person's record."""
        super().__init__(what, where, cure)
        self.what, self.where, self.cure = what, where, cure

    def tell(self, language: Language) -> str:
        """The three sentences, a line each."""
        where = say("Where: {where}", where=self.where).in_(language) if self.where else ""
        cure = say("What to do: {cure}", cure=self.cure).in_(language)
        return "\n".join(line for line in (self.what.in_(language), where, cure) if line)

    def __str__(self) -> str:
        return self.tell("en")


class Refused(SaphanError):
    """It is not allowed; the message names the rule and who can change it."""

    exit_code = 3
    http_status = 403


class NotFound(SaphanError):
    """There is no such thing here."""

    exit_code = 4
    http_status = 404


class BrokenPromise(SaphanError):
    """A contract, a schema or a file did not keep its word."""

    exit_code = 5
    http_status = 422


class Conflict(SaphanError):
    """Someone else was first."""

    exit_code = 6
    http_status = 409


class Unavailable(SaphanError):
    """It cannot be done now, and trying again (or freeing what is full) can help."""

    exit_code = 7
    http_status = 503


ROOTS: tuple[type[SaphanError], ...] = (Refused, NotFound, BrokenPromise, Conflict, Unavailable)
