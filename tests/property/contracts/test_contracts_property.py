"""A contract that anything was done to is read, or refused with a line of the file: it never crashes the reader."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.contracts import BadContract, load_agreement, load_contract

FIXTURES = Path(__file__).parents[2] / "fixtures"
CONTRACT = (FIXTURES / "contracts" / "disability.yaml").read_text("utf-8").splitlines()
AGREEMENT = (FIXTURES / "agreements" / "dla_allowances.yaml").read_text("utf-8").splitlines()
T = TypeVar("T")
VALUES = ("1", "-1", "1.5", "true", "null", "[]", "{}", "[1, [2]]", "{a: {b: 1}}", "ก", "''", "2026-10-01", "9" * 40)


def changed(lines: list[str]) -> st.SearchStrategy[str]:
    """The lines with a few taken out, written twice, or given another value."""

    def change(steps: list[tuple[int, str, str]]) -> str:
        copy = list(lines)
        for at, kind, value in steps:
            place = at % len(copy)
            if kind == "drop" and len(copy) > 1:
                del copy[place]
            elif kind == "twice":
                copy.insert(place, copy[place])
            elif ":" in copy[place]:
                copy[place] = copy[place].rsplit(":", 1)[0] + f": {value}" + "}" * copy[place].count("{")
        return "\n".join(copy)

    step = st.tuples(st.integers(0, 200), st.sampled_from(("drop", "twice", "value", "value")), st.sampled_from(VALUES))
    return st.lists(step, min_size=1, max_size=4).map(change)


def loaded(text: str, load: Callable[[Path], T]) -> tuple[T | None, list[int]]:
    """What the text loads as, or the lines of its faults."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "file.yaml"
        path.write_text(text, "utf-8")
        try:
            return load(path), []
        except BadContract as bad:
            return None, [fault.line for fault in bad.faults]


@settings(deadline=None, max_examples=60)
@given(text=changed(CONTRACT))
def test_a_changed_contract_is_read_or_refused_with_a_line(text: str) -> None:
    contract, lines = loaded(text, load_contract)
    assert all(1 <= line <= len(text.splitlines()) + 1 for line in lines)
    if contract:
        spans = sorted((field.start, field.width) for field in contract.fields)
        taken = [character for start, width in spans for character in range(start, start + width)]
        assert len(taken) == len(set(taken))


@settings(deadline=None, max_examples=60)
@given(text=changed(AGREEMENT))
def test_a_changed_agreement_is_read_or_refused_with_a_line(text: str) -> None:
    agreement, lines = loaded(text, load_agreement)
    assert all(1 <= line <= len(text.splitlines()) + 1 for line in lines)
    assert agreement is None or agreement.begins <= agreement.ends
