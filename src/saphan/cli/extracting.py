"""Make extracts for analysis projects, and list them."""

from __future__ import annotations

from pathlib import Path

import click

from saphan.cli.door import Directory, asker, open_here, told
from saphan.words import say


@click.group()
def extract() -> None:
    """Extracts for analysis, under each project's own keys: make one, list them."""


@extract.command()
@Directory
@click.argument("licence")
def make(directory: Path, licence: str) -> None:
    """Make the extract of the current release for a licence; its former one is replaced."""
    platform = open_here(directory)
    from saphan.services import extracts

    made = extracts.make(asker("official_statistics"), platform, licence)
    words = say("{n} people, for use until {day}: {path}", n=f"{made.rows['persons']:,}", day=made.ends, path=made.path)
    click.echo(told(words))


@extract.command("list")
@Directory
def list_extracts(directory: Path) -> None:
    """The extracts of licences that stand today; those of others are removed."""
    platform = open_here(directory)
    from saphan.services import extracts

    for each in extracts.listing(asker("official_statistics"), platform):
        click.echo(f"{each.project}\t{each.ends}\t{each.release_id}\t{each.rows['persons']}\t{each.path}")
