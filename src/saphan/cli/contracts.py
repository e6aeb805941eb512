"""Contracts: draft one from a file, check one, compare two, propose a change."""

from __future__ import annotations

from pathlib import Path

import click

from saphan.cli.door import Directory, asker, language, open_here, told
from saphan.errors import Conflict
from saphan.words import say

File = click.Path(exists=True, dir_okay=False, path_type=Path)
BREAKS = {
    "sender": say("breaks the agency that sends it"),
    "reader": say("breaks those who use it"),
    "nobody": say("breaks nobody"),
}


class FileThere(Conflict):
    """The file that was to be written is there."""


@click.group()
def contract() -> None:
    """Contracts: draft one from a file, check one, compare two, propose a change."""


@contract.command("init")
@click.argument("file", type=File)
@click.option("--agency", default="my_agency", show_default=True, help="The agency's short name, in small letters.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the draft to this file.")
def init_contract(file: Path, agency: str, out: Path | None) -> None:
    """Look at a real file and draft its contract, with the evidence for every guess."""
    from saphan.services.contract_files import draft

    text = draft(asker("link_records"), file, agency=agency, language=language())
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise FileThere(
            say("There is a file of that name already; nothing was written."),
            where=str(out),
            cure=say("Name another file, or move that one away."),
        )
    out.write_text(text, "utf-8")
    click.echo(told(say("A draft was written to {file}. Read every line and correct it.", file=out)))


@contract.command()
@click.argument("file", type=File)
def check(file: Path) -> None:
    """Read any contract of the standard, and say what of it is not run here."""
    from saphan.services.contract_files import read_any

    found = read_any(asker("link_records"), file)
    words = say("{title}: {tables} tables, {columns} columns; it keeps to the standard.",
                title=found.title, tables=len(found.tables), columns=len(found.attributes))  # fmt: skip
    click.echo(told(words))
    for each in found.not_run:
        click.echo(f"{each.file}:{each.line} {each.at}: {told(each.words)}")


@contract.command()
@click.argument("old", type=File)
@click.argument("new", type=File)
def diff(old: Path, new: Path) -> None:
    """What changed from one contract to the other, and whom it breaks."""
    from saphan.services import contract_files

    changes = contract_files.diff(asker("link_records"), old, new)
    if not changes:
        click.echo(told(say("Nothing changed.")))
    for whom, words in BREAKS.items():
        these = [change for change in changes if change.breaks == whom]
        if these:
            click.echo(f"\n{told(words)}:")
        for change in these:
            click.echo(f"  {change.at}: {told(change.words)}")


@contract.command()
@Directory
@click.argument("file", type=File)
def propose(directory: Path, file: Path) -> None:
    """Lay a new version of a contract before its agency, which answers in the portal."""
    platform = open_here(directory)
    from saphan.services import contracts

    found = contracts.propose(asker("oversight"), platform, file)
    words = say("Version {new} of {dataset} waits for the agency's answer: {changes} changes.",
                new=found.new_version, dataset=found.dataset, changes=len(found.changes))  # fmt: skip
    click.echo(told(words))
