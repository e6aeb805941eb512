"""How is the story of a release told on a terminal, and how is long work shown?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from saphan import interruption
from saphan.cli.door import day, number, told
from saphan.pipeline import Tell
from saphan.words import Words, say

if TYPE_CHECKING:  # these services need the desk, which a command sets up after this module was read
    from saphan.services._inbox import ReceivedFile
    from saphan.services.builds import Story
    from saphan.services.linkage_quality import Interval, LinkageQuality
    from saphan.services.reviews import Progress as ReviewProgress


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar on the terminal; the yielded function moves it and says what is being done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(told(say("Starting")), total=1.0)

        def onward(words: Words, done: float) -> None:
            interruption.heed()  # between two stages, if it was swallowed within one
            bar.update(task, description=told(words), completed=done)

        yield onward


def table(title: Words, columns: Sequence[Words], rows: Sequence[Sequence[str]], *, numbers_from: int) -> None:
    """One table; columns from `numbers_from` on are figures."""
    drawn = Table(title=told(title), title_justify="left", title_style="bold")
    for at, words in enumerate(columns):
        drawn.add_column(told(words), justify="right" if at >= numbers_from else "left")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))  # Text: brackets in a file name are no markup
    console = Console()
    console.print(drawn)
    console.print()


def line(words: Words) -> None:
    """One line of text."""
    Console(highlight=False, soft_wrap=True).print(Text(told(words)))


def lines(columns: Sequence[Words], rows: Sequence[Sequence[str]]) -> None:
    """Rows with keys that people copy: tabs between the columns, and nothing is cut off."""
    for row in ([told(words) for words in columns], *rows) if rows else ():
        click.echo("\t".join(row))


def files(received: Sequence[ReceivedFile]) -> None:
    """What became of the files of the inbox."""
    if not received:
        line(say("The inbox was empty; the files received before are used."))
        return
    rows = [(file.file_name, file.dataset, told(STATES[file.state]), told(file.words)) for file in received]
    table(say("The inbox"), (say("File"), say("Dataset"), say("State"), say("What to know")), rows, numbers_from=9)


STOPPING = ("quarantine", "refuse")  # severities that keep a row out of the register

STATES = {
    "received": say("received"),
    "already_received": say("received before"),
    "unknown": say("unknown"),
    "unreadable": say("cannot be read"),
    "no_agreement": say("no agreement"),
}


def story(told_story: Story) -> None:
    """The release as tables."""
    _deliveries(told_story)
    line(
        say(
            "{records} records are {persons} people in {households} households; {pairs} pairs wait for a reviewer.",
            records=f"{told_story.records:,}",
            persons=f"{told_story.persons:,}",
            households=f"{told_story.households:,}",
            pairs=f"{told_story.doubtful_pairs:,}",
        )
    )
    if told_story.left_out_on_objection:
        kept_out = f"{told_story.left_out_on_objection:,}"
        line(say("Persons left out on objection: {persons}.", persons=kept_out))
    for dataset in told_story.left_out:
        line(say("Left out, since no agreement in force covers it: {dataset}.", dataset=dataset))
    if told_story.benefit:
        _gaps(told_story)
    if not told_story.calibrated:
        line(say("Match weights are not yet checked against people's judgement: read them as an order, not as odds."))
    line(say("Release {release}, as of {day}.", release=told_story.release_id, day=day(told_story.as_of)))


def _deliveries(told_story: Story) -> None:
    columns = (say("Dataset"), say("Delivered"), say("Accepted"), say("Waiting"), say("Refused"))
    rows = [
        (
            told(each.title),
            number(each.delivered),
            number(each.accepted),
            number(each.quarantined),
            number(each.refused),
        )
        for each in told_story.deliveries
    ]
    table(say("Deliveries, to the row"), columns, rows, numbers_from=1)
    waiting = [
        (told(each.title), told(reason.words), number(reason.rows))
        for each in told_story.deliveries
        for reason in each.reasons
        if reason.severity in STOPPING
    ]
    if waiting:
        why = (say("Dataset"), say("Why rows wait or were refused"), say("Rows"))
        table(say("Back to the agencies, in out/return-sheets"), why, waiting, numbers_from=2)


def _gaps(told_story: Story) -> None:
    words = say(
        "{eligible} people are owed {benefit}; {missing} of them are not seen receiving it.",
        eligible=number(told_story.eligible),
        benefit=told_story.benefit_title,
        missing=number(told_story.missing),
    )
    line(words)
    columns = (say("District"), say("Code"), say("Owed it"), say("Missing it"))
    rows = [
        (told(each.words), each.district_code, number(each.eligible), number(each.missing))
        for each in told_story.districts
    ]
    table(say("Missing help, by district"), columns, rows, numbers_from=2)


def review(progress: ReviewProgress) -> None:
    """How far the review is."""
    if not progress.sample_id:
        line(say("No sample was drawn yet."))
    else:
        line(say("Sample {sample}: {drawn} pairs, {judged} judged, {left} left.", sample=progress.sample_id,
                 drawn=progress.drawn, judged=progress.judged, left=progress.left))  # fmt: skip
        line(say("{same} same, {different} different, {open} could not be told.", same=progress.same,
                 different=progress.different, open=progress.cannot_tell))  # fmt: skip
    line(say("{pairs} doubtful pairs wait for a person.", pairs=f"{progress.doubtful:,}"))
    if progress.calibrating >= progress.needed:
        line(say("The next build will be calibrated, if the verdicts are not all alike."))
    else:
        line(say("{missing} more verdicts, and the next build can be calibrated.",
                 missing=progress.needed - progress.calibrating))  # fmt: skip


def quality(found: LinkageQuality) -> None:
    """How good the linkage is, by group."""
    columns = (
        say("Group"),
        say("Linked pairs"),
        say("Of 100, right"),
        say("Of 100, found"),
        say("Missed"),
        say("Judged"),
    )
    groups = ((say("All pairs"), (found.total,)), *found.by)
    for title, rates in groups:
        rows = [
            (told(each.category), _count(each.linked), _share(each.precision), _share(each.recall),
             _count(each.missed), f"{each.verdicts:,}")
            for each in rates
        ]  # fmt: skip
        if rows:
            table(title, columns, rows, numbers_from=1)
    if found.by_weight is not None and found.cut is not None:
        line(say("Linked from {cut} bits on; of the pairs that weight links, {share} in 100 are right.",
                 cut=f"{found.cut:+.1f}", share=_share(found.by_weight)))  # fmt: skip


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _share(of: Interval | None) -> str:
    return "–" if of is None else f"{100 * of.share:.1f} ({100 * of.low:.1f}–{100 * of.high:.1f})"
