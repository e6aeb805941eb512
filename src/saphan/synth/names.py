"""What are the make-believe people called?

Names are put together from syllables typed for this project; no list of real people's names was used. The commonest
registered given name holds 0.37 % of all Thais (press, quoting the registration office, end of BE 2554): the draw keeps
to that head. A family name belongs to one family (Person Name Act 2505): there is about one for twelve people.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from saphan.synth.draw import Ints, Texts, pick, texts, zipf_edges

SYLLABLES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "syllables.yaml").read_text(encoding="utf-8"))
_FAMILY_HEADS, _FAMILY_MIDDLES, _FAMILY_TAILS = (
    SYLLABLES["family"][part].split() for part in ("heads", "middles", "tails")
)
_LEAST_FAMILIES, _MOST_FAMILIES = 3_000, 2_000_000
_GIVEN_FLAT, _FAMILY_FLAT = 20, 400  # the larger, the less the commonest stand out
_STRIDE = 1_000_003  # prime: neighbouring ranks have unlike names


def _pairs(heads: list[str], tails: list[str]) -> list[str]:
    ranked = sorted(product(range(len(heads)), range(len(tails))), key=lambda at: (at[0] + at[1], at))
    return list(dict.fromkeys(heads[head] + tails[tail] for head, tail in ranked if heads[head] != tails[tail]))


def _composed(whose: str) -> Texts:
    heads, tails = SYLLABLES["given"][whose]
    return texts(_pairs(heads.split(), tails.split()))


# By [young][woman]: the given names of those born before and after BE 2523 have little in common.
GIVEN_NAMES: tuple[tuple[Texts, Texts], tuple[Texts, Texts]] = (
    (_composed("elder_men"), _composed("elder_women")),
    (_composed("young_men"), _composed("young_women")),
)
FAMILY_PAIRS: Texts = texts(_pairs(_FAMILY_HEADS, _FAMILY_TAILS))  # the commonest; rarer ones have more parts


def given_names(rng: np.random.Generator, count: int, *, young: bool, woman: bool) -> Texts:
    """Names of one generation and sex; the commonest holds about 1.2 % of them, 0.37 % of everybody."""
    names = GIVEN_NAMES[young][woman]
    return np.asarray(names[pick(rng, count, zipf_edges(len(names), flat=_GIVEN_FLAT))], dtype=object)


def family_ranks(rng: np.random.Generator, count: int, *, country: int) -> Ints:
    """Ranks of family names for a country of so many people: flat, and about one in twelve people's own."""
    kinds = min(max(country // 12, _LEAST_FAMILIES), _MOST_FAMILIES)
    return pick(rng, count, zipf_edges(kinds, flat=_FAMILY_FLAT))


def family_names(ranks: Ints) -> Texts:
    """The name at each rank; the same rank has the same name everywhere."""
    distinct, where = np.unique(ranks, return_inverse=True)
    return texts([_family(rank) for rank in distinct.tolist()])[where]


@lru_cache(maxsize=1 << 17)  # a few megabytes; a country of all has two million
def _family(rank: int) -> str:
    if rank < len(FAMILY_PAIRS):
        return str(FAMILY_PAIRS[rank])
    heads, middles, tails = len(_FAMILY_HEADS), len(_FAMILY_MIDDLES), len(_FAMILY_TAILS)
    triples = heads * middles * tails
    rest = rank - len(FAMILY_PAIRS)
    code = rest * _STRIDE % triples
    middle, last = _FAMILY_MIDDLES[code // heads % middles], _FAMILY_TAILS[code // (heads * middles)]
    more = "" if rest < triples else _FAMILY_MIDDLES[(rest // triples - 1) % middles]
    return f"{_FAMILY_HEADS[code % heads]}{middle}{more}{last}"
