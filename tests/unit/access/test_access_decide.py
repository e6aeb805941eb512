"""Who may do what: every role, purpose and permission; every refusal by its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest

from saphan.access.actor import Asker
from saphan.access.decide import NoPurpose, NotPermitted, OutsideArea, PurposeNotInForce, decide, in_force, may_see
from saphan.access.permissions import Permission
from saphan.access.purposes import ALLOWS, PURPOSES, STANDING
from saphan.access.roles import ROLES
from saphan.errors import Refused

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Agreed:
    agreement_id: str = "bridge"
    purposes: tuple[str, ...] = tuple(PURPOSES)
    begins: date = date(2026, 1, 1)
    ends: date = date(2026, 12, 31)


def refusal(asker: Asker, permission: Permission, **asked: object) -> type[Refused] | None:
    agreements = asked.pop("agreements", (Agreed(),))
    try:
        decide(asker, permission, agreements=agreements, day=DAY, **asked)  # type: ignore[arg-type]  # drawn by the test
    except Refused as refused:
        return type(refused)
    return None


# what each role may do, purpose by purpose, written out by hand: a change of the rules changes this list too
MAY = {
    ("operator", "link_records"): {
        "send_delivery", "see_return_sheet", "build", "see_identity", "undo_event", "see_history", "find_person",
    },
    ("operator", "find_missing_help"): {"build", "see_counts"},
    ("operator", "casework"): {"see_counts", "find_person"},
    ("operator", "official_statistics"): {"see_counts", "take_statistics", "make_extract"},
    ("operator", "training"): {"take_lesson"},
    ("operator", "oversight"): {
        "read_journal", "see_counts", "see_return_sheet", "make_login", "suspend_agreement",
        "see_contract", "see_processing", "see_identity", "see_history", "decide_objection", "correct_value",
        "make_credential",
    },
    ("reviewer", "link_records"): {"review_pairs"},
    ("reviewer", "find_missing_help"): {"see_counts"},
    ("reviewer", "casework"): {"see_counts"},
    ("reviewer", "official_statistics"): {"see_counts"},
    ("reviewer", "training"): {"take_lesson"},
    ("reviewer", "oversight"): {"see_counts"},
    ("steward", "link_records"): {"send_delivery", "see_return_sheet"},
    ("steward", "find_missing_help"): {"see_counts"},
    ("steward", "casework"): {"see_counts"},
    ("steward", "official_statistics"): {"see_counts"},
    ("steward", "training"): {"take_lesson"},
    ("steward", "oversight"): {"see_counts", "see_return_sheet", "see_contract", "decide_contract"},
    ("social_worker", "find_missing_help"): {"see_counts", "see_worklist"},
    ("social_worker", "link_records"): {"find_person"},
    ("social_worker", "casework"): {"see_counts", "see_worklist", "open_family", "record_outcome", "find_person"},
    ("social_worker", "official_statistics"): {"see_counts"},
    ("social_worker", "training"): {"take_lesson"},
    ("social_worker", "oversight"): {"see_counts"},
    ("executive", "find_missing_help"): {"see_counts"},
    ("executive", "casework"): {"see_counts"},
    ("executive", "official_statistics"): {"see_counts"},
    ("executive", "training"): {"take_lesson"},
    ("executive", "oversight"): {"see_counts"},
    ("statistician", "find_missing_help"): {"see_counts"},
    ("statistician", "casework"): {"see_counts"},
    ("statistician", "official_statistics"): {"see_counts", "take_statistics"},
    ("statistician", "training"): {"take_lesson"},
    ("statistician", "oversight"): {"see_counts"},
    ("dpo", "find_missing_help"): {"see_counts"},
    ("dpo", "casework"): {"see_counts"},
    ("dpo", "official_statistics"): {"see_counts"},
    ("dpo", "training"): {"take_lesson"},
    ("dpo", "link_records"): {"see_identity", "see_history"},
    ("dpo", "oversight"): {
        "see_identity", "see_history", "decide_objection", "correct_value",
        "read_journal", "see_counts", "suspend_agreement", "see_contract", "see_processing", "destroy_data",
        "find_to_answer", "make_credential",
    },
    ("asking_agency", "find_missing_help"): {"ask_register"},
    ("asking_agency", "casework"): {"ask_register"},
    ("trainee", "training"): {"take_lesson"},
}  # fmt: skip


@pytest.mark.parametrize(("role", "purpose"), list(product(ROLES, PURPOSES)))
def test_a_role_may_do_for_a_purpose_what_is_written_here_and_nothing_else(role: str, purpose: str) -> None:
    asker = Asker("user:x", purpose, roles=frozenset({role}))
    allowed = {str(permission) for permission in Permission if refusal(asker, permission) is None}
    expected = MAY.get((role, purpose), set()) | ({"see_public_page"} if purpose == "make_known" else set())
    assert allowed == expected


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_reached_by_some_purpose_and_by_some_role_or_lesson(permission: Permission) -> None:
    assert any(permission in allowed for allowed in ALLOWS.values())
    by_role = any(permission in role.permissions for role in ROLES.values())
    assert by_role or permission in {Permission.REQUEST_RELEASE, Permission.SEE_PUBLIC_PAGE}


@pytest.mark.parametrize("purpose", ["", "curiosity", "CASEWORK"])
def test_without_a_purpose_on_the_list_nothing_is_read(purpose: str) -> None:
    asker = Asker("user:x", purpose, roles=frozenset(ROLES))
    assert {refusal(asker, permission) for permission in Permission} == {NoPurpose}


def test_a_role_that_is_no_role_gives_nothing() -> None:
    assert refusal(Asker("user:x", "casework", roles=frozenset({"root"})), Permission.SEE_COUNTS) is NotPermitted


def test_a_passed_lesson_gives_its_permission_for_its_purpose_alone() -> None:
    asker = Asker("user:x", "official_statistics", roles=frozenset({"statistician"}))
    granted = frozenset({Permission.REQUEST_RELEASE})
    assert refusal(asker, Permission.REQUEST_RELEASE) is NotPermitted
    assert refusal(asker, Permission.REQUEST_RELEASE, granted=granted) is None
    elsewhere = Asker("user:x", "casework", roles=frozenset({"statistician"}))
    assert refusal(elsewhere, Permission.REQUEST_RELEASE, granted=granted) is NotPermitted


@pytest.mark.parametrize("purpose", sorted(set(PURPOSES) - STANDING))
def test_no_agreement_in_force_stops_every_purpose_that_rests_on_one(purpose: str) -> None:
    asker = Asker("user:x", purpose, roles=frozenset(ROLES))
    permission = sorted(ALLOWS[purpose] & frozenset().union(*(role.permissions for role in ROLES.values())))[0]
    assert refusal(asker, permission, agreements=()) is PurposeNotInForce
    assert refusal(asker, permission, agreements=(Agreed(purposes=(purpose,)),)) is None


@pytest.mark.parametrize("purpose", sorted(STANDING))
def test_duties_and_lessons_rest_on_no_agreement(purpose: str) -> None:
    asker = Asker("user:x", purpose, roles=frozenset(ROLES))
    assert all(refusal(asker, permission, agreements=()) is None for permission in ALLOWS[purpose])


@pytest.mark.parametrize(
    ("areas", "area", "seen"),
    [
        ((), "560101", True),
        ((), "", True),
        (("56",), "56", True),
        (("56",), "560101", True),
        (("5601",), "560101", True),
        (("5601",), "5602", False),
        (("5601",), "56", False),  # her district is not the province
        (("56",), "57", False),
        (("56",), "", False),  # where the place is not known, only those of the whole country see her
        (("57", "56"), "5609", True),
    ],
)
def test_a_place_lies_in_an_area_by_the_beginning_of_its_code(areas: tuple[str, ...], area: str, seen: bool) -> None:
    asker = Asker("user:x", "casework", roles=frozenset({"social_worker"}), areas=frozenset(areas))
    assert may_see(asker, area) is seen
    assert refusal(asker, Permission.OPEN_FAMILY, area=area) is (None if seen else OutsideArea)


class TestInForce:
    def test_first_and_last_day_are_included(self) -> None:
        agreed = Agreed()
        days = [agreed.begins - timedelta(1), agreed.begins, agreed.ends, agreed.ends + timedelta(1)]
        assert [bool(in_force([agreed], day, {})) for day in days] == [False, True, True, False]

    def test_a_suspension_counts_from_its_day(self) -> None:
        agreed = Agreed()
        suspended = {agreed.agreement_id: DAY}
        assert in_force([agreed], DAY - timedelta(1), suspended) == (agreed,)
        assert in_force([agreed], DAY, suspended) == ()

    def test_another_agreements_suspension_changes_nothing(self) -> None:
        assert in_force([Agreed()], DAY, {"other": DAY}) == (Agreed(),)


def test_a_refusal_says_who_can_allow_it() -> None:
    with pytest.raises(NotPermitted) as told:
        decide(Asker("user:x", "oversight"), Permission.READ_JOURNAL, agreements=(), day=DAY)
    assert "operator, dpo" in told.value.tell("en")
