"""Does an agreement stand on that day? Its own state, and that of every level above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

LEVELS = ("memorandum", "agreement", "licence")  # each stands under one of the level before it


class State(StrEnum):
    """What an agreement is on a day."""

    DRAFT = "draft"  # not signed yet
    TO_COME = "to_come"  # signed, and its first day has not come
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


class Levelled(Protocol):
    """What has to be known of an agreement to tell its state."""

    @property
    def agreement_id(self) -> str:
        """Its name."""
        ...

    @property
    def under(self) -> str:
        """The name of the one above it, or empty."""
        ...

    @property
    def is_signed(self) -> bool:
        """Whether it is more than a draft."""
        ...

    @property
    def begins(self) -> date:
        """Its first day."""
        ...

    @property
    def ends(self) -> date:
        """Its last day."""
        ...


A = TypeVar("A", bound=Levelled)


@dataclass(frozen=True)
class Standing:
    """The state of an agreement, and the one that decided it: itself, or a level above."""

    state: State
    because_of: str
    since: date | None  # the first day on which it no longer stood; None while it stands or never did


def state_of(agreed: Levelled, day: date, suspended: Mapping[str, date]) -> State:
    """Its own state on `day`, first and last day included, whatever lies above."""
    if not agreed.is_signed:
        return State.DRAFT
    if day > agreed.ends:
        return State.EXPIRED
    if suspended.get(agreed.agreement_id, date.max) <= day:
        return State.SUSPENDED
    return State.IN_FORCE if agreed.begins <= day else State.TO_COME


def standings(agreements: Iterable[A], day: date, suspended: Mapping[str, date]) -> dict[str, Standing]:
    """Every agreement's state on `day`: none stands while a level above it does not."""
    known = {agreed.agreement_id: agreed for agreed in agreements}
    return {name: _standing(_chain(name, known), day, suspended) for name in known}


def standing_ones(agreements: Iterable[A], day: date, suspended: Mapping[str, date]) -> tuple[A, ...]:
    """Those in force on `day` together with all above them."""
    listed = tuple(agreements)
    found = standings(listed, day, suspended)
    return tuple(agreed for agreed in listed if found[agreed.agreement_id].state is State.IN_FORCE)


def _chain(name: str, known: Mapping[str, A]) -> list[A]:
    """The agreement and those above it, the highest first; one whose level above is not there has no chain."""
    chain: list[A] = []
    while name in known and known[name] not in chain:
        chain.append(known[name])
        name = known[name].under
    return [] if name else chain[::-1]


def _standing(chain: list[A], day: date, suspended: Mapping[str, date]) -> Standing:
    if not chain:  # the level above is missing, or stands under itself: nobody knows that it is allowed
        return Standing(State.DRAFT, "", None)
    found = [(state_of(agreed, day, suspended), agreed) for agreed in chain]
    state, agreed = next((one for one in found if one[0] is not State.IN_FORCE), found[-1])
    stopped = [left for left in (_left_on(each, day, suspended) for each in chain) if left is not None]
    is_over = state is not State.IN_FORCE and bool(stopped)
    return Standing(state, agreed.agreement_id, min(stopped) if is_over else None)


def _left_on(agreed: Levelled, day: date, suspended: Mapping[str, date]) -> date | None:
    """The first day up to `day` on which it was suspended or over."""
    days = (suspended.get(agreed.agreement_id, date.max), agreed.ends + timedelta(1) if agreed.ends < date.max else day)
    past = [left for left in days if left <= day]
    return min(past) if past and agreed.is_signed else None
