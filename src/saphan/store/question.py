"""How is a question somebody wrote answered? One SELECT over tables that were handed to it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from saphan.errors import BrokenPromise
from saphan.store.engine import ENGINE_DIALECT, Relation
from saphan.store.query import mapped
from saphan.words import say


class BadQuestion(BrokenPromise):
    """A question is not one SELECT that can be read."""


def parsed(question: str) -> exp.Query:
    """The question as a tree.

    Raises:
        BadQuestion: it is not one SELECT.
    """
    try:
        trees = sqlglot.parse(question, read=ENGINE_DIALECT)
    except SqlglotError as unreadable:
        raise _bad() from unreadable
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise _bad()
    return trees[0]


def asked(tree: exp.Query, *, inputs: Mapping[str, Relation], where: str) -> pa.Table:
    """The rows of a question over `inputs`.

    Raises:
        UnknownInput: it reads a name that is not in `inputs`.
    """
    engine = next(iter(inputs.values())).engine
    return engine.arrow(mapped(tree, inputs, where))


def _bad() -> BadQuestion:
    return BadQuestion(
        say("This is not one SELECT that can be read."),
        cure=say("Ask one question: SELECT columns FROM a table of the extract."),
    )
