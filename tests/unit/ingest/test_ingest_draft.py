"""The draft of a contract names the right semantic type, as the file came and with its headers taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from saphan import synth
from saphan.contracts import load_contract
from saphan.contracts.load import load_contracts
from saphan.ingest.draft import draft_contract, guess_columns, look_at
from saphan.words import Words


def _silent(_words: Words, _done: float) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("draft")
    synth.write_country(root, people=1500, as_of=date(2026, 11, 22), tell=_silent)
    return root


def score(root: Path, *, nameless: bool) -> tuple[int, int, list[str]]:
    """Columns named rightly, columns, and what was wrong."""
    right = total = 0
    wrong = []
    for dataset, contract in load_contracts(root / "contracts").items():
        (file,) = (path for path in (root / "inbox").iterdir() if path.match(contract.file.pattern))
        look = look_at(file)
        columns = [replace(each, name=f"col{at}") if nameless else each for at, each in enumerate(look.columns, 1)]
        guessed = [guess.meaning for guess in guess_columns(columns)]
        for at, field in enumerate(contract.fields):
            total += 1
            same = at < len(guessed) and guessed[at] == field.meaning and len(guessed) == len(contract.fields)
            right += same
            if not same:
                wrong.append(
                    f"{dataset}.{field.name}: {field.meaning} was {guessed[at] if at < len(guessed) else None}"
                )
    return right, total, wrong


def test_as_sent_at_least_95_of_100_columns_are_named_rightly(province: Path) -> None:
    right, total, wrong = score(province, nameless=False)
    assert right >= 0.95 * total, f"{right} of {total}: {wrong}"


def test_without_headers_at_least_80_of_100_columns_are_named_rightly(province: Path) -> None:
    right, total, wrong = score(province, nameless=True)
    assert right >= 0.80 * total, f"{right} of {total}: {wrong}"


def test_every_draft_is_a_contract_that_loads_and_says_why(province: Path, tmp_path: Path) -> None:
    for file in sorted((province / "inbox").iterdir()):
        look = look_at(file)
        text = draft_contract(look, guess_columns(look.columns), agency="dla", language="th")
        path = tmp_path / f"{file.stem}.yaml"
        path.write_text(text, "utf-8")
        assert load_contract(path).fields
        assert text.count("เพราะ") >= len(look.columns) or "because of" in text


def test_a_draft_finds_how_the_file_is_built(province: Path) -> None:
    for contract in load_contracts(province / "contracts").values():
        (file,) = (path for path in (province / "inbox").iterdir() if path.match(contract.file.pattern))
        look = look_at(file)
        assert look.format == contract.file.format
        if look.format == "csv":
            assert look.separator == contract.file.separator
            assert look.encoding == contract.file.encoding
