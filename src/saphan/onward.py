"""What can go on with a table before the build has made all of them? Whoever writes it, for one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from saphan import linkage, registry
from saphan.store import Layer, Relation

LayersOf = Callable[[Collection[Relation]], Mapping[str, Sequence[Layer]]]


@dataclass(frozen=True)
class Onward:
    """Who goes on with a table, the linkage or the look-up as soon as it is made; called from several threads."""

    table: Callable[[Relation, Sequence[Layer]], None]  # with its layers, where its files are written already
    linked: Callable[[linkage.Continued], None]
    sought: Callable[[registry.Sought], None]  # by what everybody is found

    def tables(self, relations: Collection[Relation], layers_of: LayersOf) -> None:
        """Hand these on, each with its layers where it has some."""
        layers = layers_of(relations)
        for relation in relations:
            self.table(relation, layers.get(relation.table.name, ()))

    def made(self, layers_of: LayersOf, step: Callable[..., Relation], *inputs: object, **policy: object) -> Relation:
        """What a step makes, handed on at once."""
        relation = step(*inputs, **policy)
        self.tables([relation], layers_of)
        return relation

    def found(self, step: Callable[..., registry.Sought], *inputs: object) -> registry.Sought:
        """By what everybody is found, handed on at once."""
        sought = step(*inputs)
        self.sought(sought)
        return sought


def in_no_layers(_: Collection[Relation]) -> Mapping[str, Sequence[Layer]]:
    """Of tables that are always written whole."""
    return {}


def _nobody(*_: object) -> None:
    """Nobody goes on with anything before all is made."""


NOWHERE = Onward(_nobody, _nobody, _nobody)
