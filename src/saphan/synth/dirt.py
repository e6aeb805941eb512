"""How do clerks, keyboards and spreadsheets damage what they write down?

The kinds of damage are those met in public Thai files; how often each comes is a guess, set by each agency's `Care`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from saphan.synth.draw import Fate, Flags, Texts, some

Damage = Callable[[str, int], str]  # a word and a number drawn for it, in; the damaged word out

UNSEEN = "\u200b\u200c\ufeff"
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_TONES = re.compile("[\u0e48-\u0e4c]")
_CONSONANTS = "กขคงจชซดตถทนบปผพฟมยรลวสหอ"
_RARE = (("ฎ", "ด"), ("ฏ", "ต"), ("ฬ", "ล"), ("ฐ", "ถ"), ("ณ", "น"), ("รร", "ั"), ("ั", "รร"))
_VOWEL_TONE = re.compile("([\u0e31\u0e34-\u0e39])([\u0e48-\u0e4c])")
_SWAPS = {
    "ศ": "ส", "ษ": "ส", "ส": "ศ", "ณ": "น", "น": "ณ", "ธ": "ท", "ท": "ธ", "ภ": "พ", "พ": "ภ", "ญ": "ย", "ฐ": "ถ",
    "ใ": "ไ", "ไ": "ใ", "ร": "ล", "ล": "ร", "ิ": "ี", "ี": "ิ", "ุ": "ู", "ู": "ุ",
}  # fmt: skip


def sounds_alike(word: str, drawn: int) -> str:
    """One letter written as another that sounds alike: ศ ษ ส, ณ น, ร ล, a short vowel for a long one."""
    at = [place for place, letter in enumerate(word) if letter in _SWAPS]
    if not at:
        return word
    chosen = at[drawn % len(at)]
    return word[:chosen] + _SWAPS[word[chosen]] + word[chosen + 1 :]


def mark_lost(word: str, drawn: int) -> str:
    """One tone mark, thanthakhat or vowel above or below forgotten."""
    found = list(_MARKS.finditer(word))
    return word if not found else word[: (mark := found[drawn % len(found)]).start()] + word[mark.end() :]


def letter_lost(word: str, drawn: int) -> str:
    """One letter after the first forgotten."""
    at = 1 + drawn % max(len(word) - 1, 1)
    return word[:at] + word[at + 1 :] if len(word) > 2 else word


def letter_doubled(word: str, drawn: int) -> str:
    """One letter struck twice."""
    at = drawn % len(word)
    return word[: at + 1] + word[at:]


def letters_exchanged(word: str, drawn: int) -> str:
    """Two neighbouring letters in the wrong order."""
    at = drawn % max(len(word) - 1, 1)
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def letter_wrong(word: str, drawn: int) -> str:
    """One consonant typed as another."""
    at = drawn % len(word)
    return word[:at] + _CONSONANTS[(drawn // 100) % len(_CONSONANTS)] + word[at + 1 :]


def silent_dropped(word: str, drawn: int) -> str:
    """A silent letter and its thanthakhat left out: พงศ์ becomes พง."""
    found = [at for at, letter in enumerate(word) if letter == "\u0e4c" and at > 1]
    if not found:
        return word
    at = found[drawn % len(found)]
    return word[: at - 1] + word[at + 1 :]


def rare_letter(word: str, drawn: int) -> str:
    """A rare letter written as the common one of the same sound, or รร as ั."""
    found = [pair for pair in _RARE if pair[0] in word]
    return word.replace(*found[drawn % len(found)], 1) if found else sounds_alike(word, drawn)


def marks_exchanged(word: str, _drawn: int) -> str:
    """A tone mark typed before the vowel that it stands above: looks the same, compares as another word."""
    return _VOWEL_TONE.sub(r"\2\1", word)


def am_split(word: str, _drawn: int) -> str:
    """Sara am typed as nikhahit and sara aa: looks the same, compares as another word."""
    return word.replace("ำ", "\u0e4d\u0e32")


def ae_split(word: str, _drawn: int) -> str:
    """Sara ae typed as two sara e."""
    return word.replace("แ", "เเ")


def tone_doubled(word: str, drawn: int) -> str:
    """A tone mark or thanthakhat struck twice."""
    found = list(_TONES.finditer(word))
    if not found:
        return word
    mark = found[drawn % len(found)]
    return word[: mark.end()] + mark.group() + word[mark.end() :]


def space_inside(word: str, drawn: int) -> str:
    """A space before or after, or a no-break space from a copied page."""
    return (f"{word} ", f" {word}", f"{word}\u00a0", f"{word}  ")[drawn % 4]


def unseen_space(word: str, drawn: int) -> str:
    """A zero-width space, non-joiner or byte-order mark from a copied page: no 8-bit code page can hold it."""
    at = drawn % (len(word) + 1)
    return f"{word[:at]}{UNSEEN[drawn // 100 % 3]}{word[at:]}"


MISTAKES: tuple[Damage, ...] = (sounds_alike, sounds_alike, mark_lost, letter_lost)
TYPING: tuple[Damage, ...] = (
    *(sounds_alike,) * 5, *(mark_lost,) * 2, letter_lost, letter_doubled, letters_exchanged, letter_wrong
)  # fmt: skip
SPELLINGS: tuple[Damage, ...] = (silent_dropped, rare_letter)
UNTIDY: tuple[Damage, ...] = (am_split, ae_split, tone_doubled, space_inside, marks_exchanged)
UNTIDY_UNICODE: tuple[Damage, ...] = (*UNTIDY, unseen_space)


def digit_mistyped(number: str, drawn: int) -> str:
    """One digit another, at the third place as often as at all others: no check digit sees that place."""
    at = 2 if drawn % 2 else (drawn // 2) % len(number)
    other = (int(number[at]) + 1 + (drawn // 100) % 9) % 10
    return f"{number[:at]}{other}{number[at + 1 :]}"


def digits_swapped(number: str, drawn: int) -> str:
    """Two neighbouring digits exchanged."""
    at = drawn % (len(number) - 1)
    return f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"


def as_float(number: str, _drawn: int) -> str:
    """1.56061E+12: what a spreadsheet shows of a number that it took for a quantity."""
    return f"{int(number):.5E}" if number[0] != "0" else number


def first_digit_lost(number: str, _drawn: int) -> str:
    """Twelve digits: what a spreadsheet leaves of a number that it took for a quantity."""
    return number[1:]


def letter_in_number(number: str, drawn: int) -> str:
    """The letter O for a digit: nobody can tell which digit it was."""
    at = 5 + drawn % 6
    return f"{number[:at]}O{number[at + 1 :]}"


_KEYS = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_KEDMANEE = 'ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_OTHER_LAYOUT = str.maketrans(_KEDMANEE, _KEYS)


def other_layout(word: str, _drawn: int) -> str:
    """Thai typed while the keyboard stood on English: สมชาย becomes l,=kp."""
    return word.translate(_OTHER_LAYOUT)


_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


def read_as_date(house: str, _drawn: int) -> str:
    """27/1 as a spreadsheet shows it: 27-ม.ค. Other house numbers stay as they are."""
    lot, _, part = house.partition("/")
    is_day = lot.isdigit() and part.isdigit() and 1 <= int(lot) <= 28 and 1 <= int(part) <= 12
    return f"{lot}-{_MONTHS[int(part) - 1]}" if is_day else house


def stray_byte(word: str, drawn: int) -> str:
    """A character of code page 874 that is neither Thai nor ASCII, left by a word processor."""
    return word + "\u2026\u201d\u00a0\u2022"[drawn % 4]


NUMBER_MISTAKES: tuple[Damage, ...] = (digit_mistyped, digit_mistyped, digits_swapped)


def damage(words: Texts, where: Flags, kinds: Sequence[Damage], rng: Fate | np.random.Generator) -> Texts:
    """The words, with one kind of damage done to each that `where` names; an empty word stays empty."""
    out = words.copy()
    rows = np.flatnonzero(where)
    chosen, drawn = some(rng, 0, len(kinds), rows), some(rng, 0, 1_000_000, rows)
    for row, kind, number in zip(rows.tolist(), chosen.tolist(), drawn.tolist(), strict=True):
        if out[row]:
            out[row] = kinds[kind](out[row], number)
    return out
