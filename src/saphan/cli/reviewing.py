"""Draw the review sample, tell how far it is judged, and how good the linkage is."""

from __future__ import annotations

from pathlib import Path

import click

from saphan.cli.door import Directory, asker, open_here
from saphan.words import say


@click.group()
def review() -> None:
    """Clerical review: draw a sample of pairs, see how far it is judged, and how good the linkage is."""


@review.command()
@Directory
@click.option("--size", type=click.IntRange(50, 5_000), default=500, show_default=True, help="Pairs that calibrate.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same release and seed: the same pairs.")
def sample(directory: Path, size: int, seed: int) -> None:
    """Draw pairs of the current release, spread over all weights, for people to judge in the portal."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import reviews

    telling.review(reviews.sample(asker("link_records"), platform, size=size, seed=seed))


@review.command()
@Directory
def status(directory: Path) -> None:
    """How many pairs are judged, and whether the next build will be calibrated."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import reviews

    telling.review(reviews.status(asker("link_records"), platform))


@review.command()
@Directory
def quality(directory: Path) -> None:
    """Precision, recall and missed links of the current release, by group, with intervals."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import linkage_quality

    found = linkage_quality.show(asker("find_missing_help"), platform)
    telling.quality(found)
    if not found.calibrated:
        telling.line(say("Draw a sample with `saphan review sample` and judge it: then errors can be estimated."))
