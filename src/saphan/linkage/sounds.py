"""Which names sound alike? A key for blocking that survives the usual misspellings of Thai and English names.

It only brings records together; how alike two names are is measured on the names themselves. Our own
rules, after the confusions that Thai registries show: consonants of one sound, lost marks, a dropped silent letter,
long and short vowels, ร and ล.
"""

from __future__ import annotations

import re

import numpy as np

_ALIKE = {
    "ค": "ขฃฅฆ", "ช": "ฉฌ", "ย": "ญ", "ด": "ฎ", "ต": "ฏ", "ท": "ฐฑฒถธ", "น": "ณ", "พ": "ผภ", "ฟ": "ฝ",
    "ล": "รฬ", "ส": "ศษซ", "ห": "ฮ", "ม": "ำ",
    "b": "fpv", "c": "gjkqsxz", "d": "t", "m": "n", "l": "r",
}  # fmt: skip
_SOUND = str.maketrans({letter: sound for sound, letters in _ALIKE.items() for letter in letters})
# a consonant under a thanthakhat, perhaps with a short vowel, and the one before it in จันทร์, ศาสตร์
_SILENT = re.compile("(?:[ตทด]ร|[ก-ฮ])[ิุ]?์")
_NOT_HEARD = re.compile("[^ก-ฮb-df-hj-np-tv-xz]")  # marks, vowels, spaces and everything that is not a consonant
_WEAK = re.compile("[hwy]")
_TWICE = re.compile(r"(.)\1+")

# the same rules as tables over code points, for compiled code
_TABLE = range(0x0E80)
SAME_SOUND = np.array([ord(chr(point).translate(_SOUND)) for point in _TABLE], dtype=np.uint32)
KEPT = np.array([not _NOT_HEARD.match(chr(point)) and not _WEAK.match(chr(point)) for point in _TABLE])


def sound_of(name: str) -> str:
    """The consonants of a name, one letter for each sound; the name itself where nothing would be left."""
    folded = name.casefold()
    heard = _SILENT.sub("", folded).replace("รร", "").replace("ph", "f").translate(_SOUND)
    return _TWICE.sub(r"\1", _WEAK.sub("", _NOT_HEARD.sub("", heard))) or folded
