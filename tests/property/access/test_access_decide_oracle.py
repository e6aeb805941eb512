"""The decision against a second implementation that walks a table of rows instead of sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saphan.access.actor import Asker
from saphan.access.decide import decide, in_force
from saphan.access.permissions import ANYONE, Permission
from saphan.access.purposes import ALLOWS, PURPOSES, STANDING
from saphan.access.roles import ROLES
from saphan.errors import Refused

DAY = date(2026, 11, 22)
DAYS = st.dates(DAY - timedelta(3), DAY + timedelta(3))
AREAS = st.sampled_from(["56", "5601", "560101", "57", "5701", "10"])


@dataclass(frozen=True)
class Agreed:
    agreement_id: str
    purposes: tuple[str, ...]
    begins: date
    ends: date


AGREED = st.builds(
    Agreed,
    agreement_id=st.sampled_from("abc"),
    purposes=st.lists(st.sampled_from(sorted(PURPOSES)), unique=True).map(tuple),
    begins=DAYS,
    ends=DAYS,
)
ASKERS = st.builds(
    Asker,
    person=st.just("user:x"),
    purpose=st.sampled_from([*PURPOSES, "", "curiosity"]),
    roles=st.frozensets(st.sampled_from([*ROLES, "root"])),
    areas=st.frozensets(AREAS),
)


def expected(
    asker: Asker, permission: Permission, agreements: list[Agreed], area: str | None, granted: frozenset[Permission]
) -> str:
    if asker.purpose not in list(PURPOSES):
        return "NoPurpose"
    rows = [(purpose, allowed) for purpose, many in ALLOWS.items() for allowed in many]
    if (asker.purpose, permission) not in rows:
        return "NotPermitted"
    holders = [name for name, role in ROLES.items() if permission in role.permissions]
    if permission not in ANYONE and permission not in granted and not asker.roles.intersection(holders):
        return "NotPermitted"
    covering = [agreed for agreed in agreements if asker.purpose in agreed.purposes]
    if asker.purpose not in STANDING and not covering:
        return "PurposeNotInForce"
    if area is not None and asker.areas and not [code for code in asker.areas if area[: len(code)] == code]:
        return "OutsideArea"
    return "allowed"


@given(
    asker=ASKERS,
    permission=st.sampled_from(list(Permission)),
    agreements=st.lists(AGREED, max_size=3),
    area=st.one_of(st.none(), st.just(""), AREAS),
    granted=st.frozensets(st.sampled_from(list(Permission)), max_size=2),
)
def test_the_decision_is_that_of_the_second_implementation(
    asker: Asker, permission: Permission, agreements: list[Agreed], area: str | None, granted: frozenset[Permission]
) -> None:
    try:
        decide(asker, permission, agreements=agreements, day=DAY, area=area, granted=granted)
        said = "allowed"
    except Refused as refused:
        said = type(refused).__name__
    assert said == expected(asker, permission, agreements, area, granted)


@given(agreements=st.lists(AGREED, max_size=4), day=DAYS, suspended=st.dictionaries(st.sampled_from("abc"), DAYS))
def test_in_force_is_what_a_walk_over_all_days_finds(
    agreements: list[Agreed], day: date, suspended: dict[str, date]
) -> None:
    def runs(agreed: Agreed) -> bool:
        last = agreed.ends
        if agreed.agreement_id in suspended:
            last = min(last, suspended[agreed.agreement_id] - timedelta(1))
        days = [agreed.begins + timedelta(n) for n in range((last - agreed.begins).days + 1)]
        return day in days

    assert in_force(agreements, day, suspended) == tuple(agreed for agreed in agreements if runs(agreed))
