"""Make a project directory, or a make-believe province to try everything on."""

from __future__ import annotations

from datetime import datetime
from multiprocessing import cpu_count
from pathlib import Path

import click

from saphan.cli.door import Day, Directory, asker, open_here, told
from saphan.cli.serving import PORT, start
from saphan.clock import SystemClock, today
from saphan.config import FILE_NAME
from saphan.services import projects
from saphan.words import say

SEED = 2569


@click.command()
@Directory
def init(directory: Path) -> None:
    """Make a project in DIR: settings, keys, and a place for everything."""
    projects.init(directory)
    click.echo(told(say("A project was made in {directory}.", directory=directory)))
    click.echo(
        told(
            say(
                "Next: put contracts and agreements in place, lay the agencies' files in {inbox}, then run"
                " `saphan build {directory}`.",
                inbox=directory / "inbox",
                directory=directory,
            )
        )
    )


@click.command()
@Directory
@click.option("--people", default=20_000, show_default=True, type=click.IntRange(100, 70_000_000), help="How many.")
@click.option("--seed", type=int, help=f"Another seed gives other people; {SEED} if none.")
@click.option("--linkage-benchmark", "records", type=click.IntRange(1, 30_000_000), help="Records, for linkage only.")
@click.option("--hands", default=min(cpu_count(), 4), type=click.IntRange(1, 64), help="Processes; same bytes.")
@click.option("--provinces", default="56", show_default=True, metavar="CODES", help="Such as 56,57; or `all`.")
@click.option("--months", default=1, show_default=True, type=click.IntRange(1, 120), help="Deliveries, up to the day.")
@click.option("--as-of", type=Day, metavar="YYYY-MM-DD", help="The day of the last delivery; the real one if none.")
def synth(
    directory: Path,
    *,
    people: int,
    seed: int | None,
    records: int | None,
    hands: int,
    provinces: str,
    months: int,
    as_of: datetime | None,
) -> None:
    """Write make-believe agencies' files, with contracts and an agreement, into DIR; or a benchmark for linkage."""
    from saphan.cli import telling
    from saphan.services import training_grounds

    asked = asker("training")
    if records is not None:
        with telling.progress() as tell:
            training_grounds.lay_benchmark(asked, directory, records=records, seed=seed, hands=hands, tell=tell)
        click.echo(
            told(
                say(
                    "{records} records and their truth were written to {directory}.",
                    records=records,
                    directory=directory,
                )
            )
        )
        return
    codes = () if provinces == "all" else tuple(dict.fromkeys(code.strip() for code in provinces.split(",")))
    extent = training_grounds.Extent(provinces=codes, months=months, hands=hands)
    seed = SEED if seed is None else seed
    day = as_of.date() if as_of else today(SystemClock())
    with telling.progress() as tell:
        training_grounds.fill(asked, directory, people=people, seed=seed, as_of=day, tell=tell, extent=extent)
    click.echo(
        told(say("{people} make-believe people were written to {directory}.", people=people, directory=directory))
    )


@click.command()
@Directory
@click.option("--people", default=20_000, show_default=True, type=click.IntRange(100, 5_000_000), help="How many.")
@click.option("--as-of", type=Day, metavar="YYYY-MM-DD", help="The day on which it stands still; the real one if none.")
@click.option("--serve/--no-serve", "is_served", default=True, help="Open the portal when all is built.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="Of the portal.")
def demo(directory: Path, *, people: int, as_of: datetime | None, is_served: bool, port: int) -> None:
    """The whole route on a make-believe province: make it, build, tell the story, open the portal."""
    if not (directory / FILE_NAME).exists():
        projects.init(directory, training_ground=True, today=as_of.date() if as_of else None)
    platform = open_here(directory)
    from saphan.access.roles import ROLES
    from saphan.cli import telling
    from saphan.services import builds, training_grounds, users

    with telling.progress() as tell:
        training_grounds.fill(asker("training"), directory, people=people, seed=SEED, as_of=platform.day, tell=tell)
    with telling.progress() as tell:
        received, story = builds.build(asker("link_records"), platform, as_of=platform.day, tell=tell)
    telling.files(received)
    telling.story(story)
    login = users.make_login(asker("oversight"), platform, "demo", roles=tuple(ROLES))
    click.echo(told(say("Log in as {name} with the password {password}", name=login.username, password=login.password)))
    if is_served:
        start(platform.project.root, port)
