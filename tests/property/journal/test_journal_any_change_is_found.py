"""Whatever is done to a chain, short of cutting its tail, is found; and a head is computed as a second hand does."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from saphan.journal import GENESIS, Entry, Sealed, seal, verify

KEY = b"a key of thirty-two bytes, or so"
TEXTS = st.text(max_size=8)
ENTRIES = st.lists(
    st.builds(
        Entry,
        number=st.just(0),
        at=TEXTS,
        person=TEXTS,
        purpose=TEXTS,
        event=TEXTS,
        about=st.lists(TEXTS, max_size=1).map(tuple),
        detail=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    ),
    min_size=2,
    max_size=8,
)


def sealed(entries: list[Entry]) -> list[Sealed]:
    return list(seal([replace(entry, number=at) for at, entry in enumerate(entries, 1)], key=KEY))


@given(entries=ENTRIES)
def test_every_head_is_that_of_a_second_hand(entries: list[Entry]) -> None:
    previous = GENESIS
    for row in sealed(entries):
        entry = row.entry
        listed = [previous, entry.number, entry.at, entry.person, entry.purpose, entry.event]
        listed += [list(entry.about), [list(pair) for pair in entry.detail]]
        compact = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
        assert row.head == hmac.digest(KEY, compact.encode(), "sha256").hex()
        previous = row.head


@given(entries=ENTRIES, data=st.data())
def test_a_row_changed_lost_or_moved_is_found(entries: list[Entry], data: st.DataObject) -> None:
    rows = sealed(entries)
    at = data.draw(st.integers(0, len(rows) - 2))
    way = data.draw(st.sampled_from(["edit", "delete", "swap"]))
    if way == "edit":
        rows[at] = Sealed(replace(rows[at].entry, event=rows[at].entry.event + "x"), rows[at].head)
    elif way == "delete":
        del rows[at]
    else:
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    assert verify(rows, key=KEY) is not None
