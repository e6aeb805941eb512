"""A look-up finds whom a plain reading of all persons finds, and never misses a number or a name one slip away."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.linkage.sounds import sound_of
from saphan.registry.lookup import Birth, Limits, Question, find, numbers, open_index, spelling
from saphan.registry.lookup.index import LAYOUT, arrays_of, by_number, in_turn
from saphan.registry.lookup.renewed import Few, renewed
from saphan.store import open_arrays, write_arrays

GIVEN = ("สมชาย", "สมชัย", "สมหญิง", "บุญมี", "ณัฐพล", None)
FAMILY = ("ใจดี", "ไจดี", "ทองคำ", "ศรีสุข", "สีสุก", None)


def check_digit(twelve: str) -> str:
    total = 0
    for weight, digit in zip(range(13, 1, -1), twelve, strict=True):
        total += weight * int(digit)
    return str((11 - total % 11) % 10)


NUMBERS = st.text("0123456789", min_size=12, max_size=12).map(lambda twelve: twelve + check_digit(twelve))
KNOWN_FROM = ("|a.citizen_id|a.given_name|a.birth_date|", "|b.citizen_id|a.given_name|", "|b.sex|")
SOUNDS = st.text("กขสมนท", max_size=6)
PERSON = st.fixed_dictionaries({
    "citizen_id": st.none() | st.sampled_from(["1234567890121", "1101700230708"]) | NUMBERS,
    "given_name": st.sampled_from(GIVEN),
    "family_name": st.sampled_from(FAMILY),
    "birth_date": st.none() | st.dates(date(1930, 1, 1), date(1932, 12, 31)),
    "area": st.sampled_from(["560101", "5001", "56", None]),
    "known_from": st.sampled_from(KNOWN_FROM),
})  # fmt: skip
NUMBERED = itertools.count()
TEXTS = ("household_id", "citizen_id", "title", "given_name", "family_name", "house_number", "area", "known_from")


def rows_of(people: dict[str, dict[str, Any]]) -> pa.Table:
    """LOOKUP of these people, in the order of their keys."""
    ones = [people[key] for key in sorted(people)]
    columns = {name: pa.array([one.get(name) for one in ones], pa.string()) for name in TEXTS}
    columns["person_id"] = pa.array(sorted(people), pa.string())
    columns["birth_date"] = pa.array([one["birth_date"] for one in ones], pa.date32())
    columns["birth_precision"] = pa.array(["day" if one["birth_date"] else None for one in ones], pa.string())
    return pa.table(columns)


def indexed(people: list[dict[str, Any]], home: Path) -> Any:
    path = home / f"{next(NUMBERED)}.arrow"  # a file that is mapped is never written again
    rows = rows_of({f"P{at:016d}": one for at, one in enumerate(people)})
    write_arrays(path, arrays_of(rows, sound_of), layout=LAYOUT)
    index = open_index(path)
    assert index is not None
    return index


def found(index: Any, question: Question, limits: Limits = Limits()) -> set[int]:  # noqa: B008 - it never changes
    return {int(index.person[hit.row].as_py()[1:]) for hit in find(index, question, sound_of, limits)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@settings(max_examples=60, deadline=None)
@given(people=st.lists(PERSON, min_size=1, max_size=18), data=st.data())
def test_by_number_by_name_and_by_birth_all_are_found_whom_a_plain_reading_finds(
    people: list[dict[str, Any]], data: st.DataObject, home: Path
) -> None:
    index = indexed(people, home)
    one = data.draw(st.sampled_from(people))
    if one["citizen_id"]:
        same = {at for at, each in enumerate(people) if each["citizen_id"] == one["citizen_id"]}
        assert found(index, Question(number=one["citizen_id"])) == same
    if one["given_name"] and one["family_name"]:
        names = (one["given_name"], one["family_name"])
        same = {at for at, each in enumerate(people) if (each["given_name"], each["family_name"]) == names}
        assert same <= found(index, Question(given=names[0], family=names[1]))
    if one["birth_date"]:
        born = one["birth_date"]
        year = {at for at, each in enumerate(people) if each["birth_date"] and each["birth_date"].year == born.year}
        assert found(index, Question(birth=Birth(born.year))) == year
        month = {at for at in year if people[at]["birth_date"].month == born.month}
        assert found(index, Question(birth=Birth(born.year, born.month))) == month
        day = {at for at in month if people[at]["birth_date"] == born}
        assert found(index, Question(birth=Birth(born.year, born.month, born.day))) == day


@settings(max_examples=60, deadline=None)
@given(people=st.lists(PERSON, min_size=1, max_size=18), area=st.sampled_from(["56", "50", "5601"]))
def test_nobody_is_found_outside_the_area_or_by_what_is_withheld(
    people: list[dict[str, Any]], area: str, home: Path
) -> None:
    index = indexed(people, home)
    for one in people:
        if one["citizen_id"]:
            inside = {at for at, each in enumerate(people)
                      if each["citizen_id"] == one["citizen_id"] and (each["area"] or "").startswith(area)}  # fmt: skip
            assert found(index, Question(number=one["citizen_id"]), Limits(areas=frozenset({area}))) == inside
            told = {at for at, each in enumerate(people)
                    if each["citizen_id"] == one["citizen_id"] and "a.citizen_id" in each["known_from"]}  # fmt: skip
            assert found(index, Question(number=one["citizen_id"]), Limits(withheld="|b|")) == told


@given(number=NUMBERS, at=st.integers(0, 11), to=st.sampled_from("0123456789"))
def test_a_slip_of_one_digit_or_of_two_neighbours_can_be_undone(number: str, at: int, to: str) -> None:
    wrong = number[:at] + to + number[at + 1 :]
    exchanged = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    for slipped in (wrong, exchanged):
        assert slipped == number or int(number) in numbers.slips(slipped)
    for meant in numbers.slips(wrong):
        assert check_digit(f"{meant:013d}"[:12]) == f"{meant:013d}"[12]


def one_slip_apart(a: str, b: str) -> bool:
    """By trying every slip: one letter more, less or other, or two neighbours exchanged."""
    less = {a[:at] + a[at + 1 :] for at in range(len(a))}
    return (
        a == b or b in less or a in {b[:at] + b[at + 1 :] for at in range(len(b))}
        or (len(a) == len(b) and bool(less & {b[:at] + b[at + 1 :] for at in range(len(b))}))
    )  # fmt: skip


@given(sounds=st.lists(SOUNDS, min_size=1, max_size=12, unique=True), asked=SOUNDS)
def test_sounds_one_slip_apart_share_a_key(sounds: list[str], asked: str) -> None:
    keys, of = spelling.keys(sounds)
    assert (keys[1:] >= keys[:-1]).all()
    own, _ = spelling.keys([asked])
    near = {sounds[at] for key, at in zip(keys.tolist(), of.tolist(), strict=True) if key in own.tolist()}
    assert {sound for sound in sounds if one_slip_apart(asked, sound)} <= near


def test_the_same_people_give_the_same_bytes_and_another_layout_is_not_opened(home: Path) -> None:
    people = [{"citizen_id": "1234567890121", "given_name": "บุญมี", "family_name": None, "birth_date": None}]
    indexed(people, home)
    indexed(people, home)
    first, second = sorted(home.glob("*.arrow"), key=lambda path: int(path.stem))[-2:]
    assert first.read_bytes() == second.read_bytes()
    assert open_arrays(first, layout="another") is None


MEMBER = st.builds(
    lambda person, more: person | more,
    PERSON,
    st.fixed_dictionaries({
        "household_id": st.none() | st.sampled_from(["H1", "H2", "H3"]),
        "title": st.none() | st.sampled_from(["นาย", "นาง", "นางสาว"]),
        "house_number": st.none() | st.sampled_from(["1", "2/3"]),
        "given_name": st.none() | st.sampled_from(GIVEN) | SOUNDS.filter(bool),
    }),
)  # fmt: skip
KEYS = st.integers(0, 30).map(lambda at: f"P{at:016d}")


@settings(max_examples=120, deadline=None)
@given(
    before=st.dictionaries(KEYS, MEMBER, max_size=14),
    come=st.dictionaries(KEYS, MEMBER, max_size=6),
    leave=st.sets(KEYS, max_size=6),
)
def test_an_index_renewed_for_a_few_is_that_of_everybody_byte_for_byte(
    before: dict[str, dict[str, Any]], come: dict[str, dict[str, Any]], leave: set[str], home: Path
) -> None:
    now = {key: one for key, one in before.items() if key not in leave} | come
    stays = {key: one for key, one in now.items() if key not in come}
    houses = {one["household_id"]: key for key, one in stays.items() if one["household_id"]}
    named = sorted({one["household_id"] for one in come.values()} & houses.keys())
    few = Few(
        rows=rows_of(come),
        without=pa.chunked_array([pa.array(sorted(leave | come.keys()), pa.string())]),
        mates=pa.table({
            "household_id": pa.array(named, pa.string()),
            "person_id": pa.array([houses[house] for house in named], pa.string()),
        }),
    )  # fmt: skip
    written = [home / f"{next(NUMBERED)}.arrow" for _ in range(3)]
    write_arrays(written[0], arrays_of(rows_of(before), sound_of), layout=LAYOUT)
    write_arrays(written[1], arrays_of(rows_of(now), sound_of), layout=LAYOUT)
    index = open_index(written[0])
    assert index is not None
    write_arrays(written[2], renewed(index, few, sound_of), layout=LAYOUT)
    assert written[2].read_bytes() == written[1].read_bytes()


@given(values=st.lists(st.none() | st.sampled_from("abc"), max_size=9), rng=st.randoms())
@settings(max_examples=80, deadline=None)
def test_values_are_numbered_as_they_first_come_in_the_order_asked_for(values: list[str | None], rng: Any) -> None:
    order = list(range(len(values)))
    rng.shuffle(order)
    rows = pa.table({"value": pa.array(values, pa.string())})
    codes, words = in_turn(by_number(rows, "value"), np.array(order, dtype=np.int32))
    turned = [values[at] for at in order]
    assert [None if code < 0 else words[int(code)].as_py() for code in codes] == turned
    assert words.to_pylist() == list(dict.fromkeys(value for value in turned if value is not None))
