"""Is this build linked by what changed, anew under the same model, or with a model trained anew? And why?

A model stays as it is once it has settled: training is an event that people see the effect of first. Until then
each build trains, which takes a second. What changed is found by comparing records, so that a correction, a contract
or a version of the software that reads a file otherwise counts as a change like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from saphan.linkage.changing import Changed
from saphan.linkage.compiled import ALL_HANDS
from saphan.linkage.freezing import Frozen, marked
from saphan.linkage.judging import Judged
from saphan.linkage.keeping import Kept
from saphan.linkage.laying import judged_kept, laid_open, waiting
from saphan.linkage.levels import LAYOUT
from saphan.linkage.linking import Whole, link
from saphan.linkage.model import Model
from saphan.linkage.policy import Policy
from saphan.linkage.relinking import NotIncremental, Relinked, kept_of, relink
from saphan.store import Relation, query
from saphan.tables import RECORDS, Table, Zone
from saphan.tables.shape import text
from saphan.words import Words, say

SQL = Path(__file__).parent
SETTLED = 100_000  # records; a model trained on fewer is trained anew with every build, unless somebody accepted it
MOST_CHANGED = 0.2  # of the records: beyond it linking everybody costs no more
MOST_SINCE = 0.3  # what came since the base, of it: beyond it everybody is linked anew, which makes a new base

How = Literal["trained", "frozen", "changes"]
WITHDRAWN = Table(
    name="withdrawn",
    doc="One row: a record that is no more.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id",),
    columns=(text("record_id", "the record"),),
)


@dataclass(frozen=True, kw_only=True)
class Before:
    """What the release before left: its model, and where the code is the same what was kept, and its records."""

    frozen: Frozen | None = None
    kept: Kept | None = None
    files: tuple[Path, ...] = ()  # where that lies
    records: Relation | None = None  # as they were linked
    # where it is known which deliveries are others: of these alone the records now, and those before
    differing: tuple[Relation, Relation] | None = None
    why: Words | None = None  # nothing kept may be built upon, where there is such a reason


@dataclass(frozen=True)
class Continued:
    """The linkage of a build."""

    lay_open: Callable[[], Whole]  # gives the same whichever way it was found
    kept: Kept
    judged: Judged | None  # the reviewed pairs, by kept rows
    how: How
    why: Words | None  # why not by what changed, or why trained
    changed: int | None  # records that came, went or changed, where only these were linked
    moved: int | None  # records whose cluster is another one, where only these were looked at
    made_other: Changed | None = None  # what is other than before, where only what changed was linked

    @cached_property
    def found(self) -> Whole:
        """Everybody and every pair: where only what changed was linked, they are laid open when somebody asks."""
        return self.lay_open()

    @property
    def model(self) -> Model:
        """What was learned, now or once."""
        return self.kept.frozen.model

    def waiting(self) -> int:
        """How many pairs wait for a reviewer."""
        return len(waiting(self.kept).one)

    def recorded(self) -> Mapping[str, object]:
        """What a release's manifest keeps of it."""
        return {
            "how": self.how, "why": self.why.in_("en") if self.why else "", "model": self.kept.frozen.version,
            "trained_on": self.kept.frozen.records, "accepted": self.kept.frozen.is_accepted,
            "changed": self.changed, "moved": self.moved,
            # keys that the frozen list knows nothing of and that so many share that they bring nobody together
            "crowded": {rule: len(keys) for rule, keys in self.kept.crowded.items() if len(keys)},
        }  # fmt: skip


def continue_linking(
    records: Relation,
    verdicts: Relation,
    clean_sources: Relation,
    policy: Policy,
    before: Before,
    *,
    reviewed: Relation | None = None,
    hands: int = ALL_HANDS,
) -> Continued:
    """The linkage of these records in the cheapest way that is exact."""
    frozen = before.frozen
    why = why_train(frozen, policy)
    if why is not None:
        frozen = None
    else:
        found = _by_changes(records, before, verdicts, clean_sources, reviewed, hands=hands)
        if not isinstance(found, Words | None):
            relinked, changed = found
            opened = partial(laid_open, relinked.kept, records.engine, reviewed=reviewed, hands=hands)
            other = Changed(before.kept, relinked, records.engine) if before.kept else None
            judged = judged_kept(relinked.kept, reviewed, hands=hands)
            return Continued(opened, relinked.kept, judged, "changes", None, changed, len(relinked.moved), other)
        why = found
    linked = link(records, verdicts, clean_sources, policy, frozen=frozen, reviewed=reviewed, hands=hands)
    how: How = "frozen" if frozen else "trained"
    kept = kept_of(linked, verdicts, clean_sources, hands=hands)
    return Continued(lambda: linked, kept, linked.judged, how, why, None, None)


def why_train(frozen: Frozen | None, policy: Policy) -> Words | None:
    """Why a build trains; None where its model stands."""
    if frozen is None:
        return say("there was no model")
    if frozen.policy != policy or frozen.model.layout != LAYOUT:
        return say("the policy of linking is another one")
    if frozen.records < SETTLED and not frozen.is_accepted:
        return say("the model was trained on few records, and nobody has accepted it")
    return None


def _by_changes(
    records: Relation, before: Before, verdicts: Relation, clean: Relation, reviewed: Relation | None, *, hands: int
) -> tuple[Relinked, int] | Words | None:
    """The linkage by what changed and how many records that were, or why not."""
    kept, records_before = before.kept, before.records
    if kept is None or records_before is None:
        return before.why
    if marked(reviewed) != kept.frozen.reviewed:
        return say("other pairs were reviewed, so that weights mean something else")
    few, few_before = before.differing or (records, records_before)
    inputs = {"records": few, "before": few_before}
    added = query(SQL / "appeared.sql", returns=RECORDS, inputs=inputs)
    withdrawn = query(SQL / "withdrawn.sql", returns=WITHDRAWN, inputs=inputs)
    changed = added.count() + withdrawn.count()
    why = _too_much(kept, changed, records_before.count())
    if why is not None:
        return why
    try:
        ids = withdrawn.arrow().column("record_id")
        return relink(kept, added, ids, verdicts, clean, hands=hands), changed
    except NotIncremental as refused:
        return refused.what


def _too_much(kept: Kept, changed: int, before: int) -> Words | None:
    if before != int((~kept.gone).sum()):
        return say("what was kept is not of the records of the release before")
    if changed > MOST_CHANGED * before:
        return say("much of the records changed")
    if kept.grown + changed / max(1, before) > MOST_SINCE:
        return say("much came since everybody was linked last")
    return None
