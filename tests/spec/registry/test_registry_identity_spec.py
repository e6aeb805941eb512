"""Who keeps her key, when records come, go, join and part."""

from __future__ import annotations

from collections.abc import Callable

from saphan.registry import assign_identity
from saphan.store import Relation
from saphan.tables import CLUSTERS, IDENTITY

Draw = Callable[..., Relation]


def clusters(draw: Draw, *groups: str) -> Relation:
    rows = [{"record_id": record, "cluster_id": at} for at, group in enumerate(groups) for record in group.split()]
    return draw(CLUSTERS, *rows)


def previous(draw: Draw, **people: str) -> Relation:
    rows = [
        {"record_id": record, "person_id": person} for person, records in people.items() for record in records.split()
    ]
    return draw(IDENTITY, *rows)


def keys(identity: Relation) -> dict[str, str]:
    return dict(identity.rows())


def test_in_a_first_build_everyone_gets_a_key_of_her_own(draw: Draw) -> None:
    found = keys(assign_identity(clusters(draw, "a b", "c"), previous(draw)))
    assert found["a"] == found["b"] != found["c"]


def test_a_second_build_of_the_same_changes_nothing(draw: Draw) -> None:
    groups = clusters(draw, "a b", "c")
    first = assign_identity(groups, previous(draw))
    assert assign_identity(groups, first).rows() == first.rows()


def test_a_person_with_a_new_record_keeps_her_key_even_if_its_id_is_the_smallest(draw: Draw) -> None:
    assert keys(assign_identity(clusters(draw, "a b c"), previous(draw, P1="b c"))) == dict.fromkeys("abc", "P1")


def test_of_two_who_are_found_to_be_one_the_key_with_more_records_stays(draw: Draw) -> None:
    found = keys(assign_identity(clusters(draw, "a b c"), previous(draw, P1="a", P2="b c")))
    assert set(found.values()) == {"P2"}


def test_with_as_many_records_on_both_sides_the_key_of_the_smallest_record_stays(draw: Draw) -> None:
    found = keys(assign_identity(clusters(draw, "a b"), previous(draw, P9="a", P1="b")))
    assert set(found.values()) == {"P9"}


def test_the_smallest_record_decides_and_not_the_largest(draw: Draw) -> None:
    found = keys(assign_identity(clusters(draw, "a b c d"), previous(draw, P9="a d", P1="b c")))
    assert set(found.values()) == {"P9"}


def test_of_one_who_is_found_to_be_two_the_larger_part_keeps_the_key(draw: Draw) -> None:
    found = keys(assign_identity(clusters(draw, "a", "b c"), previous(draw, P1="a b c")))
    assert found["b"] == found["c"] == "P1"
    assert found["a"] != "P1"


def test_the_part_that_loses_the_key_never_gets_it_back_from_its_own_founding_record(draw: Draw) -> None:
    first = keys(assign_identity(clusters(draw, "a b c"), previous(draw)))
    apart = keys(assign_identity(clusters(draw, "a", "b c"), previous(draw, **{first["a"]: "a b c"})))
    assert apart["b"] == first["a"]
    assert apart["a"] != first["a"]
