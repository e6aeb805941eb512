"""Clerical review: which pairs are shown to a person, what she says of them, and what her word does.

A weight is shown only after the word is given: who has seen a number agrees with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from saphan import linkage
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import actions, queries
from saphan.errors import BrokenPromise, NotFound
from saphan.linkage import Explanation
from saphan.linkage.calibrating import FEWEST
from saphan.services import _pairs, notes, reading
from saphan.services._pairs import Beside, Shown, Side
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row
from saphan.tables import PAIRS
from saphan.words import say

__all__ = [
    "QUEUES", "VERDICTS", "Beside", "Explanation", "Judged", "NoSuchPair", "PairShown", "Progress", "Shown",
    "UnknownVerdict",
]  # fmt: skip

VERDICTS: tuple[str, ...] = ("same", "different", "cannot_tell")
QUEUES: tuple[str, ...] = ("sample", "doubtful")
COLUMNS = "names numbers birth sex place phone"


class NoSuchPair(NotFound):
    """That pair is neither in the sample nor among the doubtful ones, or may not be shown."""


class UnknownVerdict(BrokenPromise):
    """The word is not one of the three."""


@dataclass(frozen=True)
class Progress:
    """How far the review is."""

    sample_id: int  # 0: none was drawn
    release_id: str  # from which it was drawn
    drawn: int
    same: int
    different: int
    cannot_tell: int
    gone: int  # pairs of the sample whose records the release no longer holds, and that nobody judged
    doubtful: int  # pairs of the current release that wait for a person
    needed: int  # verdicts on pairs that weight decides on, below which nothing is calibrated
    calibrating: int  # of these, how many there are
    calibrated: bool  # the current release is

    @property
    def judged(self) -> int:
        """Pairs of the sample with a word on them."""
        return self.same + self.different + self.cannot_tell

    @property
    def left(self) -> int:
        """Pairs of the sample that still can be judged."""
        return self.drawn - self.judged - self.gone


@dataclass(frozen=True)
class PairShown:
    """Two records to be judged, without what the machine thinks of them."""

    queue: str
    record_a: str
    record_b: str
    sides: tuple[Side, Side]
    fields: tuple[Beside, ...]
    progress: Progress
    release_id: str


@dataclass(frozen=True)
class Judged:
    """A pair after its verdict: what was said, and what the machine thought."""

    verdict_id: int
    verdict: str
    sides: tuple[Side, Side]
    fields: tuple[Beside, ...]
    explained: Explanation
    rule: str  # what decided in the release; empty where it did not compare the pair
    probability: float | None  # by calibration, where there is one
    release_id: str


def sample(asker: Asker, platform: Platform, *, size: int = 500, seed: int = 0) -> Progress:
    """Draws pairs of the current release to be judged; the same release, size and seed give the same pairs."""
    require(asker, Permission.BUILD, platform)
    now = reading.open_current(platform)
    model = _model(now)
    drawn = linkage.sample(now.relations[PAIRS.name], size=size, seed=seed)
    told = {"release_id": now.release.release_id, "model_version": model.version, "layout": model.layout, "seed": seed}
    actions.draw_sample(
        [asdict(pair) for pair in drawn], drawn=told, by=asker, at=platform.clock.now(), day=platform.day
    )
    return _progress(now)


def status(asker: Asker, platform: Platform) -> Progress:
    """How far the review is, for who draws samples and builds."""
    require(asker, Permission.BUILD, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "review_status_shown", release=now.release.release_id)
    return _progress(now)


def queues(asker: Asker, platform: Platform) -> Progress:
    """How far the review is, for who judges pairs."""
    require(asker, Permission.REVIEW_PAIRS, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "review_status_shown", release=now.release.release_id)
    return _progress(now)


def next_pair(asker: Asker, platform: Platform, queue: str) -> PairShown | None:
    """The next pair of that queue that the asker may see; None where none is left."""
    require(asker, Permission.REVIEW_PAIRS, platform)
    now = reading.open_current(platform)
    withheld = reading.withheld(platform, now, asker.purpose, asker.party)
    said = queries.words_on_pairs()
    if queue == "sample":
        pairs = [(pair.record_a, pair.record_b) for pair in queries.sample_pairs(queries.latest_sample())]
        waiting = [pair for pair in pairs if pair not in said]
    else:
        judged = reading.listed(" ".join(pair) for pair in said)
        asked = {"judged": judged, "withheld": withheld, "areas": reading.listed(sorted(asker.areas))}
        waiting = [(row["record_a"], row["record_b"]) for row in now.rows("pairs_waiting", **asked)]
    for pair in waiting:
        rows = _records(asker, now, pair, withheld)
        if len(rows) == 2:
            # written before anything is shown: if it cannot be written, nothing is
            _note_shown(asker, platform, now, rows, columns=COLUMNS)
            sides, fields = _pairs.beside(platform, rows[0], rows[1], withheld)
            return PairShown(queue, *pair, sides, fields, _progress(now), now.release.release_id)
    return None


def judge(asker: Asker, platform: Platform, *, record_a: str, record_b: str, verdict: str) -> int:
    """The number under which a word on a pair of either queue is kept, with its journal row.

    Raises:
        UnknownVerdict: it is not one of `VERDICTS`.
        NoSuchPair: that pair is in no queue, or may not be shown to the asker.
    """
    require(asker, Permission.REVIEW_PAIRS, platform)
    if verdict not in VERDICTS:
        raise UnknownVerdict(
            say("That is not a verdict."), cure=say("Choose one of: {known}.", known=", ".join(VERDICTS))
        )
    now = reading.open_current(platform)
    pair = (record_a, record_b)
    rows = _records(asker, now, pair, reading.withheld(platform, now, asker.purpose, asker.party))
    if len(rows) < 2 or not _is_asked(now, pair):
        raise _no_pair()
    return actions.decide_pair(
        record_a, record_b, verdict,
        by=asker, at=platform.clock.now(), day=platform.day, persons=[row["person_id"] for row in rows],
    )  # fmt: skip


def take_back(asker: Asker, platform: Platform, verdict_id: int) -> None:
    """Takes back the asker's own last word on a pair; the word and its taking back are both kept.

    Raises:
        NoSuchPair: it is not hers, or no longer the last word on that pair.
    """
    require(asker, Permission.REVIEW_PAIRS, platform)
    said = _own_last_word(asker, verdict_id)
    now = reading.open_current(platform)
    rows = _records(asker, now, (said.record_a, said.record_b), "|")
    actions.decide_pair(
        said.record_a, said.record_b, "withdrawn",
        by=asker, at=platform.clock.now(), day=platform.day, persons=[row["person_id"] for row in rows],
    )  # fmt: skip


def judged(asker: Asker, platform: Platform, verdict_id: int) -> Judged:
    """The asker's own last word on a pair, with the evidence that was kept from her before she gave it.

    Raises:
        NoSuchPair: it is not hers, was taken back, or may no longer be shown.
    """
    require(asker, Permission.REVIEW_PAIRS, platform)
    said = _own_last_word(asker, verdict_id)
    now = reading.open_current(platform)
    withheld = reading.withheld(platform, now, asker.purpose, asker.party)
    rows = _records(asker, now, (said.record_a, said.record_b), withheld)
    evidence = _evidence(now, said.record_a, said.record_b)
    if len(rows) < 2 or evidence is None:
        raise _no_pair()
    _note_shown(asker, platform, now, rows, columns=f"{COLUMNS} weight")
    sides, fields = _pairs.beside(platform, rows[0], rows[1], withheld)
    model = _model(now)
    explained = linkage.explain(
        evidence["pattern"], model,
        given_name_rarity=evidence["given_name_rarity"], family_name_rarity=evidence["family_name_rarity"],
    )  # fmt: skip
    return Judged(
        verdict_id=verdict_id, verdict=said.verdict, sides=sides, fields=fields, explained=explained,
        rule=evidence.get("rule", ""), probability=model.probability(explained.weight),
        release_id=now.release.release_id,
    )  # fmt: skip


def _note_shown(asker: Asker, platform: Platform, now: Reading, rows: list[Row], *, columns: str) -> None:
    notes.write(
        asker, platform, "pair_shown", persons=[row["person_id"] for row in rows],
        release=now.release.release_id, columns=columns,
        record_a=rows[0]["record_id"], record_b=rows[1]["record_id"],
    )  # fmt: skip


def _records(asker: Asker, now: Reading, pair: tuple[str, str], withheld: str) -> list[Row]:
    areas = reading.listed(sorted(asker.areas))
    return now.rows("pair_records", records=reading.listed(pair), withheld=withheld, areas=areas)


def _is_asked(now: Reading, pair: tuple[str, str]) -> bool:
    drawn = ((each.record_a, each.record_b) for each in queries.sample_pairs(queries.latest_sample()))
    if pair in drawn:
        return True
    found = now.rows("pair_of_release", record_a=pair[0], record_b=pair[1])
    return bool(found) and found[0]["decision"] == "review"


def _evidence(now: Reading, record_a: str, record_b: str) -> Row | None:
    found = now.rows("pair_of_release", record_a=record_a, record_b=record_b)
    if found:
        return found[0]
    for pair in queries.sample_pairs(queries.latest_sample()):
        if (pair.record_a, pair.record_b) == (record_a, record_b):
            return {name: getattr(pair, name) for name in ("pattern", "given_name_rarity", "family_name_rarity")}
    return None


def _own_last_word(asker: Asker, verdict_id: int) -> queries.Word:
    said = queries.last_word(verdict_id)
    if said is None or said.by != asker.person:
        raise _no_pair()
    return said


def _progress(now: Reading) -> Progress:
    drawn = queries.latest_sample()
    pairs, said = queries.sample_pairs(drawn), queries.words_on_pairs()
    words = {pair.pk: said.get((pair.record_a, pair.record_b), "") for pair in pairs}
    open_ones = [pair for pair in pairs if not words[pair.pk]]
    asked = {record for pair in open_ones for record in (pair.record_a, pair.record_b)}
    there = now.rows("pair_records", records=reading.listed(sorted(asked)), withheld="|", areas="|")
    here = {row["record_id"] for row in there}
    told = [(pair.stratum, words[pair.pk]) for pair in pairs]
    return Progress(
        sample_id=drawn.pk if drawn else 0,
        release_id=drawn.release_id if drawn else "",
        drawn=len(pairs),
        **{name: sum(word == name for _, word in told) for name in VERDICTS},
        gone=sum(not {pair.record_a, pair.record_b} <= here for pair in open_ones),
        doubtful=_doubtful(now, said),
        needed=FEWEST,
        calibrating=sum(stratum == "weight" and word in ("same", "different") for stratum, word in told),
        calibrated=now.calibrated,
    )


def _doubtful(now: Reading, said: Mapping[tuple[str, str], str]) -> int:
    judged = reading.listed(" ".join(pair) for pair in said)
    return int(now.rows("doubtful_left", judged=judged)[0]["pairs"])


def _model(now: Reading) -> linkage.Model:
    return linkage.Model.from_json(json.dumps(now.release.manifest["model"]))


def _no_pair() -> NoSuchPair:
    return NoSuchPair(
        say("That pair is not waiting for your word, or may not be shown."), cure=say("Go on with the next pair.")
    )
