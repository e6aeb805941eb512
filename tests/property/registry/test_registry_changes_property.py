"""What became of persons, against a second, plain-Python reading of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.registry import Known, person_changes
from saphan.store import Relation
from saphan.tables import IDENTITY, PAIRS

Draw = Callable[..., Relation]
Verdicts = Mapping[tuple[str, str], str]
RECORDS = [f"a:{number}" for number in range(7)]
PERSONS = ["P1", "P2", "P3"]
persons_of_all = st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(PERSONS))
verdicts = st.dictionaries(
    st.tuples(st.sampled_from(RECORDS), st.sampled_from(RECORDS)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from(["link", "apart"]),
    max_size=3,
)


def known(draw: Draw, persons: Mapping[str, str], said: Verdicts) -> Known:
    identity = [{"record_id": record, "person_id": person} for record, person in persons.items()]
    pairs = [
        {"record_a": a, "record_b": b, "pattern": 0, "weight": 0.0, "decision": decision, "rule": "verdict"}
        for (a, b), decision in said.items()
    ]
    return Known(draw(IDENTITY, *identity), draw(PAIRS, *pairs))


def expected(
    before: Mapping[str, str], after: Mapping[str, str], said: Verdicts, says: Verdicts
) -> set[tuple[str, str, str, str]]:
    def owners(of: Mapping[str, str], records: set[str]) -> set[str]:
        return {of[record] for record in records if record in of}

    had = {person: {record for record, owner in before.items() if owner == person} for person in before.values()}
    has = {person: {record for record, owner in after.items() if owner == person} for person in after.values()}
    fresh = [pair for pair, decision in says.items() if said.get(pair) != decision]
    judged = {after[record] for pair in fresh for record in pair if record in after}
    rows: set[tuple[str, str, str, str]] = set()
    for person, records in has.items():
        came, were = records - before.keys(), owners(before, records)
        if not were:
            rows.add(("gained", person, "", "records_came"))
        if len(were) > 1:
            cause = "verdict" if person in judged else "records_came" if came else "decided_anew"
            rows |= {("merged", person, other, cause) for other in were}
    for person, records in had.items():
        went, are = records - after.keys(), owners(after, records)
        if not are:
            rows.add(("lost", person, "", "records_went"))
        if len(are) > 1:
            came = {record for other in are for record in has[other]} - before.keys()
            cause = (
                "verdict" if are & judged else "records_went" if went else "records_came" if came else "decided_anew"
            )
            rows |= {("split", person, other, cause) for other in are}
        if len(are) == 1 and are != {person}:
            (other,) = are
            if owners(before, has[other]) == {person}:
                rows.add(("rekeyed", person, other, "decided_anew"))
    return rows


@settings(max_examples=80, deadline=None)
@given(before=persons_of_all, after=persons_of_all, said=verdicts, says=verdicts)
def test_it_is_what_plain_python_says(
    draw: Draw, before: dict[str, str], after: dict[str, str], said: Verdicts, says: Verdicts
) -> None:
    rows = person_changes(known(draw, before, said), known(draw, after, says)).rows()
    assert set(rows) == expected(before, after, said, says)
    assert len(rows) == len(set(rows))
