"""Agencies that ask: their credentials, and a list of people asked about on their behalf."""

from __future__ import annotations

from pathlib import Path

import click

from saphan.cli.door import Directory, asker, open_here, told
from saphan.words import say

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def agency() -> None:
    """Agencies that ask the register: make a token, list them, revoke one, ask about a list."""


@agency.command()
@Directory
@click.argument("name")
@click.option("--agreement", required=True, help="The agreement under which it asks.")
@click.option("--party", required=True, help="Which of the agreement's parties it is, as written there.")
@click.option("--purpose", default="find_missing_help", show_default=True, help="For what it asks.")
@click.option("--days", default=90, show_default=True, type=int, help="How long the token is valid.")
def token(directory: Path, name: str, *, agreement: str, party: str, purpose: str, days: int) -> None:
    """Make a token for the agency NAME; it is shown once and kept nowhere."""
    platform = open_here(directory)
    from saphan.services import credentials

    made = credentials.make(
        asker("oversight"), platform, name, agreement_id=agreement, purpose=purpose, party=party, days=days
    )
    click.echo(told(say("Hand this to the agency over a safe way; it is not shown again:")), err=True)
    click.echo(made)


@agency.command("list")
@Directory
def list_credentials(directory: Path) -> None:
    """All credentials: the agency, the agreement, the purpose, the last day, and whether it is valid."""
    platform = open_here(directory)
    from saphan.services import credentials

    for each in credentials.listing(asker("oversight"), platform):
        state = told(say("valid")) if each.is_valid else told(say("no longer valid"))
        row = (each.credential_id, each.agency, each.agreement_id, each.purpose, each.expires_on.isoformat(), state)
        click.echo("\t".join(row))


@agency.command()
@Directory
@click.argument("credential_id")
def revoke(directory: Path, credential_id: str) -> None:
    """From now on nobody is let in with that credential."""
    platform = open_here(directory)
    from saphan.services import credentials

    credentials.revoke(asker("oversight"), platform, credential_id)
    click.echo(told(say("The credential {name} is revoked.", name=credential_id)))


@agency.command()
@Directory
@click.argument("file", type=File)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write the answers here.")
def ask(directory: Path, file: Path, out: Path) -> None:
    """Ask about a list of people: a CSV in, a CSV of answers out. Asks for the agency's token."""
    platform = open_here(directory)
    from saphan.services import asking_lists, credentials

    held_out = str(click.prompt(told(say("Token")), hide_input=True, err=True))
    by = credentials.enter(asker("casework"), platform, held_out.strip())
    answers = asking_lists.ask_list(by, platform, file.read_bytes())
    out.write_bytes(answers.csv.encode("utf-8-sig"))
    words = say("{asked} rows: {answered} answered, {unclear} unclear.",
                asked=answers.asked, answered=answers.answered, unclear=answers.unclear)  # fmt: skip
    click.echo(told(words))
