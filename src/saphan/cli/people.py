"""One person's key and history, and what people have a right to: objection and correction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from saphan.cli import telling
from saphan.cli.door import Day, Directory, asker, day, open_here, told
from saphan.words import say

Key = click.argument("person_id", metavar="KEY")


@click.group()
def identity() -> None:
    """The life of a person's key: show it, undo a merge or a split."""


@identity.command("show")
@Directory
@Key
def show_key(directory: Path, person_id: str) -> None:
    """What became of a key, with every event it had a part in."""
    platform = open_here(directory)
    from saphan.services import identity as service

    life = service.show(asker("link_records"), platform, person_id)
    states = {"living": say("living"), "merged": say("merged"), "away": say("away")}
    telling.line(say("{key} is {state} since {day}.", key=person_id, state=states[life.state], day=day(life.since)))
    if life.successor:
        telling.line(say("She is known by {key} now.", key=life.successor))
    columns = (say("Event"), say("Kind"), say("Cause"), say("Before"), say("After"), say("Records"), say("Release"))
    telling.lines(columns, [
        (each.event_id, each.kind, each.cause, each.key_before or "-", each.key_after or "-", str(each.records),
         each.release_id)
        for each in life.events
    ])  # fmt: skip


@identity.command()
@Directory
@click.argument("event_id", metavar="EVENT")
@click.option(
    "--confirm", is_flag=True, help="Write the verdicts down; without it, only what would be touched is told."
)
def undo(directory: Path, event_id: str, *, confirm: bool) -> None:
    """List every table, case and released figure an event touches; with --confirm, undo it in the next build."""
    platform = open_here(directory)
    from saphan.services import identity as service

    found = service.undo(asker("link_records"), platform, event_id, is_confirmed=confirm)
    touched = found.touched
    rows = [(name, f"{count:,}") for name, count in touched.tables]
    telling.table(say("Tables of the current release"), (say("Table"), say("Rows")), rows, numbers_from=1)

    telling.line(say("Cases"))
    columns = (say("Person"), say("Benefit"), say("Outcome"), say("Day"))
    telling.lines(
        columns, [(each.person_id, each.benefit, each.outcome, str(each.on or "-")) for each in touched.cases]
    )
    telling.line(say("Released figures they are counted in"))
    columns = (say("Release"), say("Table"), say("Row"), say("Column"))
    figures = [(each.release_id, each.table_id, each.row_code, each.column_code) for each in touched.figures]
    telling.lines(columns, figures)
    telling.line(say("The journal holds {entries} entries about them.", entries=f"{touched.shown:,}"))
    if found.is_decided:
        telling.line(say("{pairs} verdicts were written down. The next build undoes the event.", pairs=found.verdicts))
    else:
        telling.line(say("Nothing was changed. Say --confirm to undo it: {pairs} verdicts.", pairs=found.verdicts))


@click.group()
def person() -> None:
    """What is known of one person."""


@person.command()
@Directory
@Key
@click.option("--on", type=Day, metavar="YYYY-MM-DD", help="What was true on that day.")
@click.option("--as-of", type=Day, metavar="YYYY-MM-DD", help="What we believed at the end of that day.")
def history(directory: Path, person_id: str, *, on: datetime | None, as_of: datetime | None) -> None:
    """All that is said of a person, by whom and since when, and what was believed of it."""
    platform = open_here(directory)
    from saphan.services import histories

    found = histories.history_of(
        asker("link_records"), platform, person_id,
        on=on.date() if on else None, as_of=as_of.date() if as_of else None,
    )  # fmt: skip
    telling.line(say("{key}, as release {release} believes.", key=found.person_id, release=found.release_id))
    telling.line(say("What is said of her; * is believed"))
    columns = (say("Field"), say("Believed"), say("Value"), say("Dataset"), say("Row"), say("From"), say("Until"))
    telling.lines(columns, [
        (each.field, "*" if each.is_believed else "-", each.value, each.dataset, each.record_id,
         day(each.began) if each.began else "-", day(each.ended) if each.ended else "-")
        for each in found.values
    ])  # fmt: skip
    telling.line(say("Households"))
    stay_columns = (say("Residence"), say("Household"), say("Dataset"), say("From"), say("Until"))
    telling.lines(stay_columns, [
        (each.kind, each.household_id, each.dataset, day(each.began), day(each.ended) if each.ended else "-")
        for each in found.stays
    ])  # fmt: skip
    telling.line(say("What we came to believe, release by release"))
    change_columns = (say("Release"), say("Field"), say("Before"), say("After"), say("Dataset"), say("Record"))
    telling.lines(change_columns, [
        (each.release_id, each.field, each.before or "-", each.after or "-", each.dataset, each.record_id)
        for each in found.changes
    ])  # fmt: skip


@click.group()
def objection() -> None:
    """Objections to the use of data (PDPA section 32)."""


@objection.command("list")
@Directory
def list_objections(directory: Path) -> None:
    """Every objection, and what became of it."""
    platform = open_here(directory)
    from saphan.services import objections

    for each in objections.listing(asker("oversight"), platform):
        click.echo(f"{each.number}\t{each.person_id}\t{each.state}\t{each.received_on}\t{each.decided_on or '-'}")


@objection.command()
@Directory
@Key
def receive(directory: Path, person_id: str) -> None:
    """Write down that this person objects; nothing follows until it is decided."""
    platform = open_here(directory)
    from saphan.services import objections

    number = objections.receive(asker("oversight"), platform, person_id)
    click.echo(told(say("Objection {number} waits to be decided.", number=number)))


@objection.command()
@Directory
@click.argument("number", type=int)
@click.option("--ground", required=True, help="Why, in a few words, without anything about the person.")
def accept(directory: Path, number: int, *, ground: str) -> None:
    """From the next build on the person is in no output."""
    platform = open_here(directory)
    from saphan.services import objections

    objections.accept(asker("oversight"), platform, number, ground=ground)
    click.echo(told(say("Objection {number} is accepted. Run `saphan build` now.", number=number)))


@objection.command("refuse")
@Directory
@click.argument("number", type=int)
@click.option("--ground", required=True, help="Why, in a few words, without anything about the person.")
def refuse_objection(directory: Path, number: int, *, ground: str) -> None:
    """The person stays; the ground is kept."""
    platform = open_here(directory)
    from saphan.services import objections

    objections.refuse(asker("oversight"), platform, number, ground=ground)
    click.echo(told(say("Objection {number} is refused.", number=number)))


@objection.command("withdraw")
@Directory
@click.argument("number", type=int)
def withdraw_objection(directory: Path, number: int) -> None:
    """The person is back with the next build, under her own key."""
    platform = open_here(directory)
    from saphan.services import objections

    objections.withdraw(asker("oversight"), platform, number)
    click.echo(told(say("Objection {number} is withdrawn.", number=number)))


@click.group()
def correction() -> None:
    """Values put right on evidence."""


@correction.command("list")
@Directory
def list_corrections(directory: Path) -> None:
    """Every correction: of whom, which field, on which evidence; the value is on her history."""
    platform = open_here(directory)
    from saphan.services import corrections

    for each in corrections.listing(asker("oversight"), platform):
        ended = each.withdrawn_on or "-"
        click.echo(f"{each.number}\t{each.person_id}\t{each.field}\t{each.decided_on}\t{ended}\t{each.by}")


@correction.command("make")
@Directory
@Key
@click.argument("field")
@click.option("--evidence", required=True, help="The paper that was seen, and its number.")
def make_correction(directory: Path, person_id: str, field: str, *, evidence: str) -> None:
    """Put a value right; it is asked for, so that it stays in no history of commands."""
    platform = open_here(directory)
    from saphan.services import corrections

    value = click.prompt(told(say("The right value")), hide_input=False)
    number = corrections.correct(asker("oversight"), platform, person_id, field=field, value=value, evidence=evidence)
    click.echo(told(say("Correction {number} is written down. It counts from the next build on.", number=number)))


@correction.command("withdraw")
@Directory
@click.argument("number", type=int)
def withdraw_correction(directory: Path, number: int) -> None:
    """From the next build on the deliveries' word counts again."""
    platform = open_here(directory)
    from saphan.services import corrections

    corrections.withdraw(asker("oversight"), platform, number)
    click.echo(told(say("Correction {number} is withdrawn.", number=number)))
