"""What can go on with a table before the build has made all of them? Whoever writes it, for one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from saphan import linkage
from saphan.store import Layer, Relation

LayersOf = Callable[[Collection[Relation]], Mapping[str, Sequence[Layer]]]


@dataclass(frozen=True)
class Onward:
    """Who goes on with a table, or with the linkage, as soon as it is made; called from several threads."""

    table: Callable[[Relation, Sequence[Layer]], None]  # with its layers, where its files are written already
    linked: Callable[[linkage.Continued], None]

    def tables(self, relations: Collection[Relation], layers_of: LayersOf) -> None:
        """Hand these on, each with its layers where it has some."""
        layers = layers_of(relations)
        for relation in relations:
            self.table(relation, layers.get(relation.table.name, ()))


def _nobody(*_: object) -> None:
    """Nobody goes on with anything before all is made."""


NOWHERE = Onward(_nobody, _nobody)
