"""One make-believe province, written once for all these tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saphan.synth import write_country

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The truth about a province of 12,000 people: enough for shares to settle."""
    directory = tmp_path_factory.mktemp("province")
    write_country(directory, people=12_000, as_of=AS_OF, tell=lambda _what, _far: None)
    return directory / "truth"
