"""Does the whole country keep to the published figures?"""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from saphan.synth.people import People
from saphan.synth.places import places, published_people
from saphan.synth.population import draw_people
from saphan.synth.shares import Share

PEOPLE = 120_000


def country(province: str, seed: int) -> People:
    codes = tuple(published_people())
    share = Share(
        number=0,
        place=0,
        province=province,
        people=PEOPLE,
        country=1_000_000,
        seed=seed,
        begins=date(2026, 11, 22),
        room=PEOPLE,
    )
    return draw_people(share, places(*codes))


@pytest.mark.parametrize("seed", [1, 2])  # another seed changes the people, not the marginals
def test_the_country_is_as_published(seed: int) -> None:
    people = country("", seed)
    old = people.age >= 60
    assert old.mean() == pytest.approx(0.200, abs=0.008)  # survey of older persons 2567
    assert people.is_woman.mean() == pytest.approx(0.512, abs=0.008)  # NSO Bulletin Q1/2567
    assert (people.age[old] < 65).mean() == pytest.approx(0.321, abs=0.03)  # NSO Social Indicators 2566
    assert (people.age[old] >= 80).mean() == pytest.approx(0.143, abs=0.03)
    assert len(people) / people.members.households == pytest.approx(2.7, abs=0.05)  # SES 2562
    assert (people.disability > 0).mean() == pytest.approx(0.0317, abs=0.004)  # DEP 2564
    assert (~people.is_thai).mean() == pytest.approx(0.015, abs=0.003)  # Royal Gazette 2566
    top = Counter(people.given_name.tolist()).most_common(1)[0][1] / len(people)
    assert top == pytest.approx(0.0037, abs=0.0006)  # registered names, end of 2554
    assert len(set(people.family_name.tolist())) > 10_000


@pytest.mark.parametrize(("province", "share"), [("10", 0.160), ("50", 0.262)])  # survey of older persons 2567
def test_bangkok_is_younger_and_the_north_older(province: str, share: float) -> None:
    people = country(province, 1)
    assert (people.age >= 60).mean() == pytest.approx(share, abs=0.01)
    assert set(people.places.province[people.subdistrict].tolist()) == {people.places.provinces.index(province)}


def test_the_commonest_disability_is_of_the_body() -> None:
    kinds = np.bincount(country("", 1).disability, minlength=8)
    assert kinds[3] / kinds[1:].sum() == pytest.approx(0.51, abs=0.04)  # DEP 2564: physical 50.0 %
