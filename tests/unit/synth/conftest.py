"""One make-believe province, written once for all these tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from saphan.synth import write_country

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def write_province(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Writes a province into a new directory."""

    def write(
        *, people: int = 400, seed: int = 2569, provinces: Sequence[str] = ("56",), months: int = 1, hands: int = 1
    ) -> Path:
        directory = tmp_path_factory.mktemp("province")
        write_country(
            directory,
            people=people,
            provinces=provinces,
            months=months,
            hands=hands,
            seed=seed,
            as_of=date(2026, 11, 22),
            tell=lambda _what, _far: None,
        )
        return directory

    return write


@pytest.fixture(scope="session")
def small_province(write_province: Write) -> Path:
    """A province of 400 people."""
    return write_province()
