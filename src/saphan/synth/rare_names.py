"""Which names do not fit two columns of Thai letters: aliens', noble ones with a space, and middle names?"""

from __future__ import annotations

import numpy as np

from saphan.synth.draw import Ints, Texts, chance, stream, texts
from saphan.synth.shares import Share

_GIVEN = [
    "Aung",
    "Kyaw",
    "Min",
    "Zaw",
    "Htet",
    "Khin",
    "Su",
    "Myo",
    "Nay",
    "Soe",
    "Thida",
    "Noi",
    "Kham",
    "Bua",
    "Sai",
    "Nang",
    "Moe",
    "Win",
    "Phyu",
    "Hla",
]
_FAMILY = [
    "Win",
    "Oo",
    "Htun",
    "Lwin",
    "Maung",
    "Aye",
    "Naing",
    "Vong",
    "Phan",
    "Sack",
    "Keo",
    "Sy",
    "Lin",
    "Tun",
    "Thein",
    "Chan",
]
_MIDDLE = ("มารี", "เจมส์", "ลี", "อานนท์")


def rare_names(share: Share, nation: Ints, names: tuple[Texts, Texts, Texts]) -> tuple[Texts, Texts, Texts]:
    """Half of the aliens romanised; in 10,000 others 6 with `ณ ` before the family name and 5 with a middle name."""
    given, family, maiden = (column.copy() for column in names)
    rng, count = stream(share.seed, "rare names", share.number), len(given)
    latin = (nation > 0) & chance(rng, count, 5_000)
    first, second, last = (rng.integers(0, len(of), count) for of in (_GIVEN, _GIVEN, _FAMILY))
    for at in np.flatnonzero(latin).tolist():
        given[at] = f"{_GIVEN[first[at]]} {_GIVEN[second[at]]}"
        family[at] = maiden[at] = _FAMILY[last[at]]
    noble = (nation == 0) & chance(rng, count, 6)
    middle = (nation == 0) & ~noble & chance(rng, count, 5)
    family[noble] = texts([f"ณ {name}" for name in family[noble].tolist()])
    middles = texts(_MIDDLE)[rng.integers(0, len(_MIDDLE), count)]
    given[middle] = texts([f"{a} {b}" for a, b in zip(given[middle].tolist(), middles[middle].tolist(), strict=True)])
    return given, family, maiden
