"""Build a release, tell its story, and look at releases."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click

from saphan.cli.door import Day, Directory, asker, open_here, parsed_day, told
from saphan.words import say


@click.command()
@Directory
@click.option("--as-of", type=Day, metavar="YYYY-MM-DD", help="The day the release speaks of; today unless given.")
@click.option(
    "--full", is_flag=True, help="Read and link everybody anew, not only what changed; the model stays the same."
)
def build(directory: Path, as_of: datetime | None, *, full: bool) -> None:
    """Receive the inbox, run the route, publish a release, and tell what it found."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import builds

    with telling.progress() as tell:
        received, story_told = builds.build(
            asker("link_records"), platform, as_of=parsed_day(as_of, platform), tell=tell, full=full
        )
    telling.files(received)
    telling.story(story_told)


@click.command()
def warm() -> None:
    """Make the machine code of linkage now (about half a minute, once), so that the first build need not."""
    from saphan.services import _machine

    click.echo(told(say("Making the machine code that compares records (once, about half a minute) ...")))
    _machine.warm()
    click.echo(told(say("Ready.")))


@click.command()
@Directory
@click.argument("dataset", default="")
def fetch(directory: Path, dataset: str) -> None:
    """Take a snapshot of every dataset that lies in an agency's database, or of one, and receive it like a file."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import sources

    telling.files(sources.fetch(asker("link_records"), platform, dataset=dataset))


@click.command()
@Directory
@click.option("--every", type=click.IntRange(1), default=10, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Look once and end.")
def watch(directory: Path, every: int, once: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Receive every file that is laid in the inbox, as soon as it stands still, until stopped."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import deliveries

    said: dict[str, tuple[int, int]] = {}
    before = deliveries.inbox_now(asker("link_records"), platform)
    while True:
        if not once:
            time.sleep(every)
        now = deliveries.inbox_now(asker("link_records"), platform)
        # a file that still grows is left for the next look; one that was refused is not asked again until it changes
        if now and now == before and now != said:
            telling.files(deliveries.receive_inbox(asker("link_records"), platform))
            said = deliveries.inbox_now(asker("link_records"), platform)
        if once:
            return
        before = now


@click.command()
@Directory
def story(directory: Path) -> None:
    """Tell the story of the current release: what came in, who is there, who is missing help."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import builds

    telling.story(builds.story(asker("find_missing_help"), platform))


@click.command()
@Directory
def linked(directory: Path) -> None:
    """Print the linked keys of the current release as CSV: dataset, record, person."""
    platform = open_here(directory)
    from saphan.services import releases

    with releases.linked_keys(asker("link_records"), platform).open(encoding="utf-8") as opened:
        for row in opened:
            click.echo(row, nl=False)


@click.group()
def release() -> None:
    """Releases: list them, show one, compare two, prove one whole, turn to an earlier one, make room."""


@release.command("list")
@Directory
def list_releases(directory: Path) -> None:
    """All releases, oldest first; the current one is marked."""
    platform = open_here(directory)
    from saphan.services import releases

    for each in releases.listing(asker("link_records"), platform):
        mark = "*" if each.is_current else " "
        click.echo(f"{mark} {each.release_id}  {each.as_of.isoformat()}  {each.content}")


@release.command()
@Directory
@click.argument("release_id", default="")
def show(directory: Path, release_id: str) -> None:
    """What a release holds and from what it was made; the current one unless named."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import releases

    shown = releases.show(asker("link_records"), platform, release_id)
    title = say("Release {release}, as of {day}.", release=shown.release_id, day=shown.as_of.isoformat())
    rows = [(name, f"{rows:,}") for name, rows in shown.rows.items()]
    telling.table(title, (say("Table"), say("Rows")), rows, numbers_from=1)
    telling.table(say("Made from"), (say("Delivery"), say("SHA-256")), list(shown.inputs.items()), numbers_from=9)


@release.command()
@Directory
@click.argument("release_id", default="")
def verify(directory: Path, release_id: str) -> None:
    """Compare every file of a release with the checksum it was published with."""
    platform = open_here(directory)
    from saphan.services import releases

    whole = releases.verify(asker("link_records"), platform, release_id)
    click.echo(told(say("Release {release} is as it was published.", release=whole.release_id)))
