"""Which records are one person, all pairs considered together."""

from __future__ import annotations

from itertools import combinations, pairwise

from saphan import linkage
from saphan.linkage.levels import Number, packed
from saphan.store import Engine, from_rows
from saphan.tables import CLEAN_SOURCES, CLUSTERS, PAIRS, RECORDS

Decided = tuple[str, str, float, str, str]


def linked(one: str, other: str, weight: float = 15.0) -> Decided:
    return one, other, weight, "link", "preset"


def clustered(
    engine: Engine, records: str | list[str], *pairs: Decided, clean: dict[str, str] | None = None, pattern: int = 0
) -> list[set[str]]:
    """The clusters, of records named by one letter; `clean` gives some of them a source that holds nobody twice.

    All pairs agree as `pattern` says.
    """
    datasets = clean or {}
    rows = [[name, datasets.get(name, "any"), *[None] * (len(RECORDS.names) - 2)] for name in records]
    decided = [(one, other, pattern, *rest, 0.0, 0.0) for one, other, *rest in pairs]
    result = linkage.cluster(
        from_rows(rows, returns=RECORDS, engine=engine),
        from_rows(decided, returns=PAIRS, engine=engine),
        from_rows([(name,) for name in sorted(set(datasets.values()))], returns=CLEAN_SOURCES, engine=engine),
    )
    assert result.table == CLUSTERS
    groups: dict[int, set[str]] = {}
    for record, number in result.rows():
        groups.setdefault(number, set()).add(record)
    return [groups[number] for number in sorted(groups)]


def test_links_are_followed_and_everybody_else_stands_alone(engine: Engine) -> None:
    assert clustered(engine, "abcde", linked("a", "c"), linked("c", "d")) == [{"a", "c", "d"}, {"b"}, {"e"}]


def test_doubtful_pairs_join_nobody(engine: Engine) -> None:
    assert clustered(engine, "ab", ("a", "b", 9.0, "review", "doubtful")) == [{"a"}, {"b"}]


def test_what_speaks_against_a_merge_outweighs_a_chain_of_links(engine: Engine) -> None:
    apart = ("a", "c", -18.0, "apart", "low_weight")
    assert clustered(engine, "abc", linked("a", "b", 15), linked("b", "c", 12), apart) == [{"a", "b"}, {"c"}]


def test_a_contradiction_keeps_two_apart_however_high_its_weight(engine: Engine) -> None:
    contradicted = ("a", "c", 18.0, "review", "contradiction")
    assert clustered(engine, "abc", linked("a", "b", 15), linked("b", "c", 12), contradicted) == [{"a", "b"}, {"c"}]


def test_a_contradiction_beside_one_number_may_be_outweighed_by_the_rest_of_the_person(engine: Engine) -> None:
    one_number = packed({"citizen_id": Number.EQUAL})
    contradicted = ("a", "c", 18.0, "review", "contradiction")
    pairs = (linked("a", "b", 15), linked("b", "c", 12), contradicted)
    assert clustered(engine, "abc", *pairs, pattern=one_number) == [{"a", "b", "c"}]
    assert clustered(engine, "abc", linked("b", "c", 7), *pairs[::2], pattern=one_number) == [{"a", "b"}, {"c"}]
    assert clustered(engine, "ac", contradicted, pattern=one_number) == [{"a"}, {"c"}]


def test_a_source_that_holds_nobody_twice_gives_a_person_one_record(engine: Engine) -> None:
    pairs = (linked("a", "b", 15), linked("b", "c", 18))
    assert clustered(engine, "abc", *pairs, clean={"a": "civil", "c": "civil"}) == [{"a"}, {"b", "c"}]
    assert clustered(engine, "abc", *pairs, clean={"a": "civil", "c": "health"}) == [{"a", "b", "c"}]


def test_a_verdict_of_same_joins_what_a_clean_source_would_keep_apart(engine: Engine) -> None:
    said = ("a", "b", -9.0, "link", "verdict")
    assert clustered(engine, "ab", said, clean={"a": "civil", "b": "civil"}) == [{"a", "b"}]


def test_a_verdict_of_different_holds_through_any_chain(engine: Engine) -> None:
    said = ("a", "c", 19.0, "apart", "verdict")
    pairs = (linked("a", "b", 20), linked("b", "c", 19), said)
    assert clustered(engine, "abc", *pairs) == [{"a", "b"}, {"c"}]


def test_of_verdicts_that_contradict_each_other_the_one_that_keeps_apart_holds(engine: Engine) -> None:
    same = [("a", "b", 0.0, "link", "verdict"), ("b", "c", 0.0, "link", "verdict")]
    assert clustered(engine, "abc", *same, ("a", "c", 0.0, "apart", "verdict")) == [{"a", "b"}, {"c"}]


def test_an_equal_number_joins_at_any_weight(engine: Engine) -> None:
    assert clustered(engine, "ab", ("a", "b", -3.0, "link", "citizen_id")) == [{"a", "b"}]


def test_a_long_chain_falls_apart_where_it_is_weakest(engine: Engine) -> None:
    strong = [linked(a, b, 20) for trio in ("abc", "def") for a, b in combinations(trio, 2)]
    assert clustered(engine, "abcdef", *strong, linked("c", "d", 11)) == [{"a", "b", "c"}, {"d", "e", "f"}]


def test_a_component_too_large_to_be_a_person_keeps_only_its_strongest_links(engine: Engine) -> None:
    people = [f"p{at:03}" for at in range(300)]
    weak = [linked(one, other, 10.5) for one, other in pairwise(people)]
    sure = [(one, other, 30.0, "link", "citizen_id") for one, other in zip(people[::2], people[1::2], strict=True)]
    strong = {(one, other) for one, other, *_ in sure}
    groups = clustered(engine, people, *sure, *(pair for pair in weak if pair[:2] not in strong))
    assert groups == [{one, other} for one, other in zip(people[::2], people[1::2], strict=True)]


def test_a_crowd_that_is_too_large_on_its_strongest_links_is_left_to_reviewers(engine: Engine) -> None:
    crowd = [f"p{at:03}" for at in range(250)]
    chain = [(one, other, 30.0, "link", "citizen_id") for one, other in pairwise(crowd)]
    said = ("p000", "p001", 0.0, "link", "verdict")
    groups = clustered(engine, crowd, said, *chain[1:])
    assert groups[0] == {"p000", "p001"}
    assert len(groups) == 249


def test_no_pairs_leave_everybody_alone_and_no_records_make_no_clusters(engine: Engine) -> None:
    assert clustered(engine, "ab") == [{"a"}, {"b"}]
    assert clustered(engine, "") == []
