"""A word on a page is the word of the glossary."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THAI = gettext.translation("django", ROOT / "src" / "saphan" / "locale", languages=["th"])
ROWS = re.findall(r"^\| ([a-z ]+) \| ([^|]+) \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("word", "thai"), ROWS, ids=[word for word, _ in ROWS])
def test_a_single_word_has_one_thai_word(word: str, thai: str) -> None:
    for written in (word, word.capitalize()):
        said = THAI.gettext(written)
        assert said in (written, thai), f"{written} is {said} on a page and {thai} in the glossary"
