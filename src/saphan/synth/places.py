"""Where do the make-believe people live? Real areas, made-up numbers of people."""

from __future__ import annotations

from dataclasses import dataclass

import geothai
import numpy as np

from saphan.errors import NotFound
from saphan.synth.draw import Ints, Texts, texts
from saphan.words import say


class UnknownProvince(NotFound):
    """There is no province with that code."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The subdistricts of one province, in the order of their codes."""

    codes: Texts
    names: Texts
    district_codes: Texts
    district_names: Texts
    district: Ints  # position of the subdistrict's district among the province's districts
    weights: Ints
    province_name: str


def places(province: str) -> Places:
    """Every subdistrict of the province; the capital's district and each district's town hold more people."""
    found = geothai.province(province)
    if found is None:
        raise UnknownProvince(
            say("There is no province with the code {code}", code=province),
            cure=say("Give the two digits of a province, such as 56 for Phayao."),
        )
    districts = list(geothai.districts(province))
    rows = [(at, home, area) for at, home in enumerate(districts) for area in geothai.subdistricts(home.code)]
    return Places(
        codes=texts([area.code for _, _, area in rows]),
        names=texts([area.name_th for _, _, area in rows]),
        district_codes=texts([home.code for _, home, _ in rows]),
        district_names=texts([home.name_th for _, home, _ in rows]),
        district=np.array([at for at, _, _ in rows], dtype=np.int64),
        weights=np.array(
            [(3 if area.code.endswith("01") else 2) * (3 if home.code.endswith("01") else 2) for _, home, area in rows],
            dtype=np.int64,
        ),
        province_name=found.name_th,
    )
