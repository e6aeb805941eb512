"""How does evidence add up to a weight? The places of the bars of a waterfall chart; colours are the style sheet's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from saphan.services.reviews import Explanation
from saphan.words import Words, say

WIDTH, LABELS, FIGURES = 360, 138, 46  # drawing units: all, the words on the left, the figures on the right
ROW, BAR = 30, 16
WEIGHT = say("weight")


def bits_words(bits: float) -> str:
    """Bits with their sign: a true minus, as wide as the plus."""
    return f"{bits:+.1f}".replace("-", "−")


@dataclass(frozen=True)
class Bar:
    """One part of the weight as drawn."""

    words: Words
    figure: str
    look: str  # for, against, sum
    x: float
    width: float
    y: int
    figure_x: float
    from_x: float  # where the part before ended: a thin line leads here
    is_first: bool

    @property
    def above(self) -> int:
        """The lower edge of the bar before."""
        return self.y - ROW + BAR

    @property
    def middle(self) -> float:
        """Where the words stand."""
        return self.y + BAR / 2 + 4


@dataclass(frozen=True)
class Waterfall:
    """The whole chart."""

    bars: tuple[Bar, ...]
    zero: float
    height: int
    width: int = WIDTH


def waterfall(explained: Explanation) -> Waterfall:
    """Each part that says something, from where the part before ended; the weight last, from zero."""
    parts = [(part.field, part.bits) for part in explained.parts if part.bits]
    ends = [0.0]
    for _, bits in parts:
        ends.append(ends[-1] + bits)
    low, high = min(ends), max(ends)
    scale = (WIDTH - LABELS - FIGURES) / max(high - low, 1e-9)

    def at(bits: float) -> float:
        return round(LABELS + (bits - low) * scale, 1)

    bars = [
        _bar(place, words, bits, begin, end, at=at)
        for place, ((words, bits), begin, end) in enumerate(zip(parts, ends, ends[1:], strict=False))
    ]
    total = _bar(len(bars), WEIGHT, explained.weight, 0.0, explained.weight, at=at, look="sum")
    return Waterfall((*bars, total), at(0.0), ROW * (len(bars) + 1) + 6)


def _bar(
    place: int, words: Words, bits: float, begin: float, end: float, *, at: Callable[[float], float], look: str = ""
) -> Bar:
    left, right = at(min(begin, end)), at(max(begin, end))
    return Bar(
        words=words, figure=bits_words(bits), look=look or ("for" if bits > 0 else "against"), x=left,
        width=max(1.5, round(right - left, 1)), y=place * ROW + 6, figure_x=right + 5, from_x=at(begin),
        is_first=place == 0,
    )  # fmt: skip
