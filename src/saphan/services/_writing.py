"""How is a release written while it is still being made? Each table when it is there, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from saphan import linkage
from saphan.linkage.sounds import sound_of
from saphan.onward import Onward
from saphan.pipeline import Built
from saphan.registry import Sought, lookup
from saphan.services import _linking
from saphan.services._outputs import LinkedKeys
from saphan.store import Draft, Layer, Relation
from saphan.tables import IDENTITY, RECORDS, Zone

AT_ONCE = 4  # tables that are written side by side, since one hand sorts and sums each


@dataclass
class Writing:
    """What of a draft is written, or waits for a hand that is free."""

    draft: Draft
    hands: Executor
    keys: LinkedKeys
    begun: dict[str, Future[None]] = field(default_factory=dict)
    joined: dict[str, Relation] = field(default_factory=dict)  # of which the linked keys are made
    turn: Lock = field(default_factory=Lock)

    @property
    def onward(self) -> Onward:
        """What the route hands its tables to."""
        return Onward(self.table, self.linked, self.sought)

    def table(self, relation: Relation, layers: Sequence[Layer]) -> None:
        """Write the table, or take its layers over; once, however often it is handed on."""
        table, draft = relation.table, self.draft
        if layers:
            self._begin(table.name, lambda: draft.add_layers(table, layers, rows=relation.count()))
        elif table.zone is not Zone.WITHIN_BUILD:
            self._begin(table.name, lambda: draft.add(relation))
        if table in (RECORDS, IDENTITY):
            self.joined[table.name] = relation

    def sought(self, found: Sought) -> None:
        """Write the index of the look-up."""
        make = partial(found.write, sound_of=sound_of)
        self._begin(lookup.FILE, lambda: self.draft.attach(lookup.FILE, Zone.IDENTIFIERS, make))
        # beside it, which one hand alone is busy with, there are hands enough
        if len(self.joined) == 2:
            self._begin("linked keys", lambda: self.keys.make(**self.joined))

    def linked(self, linked: linkage.Continued) -> None:
        """Write what is kept of the linkage."""
        self._begin(linkage.MODEL, lambda: _linking.attach(self.draft, linked))

    def finish(self, built: Built) -> None:
        """Write what was not handed on; all of it is written when this returns."""
        self.linked(built.linked)
        self.sought(built.sought)
        for relation in built.relations:
            self.table(relation, built.layers.get(relation.table.name, ()))
        self._begin("linked keys", lambda: self.keys.make(**self.joined))
        for done in self.begun.values():
            done.result()

    def _begin(self, name: str, work: Callable[[], None]) -> None:
        with self.turn:
            if name not in self.begun:
                self.begun[name] = self.hands.submit(work)


@contextmanager
def writing(draft: Draft, keys: LinkedKeys) -> Iterator[Writing]:
    """The writing of a draft; where the build fails, what waits for a hand is not begun."""
    with ThreadPoolExecutor(AT_ONCE) as hands:
        try:
            yield Writing(draft, hands, keys)
        except BaseException:
            hands.shutdown(wait=True, cancel_futures=True)
            raise
