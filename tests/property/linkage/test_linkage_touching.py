"""What a change touches, against plain Python: sets of rows, searches, who may share a key, groups that moved."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.linkage.groups import Groups
from saphan.linkage.keeping import IN_ORDER, text_of
from saphan.linkage.members import Members, flagged, named, rows_of
from saphan.linkage.prints import Prints, prints_of, sharing
from saphan.linkage.touching import places, texts_at

Bearer = tuple[int, bool]  # a key, and whether the day of birth is known
LATE = settings(deadline=None)
MOST = 300
ROWS = st.lists(st.integers(0, MOST - 1), unique=True, max_size=80)
KEYS = st.integers(0, 12).map(lambda n: (n * 0x9E3779B97F4A7C15) % 2**64)  # 0 is no key
BEARERS = st.lists(st.tuples(KEYS, st.booleans()), max_size=60)
TEXTS = st.lists(st.text("abกข", max_size=3), max_size=60)


@given(listed=ROWS, asked=st.lists(st.integers(0, MOST - 1), max_size=40))
@LATE
def test_members_are_known_by_their_places(listed: list[int], asked: list[int]) -> None:
    rows = np.array(listed, dtype=np.int64)
    found = Members.of(rows, MOST)[np.array(asked, dtype=np.int64)]
    assert found.tolist() == [listed.index(row) if row in listed else -1 for row in asked]
    assert rows_of(flagged(MOST, [rows])).tolist() == sorted(listed)


@given(labels=st.lists(st.integers(0, 20), max_size=100), wanted=st.sets(st.integers(0, 20)), data=st.data())
@LATE
def test_rows_are_named_by_their_labels(labels: list[int], wanted: set[int], data: st.DataObject) -> None:
    gone = data.draw(st.lists(st.booleans(), min_size=len(labels), max_size=len(labels)))
    bits = flagged(21, [np.array(sorted(wanted), dtype=np.int64)])
    found = named(np.array(labels, dtype=np.int32), np.array(gone, dtype=np.bool_), bits, 7)
    assert found.tolist() == [7 + row for row, of in enumerate(labels) if of in wanted and not gone[row]]


@given(known=TEXTS, sought=TEXTS, is_ordered=st.booleans())
@LATE
def test_a_text_is_placed_wherever_the_one_before_it_stood(
    known: list[str], sought: list[str], is_ordered: bool
) -> None:
    def by_bytes(texts: list[str]) -> list[str]:
        return sorted(texts, key=str.encode)

    sought = by_bytes(sought) if is_ordered else sought
    before = [sum(each.encode() < text.encode() for each in known) for text in sought]
    ids = text_of(pa.array(sought, pa.string()))
    assert places(*text_of(pa.array(by_bytes(known), pa.string())), IN_ORDER, *ids).tolist() == before
    order = np.array(sorted(range(len(known)), key=lambda at: known[at].encode()), dtype=np.int64)
    if len(order):
        assert places(*text_of(pa.array(known, pa.string())), order, *ids).tolist() == before


@given(one=TEXTS, other=TEXTS, data=st.data())
@LATE
def test_texts_are_taken_from_two_lists(one: list[str], other: list[str], data: st.DataObject) -> None:
    both = [*one, *other]
    rows = data.draw(st.lists(st.integers(0, len(both) - 1), max_size=30)) if both else []
    lists = (part for texts in (one, other) for part in text_of(pa.array(texts, pa.string())))
    letters, starts = texts_at(*lists, np.array(rows, dtype=np.int64))
    written = letters.tobytes()
    assert [written[low:high].decode() for low, high in pairwise(starts)] == [both[row] for row in rows]


@given(new=BEARERS, base=BEARERS, later=BEARERS, only_undated=st.booleans(), most=st.integers(1, 9))
@LATE
def test_who_may_share_a_key_is_found(
    new: list[Bearer], base: list[Bearer], later: list[Bearer], only_undated: bool, most: int
) -> None:
    def prints(of: list[Bearer]) -> Prints:
        keys, dated = ([each[at] for each in of] for at in range(2))
        return prints_of(np.array(keys, dtype=np.uint64), np.array(dated, dtype=np.bool_))

    old = [*base, *later]
    found = sharing(prints(new), [(prints(base), 0), (prints(later), len(base))], only_undated=only_undated, most=most)
    keys = {key for key, _ in new if key}
    borne = Counter(key for key, _ in [*new, *old] if key in keys)
    undated = {key for key, dated in new if key and not dated}
    # where both are dated another rule brings them together, unless so many share the key that they must be counted
    is_crowd = any(count > most for key, count in borne.items()) and not keys <= undated
    everybody = not only_undated or is_crowd
    wanted = [row for row, (key, dated) in enumerate(old) if key in keys and (everybody or key in undated or not dated)]
    assert found.tolist() == wanted


@given(st.lists(st.tuples(ROWS, st.integers(0, 3)), max_size=4), st.data())
@LATE
def test_groups_that_moved_are_read_as_if_they_had_been_written(
    changes: list[tuple[list[int], int]], data: st.DataObject
) -> None:
    base = np.arange(20, dtype=np.int32)
    groups, label, first = Groups(base, base // 2 * 2), base.tolist(), (base // 2 * 2).tolist()
    for rows, more in changes:
        groups = groups.with_alone(np.arange(len(label), len(label) + more))
        label, first = (
            label + list(range(len(label), len(label) + more)),
            first + list(range(len(first), len(first) + more)),
        )
        moved = [row for row in rows if row < len(label)]
        to = [data.draw(st.integers(0, len(label) - 1)) for _ in moved]
        for row, home in zip(moved, to, strict=True):
            label[row], first[row] = home, min(home, row)
        codes = np.array(to, dtype=np.int32)
        at = np.array(moved, dtype=np.int64)
        groups = groups.with_moved(at, codes, np.minimum(codes, at).astype(np.int32))
    every = np.arange(len(label))
    assert groups.labels_of(every).tolist() == label
    assert groups.firsts_of(every).tolist() == first == groups.firsts.tolist()
    assert (np.diff(groups.rows) > 0).all()
    gone = np.array([row % 5 == 1 for row in range(len(label))])
    wanted = groups.labelled(flagged(len(label), [np.array([0, 3, 19])]), gone, hands=2)
    assert wanted.tolist() == [row for row in range(len(label)) if label[row] in {0, 3, 19} and not gone[row]]
