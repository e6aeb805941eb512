"""Compare two releases, turn to another one, and make room."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from saphan.cli.door import Directory, asker, open_here, told
from saphan.words import Words, say

if TYPE_CHECKING:  # the service needs the desk, which a command sets up after this module was read
    from saphan.services.differences import Difference

KEPT = {
    "stands": say("stands now"),
    "before": say("the one before"),
    "newest": say("among the newest"),
    "referenced": say("named by the journal"),
    "read": say("being read"),
}
LONGEST = 12  # signs of a checksum that tell it from another on a terminal


@click.command()
@Directory
@click.argument("earlier", default="")
@click.argument("later", default="")
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
def diff(directory: Path, earlier: str, later: str, *, as_json: bool) -> None:
    """Persons gained, lost, merged and split between two releases, and why; the last two unless named."""
    platform = open_here(directory)
    from saphan.services import differences

    found = differences.compare(asker("link_records"), platform, earlier, later)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _tell(found)


@click.command()
@Directory
@click.argument("release_id", default="")
@click.option("--why", required=True, help="The reason, for the journal; name nobody in it.")
def rollback(directory: Path, release_id: str, *, why: str) -> None:
    """Turn to an earlier release at once (the one before unless named); naming a later one turns forward again."""
    platform = open_here(directory)
    from saphan.services import releases

    now = releases.rollback(asker("link_records"), platform, release_id, why=why)
    click.echo(told(say("Release {release} stands now, as of {day}.", release=now.release_id, day=now.as_of)))


@click.command()
@Directory
@click.option("--keep", required=True, type=click.IntRange(1), help="How many of the newest releases stay.")
def vacuum(directory: Path, *, keep: int) -> None:
    """Remove old releases that nobody reads and nothing names; the one that stands and the one before stay."""
    platform = open_here(directory)
    from saphan.services import releases

    done = releases.vacuum(asker("link_records"), platform, keep=keep)
    for name, reason in done.kept.items():
        click.echo(f"  {name}  {told(KEPT[reason])}")
    size = f"{done.freed / 1e6:,.1f}"
    click.echo(told(say("{n} releases were removed, {size} MB are free.", n=len(done.removed), size=size)))


def _tell(found: Difference) -> None:
    from saphan.cli import telling
    from saphan.services.differences import CAUSE_WORDS, KIND_WORDS, MAKING_WORDS

    counts = {"before": f"{found.persons_before:,}", "after": f"{found.persons_after:,}"}
    title = say(
        "{earlier} had {before} people, {later} has {after}.", earlier=found.earlier, later=found.later, **counts
    )
    columns = (say("What became of people"), say("Why"), say("People"))
    rows = [
        (told(KIND_WORDS[each.kind]), told(CAUSE_WORDS[cause]), f"{count:,}")
        for each in found.kinds
        for cause, count in each.causes.items()
    ]
    telling.table(title, columns, rows, numbers_from=2)
    changed = [each for each in found.tables if not each.is_same]
    tables = [(each.name, _count(each.before), _count(each.after)) for each in changed]
    same = say("{n} tables are the same to the byte; these are not:", n=len(found.tables) - len(changed))
    telling.table(same, (say("Table"), say("Rows before"), say("Rows after")), tables, numbers_from=1)
    making = [
        (told(MAKING_WORDS.get(each.what, Words(each.what))), each.name, each.before[:LONGEST], each.after[:LONGEST])
        for each in found.making
    ]
    of: tuple[Words, ...] = (say("What"), say("Which"), say("Before"), say("After"))
    telling.table(say("What went into them otherwise"), of, making, numbers_from=9)


def _count(rows: int | None) -> str:
    return "-" if rows is None else f"{rows:,}"
