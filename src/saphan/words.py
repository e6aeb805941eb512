"""Say one sentence in Thai or in English.

English text is the key; `locale/th/LC_MESSAGES/django.po` holds the Thai. The portal's templates
and the code below it share that one file, so a word is translated once.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

Language = Literal["th", "en"]
LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Words:
    """A sentence whose language is chosen when it is shown, not when it is written."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_(self, language: Language) -> str:
        """The sentence in `language`; values that are `Words` follow the same language."""
        values = {
            name: value.in_(language) if isinstance(value, Words) else value for name, value in self.values.items()
        }
        text = _translations(language).gettext(self.text) if self.text else ""
        return text.format(**values) if values else text

    def __str__(self) -> str:
        return self.in_("en")


@dataclass(frozen=True)
class Bilingual(Words):
    """Words that came along in both languages, as those of a contract or a lesson do."""

    thai: str = ""

    def in_(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.thai if language == "th" else self.text


def in_both(texts: Mapping[str, str], otherwise: str) -> Words:
    """Texts by language that came along with something; `otherwise` in a language that has none."""
    return Bilingual(texts.get("en") or otherwise, thai=texts.get("th") or otherwise)


def say(text: str, **values: object) -> Words:
    """A sentence to be shown later; `text` is English with `{name}` for each value.

    Values name files, columns, rows, rules and counts: never what stands in a person's record.
    """
    return Words(text, values)


@lru_cache(maxsize=2)
def _translations(language: Language) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, languages=[language], fallback=True)
