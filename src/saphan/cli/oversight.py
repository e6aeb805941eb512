"""The journal and the log-ins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from saphan.cli.door import Directory, asker, open_here, told
from saphan.errors import BrokenPromise
from saphan.journal import Anchor
from saphan.words import say

FAULTS = {
    "edited": say("an entry was changed"),
    "deleted": say("an entry is gone"),
    "reordered": say("entries stand in another order"),
    "cut": say("the last entries are gone"),
}


class JournalBroken(BrokenPromise):
    """The chain of the journal does not hold."""


class BadAnchor(BrokenPromise):
    """An anchor file does not hold a number and a head."""


@click.group()
def journal() -> None:
    """The journal: show it, prove it whole, hand over its head."""


@journal.command()
@Directory
@click.option(
    "--anchor", "anchors", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A head the partner keeps; may be given several times.",
)  # fmt: skip
def verify(directory: Path, anchors: Sequence[Path]) -> None:
    """Seal what waits, then check the whole chain: edit, deletion, reordering, and with an anchor a cut tail."""
    kept = [_anchor(path) for path in anchors]
    platform = open_here(directory)
    from saphan.services import journal as service

    found = service.verify(asker("oversight"), platform, kept)
    if found.broken is not None:
        raise JournalBroken(
            say("The journal is broken at entry {number}: {fault}.",
                number=found.broken.number, fault=FAULTS[found.broken.fault]),
            where=str(directory),
            cure=say("Do not write on; tell the data protection officer, and compare with a backup."),
        )  # fmt: skip
    click.echo(told(say("The journal holds: {entries} entries.", entries=f"{found.entries:,}")))
    if not kept:
        click.echo(told(say("Without an anchor from the partner a cut tail cannot be seen.")))


@journal.command()
@Directory
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file.")
def anchor(directory: Path, out: Path | None) -> None:
    """The head to hand to the partner today, as JSON."""
    platform = open_here(directory)
    from saphan.services import journal as service

    head = service.export_anchor(asker("oversight"), platform)
    text = json.dumps({"number": head.number, "head": head.head})
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", "ascii")
        click.echo(told(say("The head of {number} entries was written to {file}.", number=head.number, file=out)))


@journal.command()
@Directory
@click.option("--person", default="", help="Only entries about the person with that key.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="50 entries a page, newest first.")
def show(directory: Path, person: str, page: int) -> None:
    """Who did what, about whom, for which purpose."""
    platform = open_here(directory)
    from saphan.services import journal as service

    for line in service.page(asker("oversight"), platform, number=page, person_id=person):
        detail = " ".join(f"{name}={value}" for name, value in line.detail)
        about = ",".join(line.about) or "-"
        number = line.number or "-"
        click.echo(f"{number}\t{line.at.isoformat()}\t{line.person}\t{line.purpose}\t{line.event}\t{about}\t{detail}")


@journal.command()
@Directory
@click.argument("person")
def asked(directory: Path, person: str) -> None:
    """Which agencies asked about the person with that key, for what, and what they were told."""
    platform = open_here(directory)
    from saphan.services import journal as service

    for each in service.who_asked(asker("oversight"), platform, person):
        click.echo(f"{each.at.isoformat()}\t{each.agency}\t{each.agreement_id}\t{each.purpose}\t{each.answer}")


@click.group()
def agreement() -> None:
    """Agreements: list them, suspend one, resume it."""


@agreement.command("list")
@Directory
def list_agreements(directory: Path) -> None:
    """All agreements, their days, and whether they are in force today."""
    platform = open_here(directory)
    from saphan.services import agreements

    for each in agreements.listing(asker("oversight"), platform):
        shown = told(agreements.STATES[each.state])
        click.echo(f"{each.agreement_id}\t{each.begins}\t{each.ends}\t{shown}\t{' '.join(each.datasets)}")


@agreement.command()
@Directory
@click.argument("agreement_id")
def suspend(directory: Path, agreement_id: str) -> None:
    """From now on nothing that rests on that agreement alone is read or built."""
    platform = open_here(directory)
    from saphan.services import agreements

    agreements.suspend(asker("oversight"), platform, agreement_id)
    click.echo(told(say("The agreement {name} is suspended from today.", name=agreement_id)))


@agreement.command()
@Directory
@click.argument("agreement_id")
def resume(directory: Path, agreement_id: str) -> None:
    """The agreement is in force again, as long as its days run."""
    platform = open_here(directory)
    from saphan.services import agreements

    agreements.resume(asker("oversight"), platform, agreement_id)
    click.echo(told(say("The agreement {name} is no longer suspended.", name=agreement_id)))


@click.group()
def user() -> None:
    """Who may log in."""


@user.command("add")
@Directory
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.option("--area", "areas", multiple=True, help="Code of a province, district or subdistrict; none: everywhere.")
@click.option("--party", default="", help="The party of an agreement this person works for; none: the platform.")
def add_user(directory: Path, name: str, *, roles: Sequence[str], areas: Sequence[str], party: str) -> None:
    """Make a log-in; the password is shown once. An account that exists gets a new one."""
    platform = open_here(directory)
    from saphan.services import users

    login = users.make_login(asker("oversight"), platform, name, roles=roles, areas=areas, party=party)
    click.echo(told(say("Log in as {name} with the password {password}", name=login.username, password=login.password)))


def _anchor(path: Path) -> Anchor:
    try:
        kept = json.loads(path.read_text("ascii"))
        return Anchor(int(kept["number"]), str(kept["head"]))
    except (ValueError, KeyError, TypeError) as unreadable:
        raise BadAnchor(
            say("This is not an anchor of a journal."),
            where=str(path),
            cure=say("Use a file that `saphan journal anchor` wrote."),
        ) from unreadable
