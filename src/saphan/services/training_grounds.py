"""A make-believe province to learn and to try things on: never beside real people's files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan import synth
from saphan.access.actor import Asker
from saphan.config import FILE_NAME, load
from saphan.errors import Refused
from saphan.pipeline import Tell
from saphan.words import say


class NotTrainingGround(Refused):
    """The directory is a project that may hold real people's files."""


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How far the country reaches: Phayao of one month where nothing is said."""

    provinces: tuple[str, ...] = synth.PHAYAO  # none: all of them
    months: int = 1
    hands: int = 1  # processes that make it; they change no byte


_PHAYAO = Extent()


def fill(
    asker: Asker, root: Path, *, people: int, seed: int, as_of: date, tell: Tell, extent: Extent = _PHAYAO
) -> None:
    """Lay eight make-believe agencies' files, contracts and agreement in `root`; the truth lies apart in `truth/`.

    Raises:
        NotTrainingGround: `root` is a project, and its settings do not say that it is a training ground.
    """
    del asker  # nobody's data are read: taken, as by every service, so that no door calls one on nobody's behalf
    if (root / FILE_NAME).exists() and not load(root, {}).settings.training_ground:
        raise NotTrainingGround(
            say("Make-believe people are not laid beside real ones."),
            where=str(root / FILE_NAME),
            cure=say(
                "Name another directory, or say `training_ground = true` in its settings if it holds no real data."
            ),
        )
    synth.write_country(
        root,
        people=people,
        provinces=extent.provinces or tuple(synth.published_people()),
        months=extent.months,
        seed=seed,
        hands=extent.hands,
        as_of=as_of,
        tell=tell,
    )
    tell(say("Done"), 1.0)


def lay_benchmark(
    asker: Asker, directory: Path, *, records: int, seed: int | None = None, hands: int, tell: Tell
) -> None:
    """Person records from five make-believe sources in one Parquet file, and the truth in another beside it."""
    del asker  # as above: nobody's data are read
    synth.write_benchmark(directory, records=records, seed=seed, hands=hands, tell=tell)
    tell(say("Done"), 1.0)
