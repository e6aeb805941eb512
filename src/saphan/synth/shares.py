"""How is a country cut into parts that fit into memory? Each is drawn by itself, whoever draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from saphan.synth.places import shared_out

MOST = 30_000  # people in one share: a few hundred megabytes for one worker, all agencies and months together
ROOM = 1 << 16  # numbers kept for one share's people, those born later with them


@dataclass(frozen=True, kw_only=True)
class Share:
    """Part of one province's people, and all that its draws hang on."""

    number: int  # among all shares
    place: int  # among the shares of its province
    province: str  # empty: people of the whole country
    people: int
    country: int  # people of all shares together
    seed: int
    begins: date  # the day of the first picture
    room: int = ROOM

    @property
    def first_key(self) -> int:
        """The number of its first person, among all people."""
        return self.number * self.room


def shares(people: int, provinces: Sequence[str], *, seed: int, begins: date, most: int = MOST) -> list[Share]:
    """Shares of at most `most` people, province by province."""
    out: list[Share] = []
    for province, count in shared_out(people, provinces).items():
        parts = -(-count // most)
        for place in range(parts):
            size = count * (place + 1) // parts - count * place // parts
            out.append(
                Share(
                    number=len(out),
                    place=place,
                    province=province,
                    people=size,
                    country=people,
                    seed=seed,
                    begins=begins,
                )
            )
    return out
