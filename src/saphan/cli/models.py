"""The model of linkage: show it, train one anew and see what it would do, accept it."""

from __future__ import annotations

from pathlib import Path

import click

from saphan.cli.door import Directory, asker, open_here, told
from saphan.words import say


@click.group()
def model() -> None:
    """The model by which records are linked: show it, train one anew, accept it."""


@model.command("show")
@Directory
def show_model(directory: Path) -> None:
    """The model of the release that stands."""
    platform = open_here(directory)
    from saphan.services import models

    found = models.standing(asker("link_records"), platform)
    click.echo(told(say("Model {version}, trained on {records} records.",
                        version=found.version, records=f"{found.trained_on:,}")))  # fmt: skip
    if not found.is_accepted:
        click.echo(told(say("Nobody has accepted it: while records are few, each build trains one anew.")))


@model.command("train")
@Directory
def train_model(directory: Path) -> None:
    """Train a model on the release that stands, and say what it would do to people's keys."""
    platform = open_here(directory)
    from saphan.cli import telling
    from saphan.services import models

    effect = models.train(asker("link_records"), platform)
    rows = [
        (told(say("Persons now")), f"{effect.persons_before:,}"),
        (told(say("Persons by this model")), f"{effect.persons_after:,}"),
        (told(say("Persons whose records would change")), f"{effect.changed:,}"),
        (told(say("Merged with another")), f"{effect.merged:,}"),
        (told(say("Split")), f"{effect.split:,}"),
    ]
    title = say("Model {version}: nothing has changed yet.", version=effect.model.version)
    telling.table(title, (say("Effect"), say("Count")), rows, numbers_from=1)
    click.echo(told(say("`saphan model accept` lets the next build link everybody by it.")))


@model.command("accept")
@Directory
def accept_model(directory: Path) -> None:
    """Let the next build link everybody by the model that was trained last."""
    platform = open_here(directory)
    from saphan.services import models

    found = models.accept(asker("link_records"), platform)
    click.echo(told(say("The next build links everybody by model {version}.", version=found.version)))
