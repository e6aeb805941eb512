"""Which day is it? The only module that asks the machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class Clock(Protocol):
    """Tells the time; handed in, so that expiry can be tested on the day and the day before."""

    def now(self) -> datetime:
        """This moment, with its time zone (UTC)."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still, for tests and rebuilds."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment


@dataclass(frozen=True)
class StandingDay:
    """The machine's time of day on a day that does not pass: for training grounds, so that lessons do not age."""

    day: date

    def now(self) -> datetime:
        """This time of day on that day in Bangkok, in UTC."""
        time_of_day = datetime.now(BANGKOK).timetz()
        return datetime.combine(self.day, time_of_day).astimezone(UTC)


def today(clock: Clock) -> date:
    """The calendar day in Bangkok, by which agreements begin and expire."""
    return clock.now().astimezone(BANGKOK).date()
