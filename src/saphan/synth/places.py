"""Where do the make-believe people live? Real areas, made-up numbers of people."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geothai
import numpy as np

from saphan.errors import NotFound
from saphan.synth.draw import Ints, Texts, texts
from saphan.words import say

MARGINALS = Path(__file__).parent / "marginals"


class UnknownProvince(NotFound):
    """There is no province with that code."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The subdistricts of some provinces, in the order of their codes; `province` and `district` are positions."""

    codes: Texts
    names: Texts
    district_codes: Texts
    district_names: Texts
    district: Ints
    province: Ints
    weights: Ints
    provinces: tuple[str, ...]
    province_names: Texts  # an entry per subdistrict

    def weights_in(self, province: str) -> Ints:
        """Weights of the subdistricts of one province, all others being nought; of the whole country without one."""
        if not province:
            within = np.bincount(self.province, weights=self.weights).astype(np.int64)
            people = np.array([published_people()[code] for code in self.provinces], dtype=np.int64)
            return self.weights * people[self.province] // within[self.province]
        return np.where(self.province == self.provinces.index(province), self.weights, 0)


@cache
def published_people() -> dict[str, int]:
    """Inhabitants by province, as published (sources stand in the file): used as weights only."""
    return {row["code"]: int(row["people"]) for row in _figures("provinces")}


@cache
def elder_households(province: str) -> int:
    """How much weight households of elders have there, in 100; of the country without a province."""
    weights = {
        code: int(row["elder_households"])
        for row in _figures("regions")
        for code in (row["provinces"].split() if row["provinces"][0].isdigit() else [row["provinces"]])
    }
    return weights["whole country"] if not province else weights.get(province, weights["others"])


def _figures(name: str) -> list[dict[str, str]]:
    with (MARGINALS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def places(*codes: str) -> Places:
    """Every subdistrict of the provinces; a capital's district and each district's town hold more people."""
    named: dict[str, str] = {}
    for code in codes:
        found = geothai.province(code)
        if found is None:
            raise UnknownProvince(
                say("There is no province with the code {code}", code=code),
                cure=say("Give the two digits of a province, such as 56 for Phayao."),
            )
        named[code] = found.name_th
    districts = [home for code in codes for home in geothai.districts(code)]
    rows = [(at, home, area) for at, home in enumerate(districts) for area in geothai.subdistricts(home.code)]
    return Places(
        codes=texts([area.code for _, _, area in rows]),
        names=texts([area.name_th for _, _, area in rows]),
        district_codes=texts([home.code for _, home, _ in rows]),
        district_names=texts([home.name_th for _, home, _ in rows]),
        district=np.array([at for at, _, _ in rows], dtype=np.int64),
        province=np.array([codes.index(area.code[:2]) for _, _, area in rows], dtype=np.int64),
        weights=np.array(
            [(3 if area.code.endswith("01") else 2) * (3 if home.code.endswith("01") else 2) for _, home, area in rows],
            dtype=np.int64,
        ),
        provinces=tuple(codes),
        province_names=texts([named[area.code[:2]] for _, _, area in rows]),
    )


def shared_out(people: int, codes: Sequence[str]) -> dict[str, int]:
    """How many of `people` live in each province: in proportion to the published figures, nobody lost by rounding."""
    weights = [published_people()[code] for code in codes]
    edges = np.cumsum([0, *weights], dtype=np.int64)
    upto = [people * int(edge) // int(edges[-1]) for edge in edges]
    return {code: upto[at + 1] - upto[at] for at, code in enumerate(codes)}
