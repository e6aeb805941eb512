"""Edit, deletion, reordering are found in the chain itself; a cut tail only with a head the partner keeps."""

from __future__ import annotations

from dataclasses import replace

from saphan.journal import Anchor, Break, Entry, Sealed, seal, verify

KEY = b"k" * 32


def chain(length: int) -> list[Sealed]:
    entries = [
        Entry(
            number=n, at=f"2026-11-22T08:00:0{n}+00:00", person="os:x", purpose="casework", event="e", about=(f"P{n}",)
        )
        for n in range(1, length + 1)
    ]
    return list(seal(entries, key=KEY))


def anchor(rows: list[Sealed], at: int) -> Anchor:
    return Anchor(at, rows[at - 1].head)


def test_a_whole_chain_holds_with_and_without_anchors() -> None:
    rows = chain(5)
    assert verify(rows, key=KEY) is None
    assert verify(rows, key=KEY, anchors=[anchor(rows, 3), anchor(rows, 5)]) is None
    assert verify([], key=KEY) is None


def test_an_edited_entry_is_found() -> None:
    rows = chain(5)
    rows[2] = Sealed(replace(rows[2].entry, about=("P9",)), rows[2].head)
    assert verify(rows, key=KEY) == Break(3, "edited")


def test_an_entry_edited_and_sealed_again_with_another_key_is_found() -> None:
    rows = chain(5)
    forged = list(seal([replace(row.entry, person="os:y") for row in rows], key=b"f" * 32))
    assert verify(forged, key=KEY) == Break(1, "edited")


def test_a_deleted_entry_is_found() -> None:
    rows = chain(5)
    del rows[2]
    assert verify(rows, key=KEY) == Break(3, "deleted")


def test_a_deleted_entry_whose_gap_was_closed_is_found() -> None:
    rows = chain(5)
    del rows[2]
    closed = [Sealed(replace(row.entry, number=n), row.head) for n, row in enumerate(rows, 1)]
    assert verify(closed, key=KEY) == Break(3, "edited")


def test_reordered_entries_are_found() -> None:
    rows = chain(5)
    rows[1], rows[3] = rows[3], rows[1]
    found = verify(rows, key=KEY)
    assert found is not None
    assert found.number == 2


def test_a_cut_tail_is_not_seen_without_an_anchor_and_is_seen_with_one() -> None:
    rows = chain(5)
    kept = anchor(rows, 5)
    assert verify(rows[:3], key=KEY) is None
    assert verify(rows[:3], key=KEY, anchors=[kept]) == Break(3, "cut")


def test_a_tail_cut_and_written_anew_is_seen_with_an_anchor() -> None:
    rows = chain(5)
    kept = anchor(rows, 5)
    anew = [replace(row.entry, event="other") for row in rows[3:]]
    rows = rows[:3] + list(seal(anew, after=rows[2].head, key=KEY))
    assert verify(rows, key=KEY) is None
    assert verify(rows, key=KEY, anchors=[kept]) == Break(5, "edited")
