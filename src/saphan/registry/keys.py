"""Which key does a new person or household get? One that lasts, and that says nothing about them."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Callable, Sequence

from saphan.tables import Table, Zone
from saphan.tables.shape import text

# no I, L, O, U: read aloud over a telephone, none is taken for another
INTO_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")

MINTED = Table(
    name="minted",
    doc="One row: a record that founds a new person or household, and the key made for it.",
    zone=Zone.WITHIN_BUILD,
    key=("founding_record",),
    columns=(text("founding_record", "the record that founds it"), text("new_key", "the key")),
)

Used = Callable[[Sequence[str]], set[str]]  # which of these keys somebody has already


def mint(founders: Sequence[str], *, letter: str, used: Used, turns: int = 0) -> list[tuple[str, str]]:
    """Each founding record with a key nobody has had, the same ones for the same inputs.

    The key is made from the record id alone: a part of a file's checksum and a row number. Neither says
    anything about the person, unlike a number, a name or a house code, which could all be guessed, hashed
    and compared. Whoever holds that very file could make the key of one of its rows again; therefore what
    leaves the register carries keys of its own project, never these. The key has 80 bits: among 70 million
    people two like ones come about once in some hundred million countries, and then one of them is made anew.

    `turns` is how often somebody turned to a release published before. The same record may found another person in
    the release built after such a turn than in the one that was left; with the turns in its seed her key is another.
    """
    given: dict[str, str] = {}
    waiting = sorted(founders)
    attempt = 0
    while waiting:
        proposed = {founder: _key(founder, letter, attempt, turns) for founder in waiting}
        taken = used(list(proposed.values())) | set(given.values())
        for founder, key in proposed.items():
            if key not in taken:
                given[founder] = key
                taken.add(key)
        waiting = [founder for founder in waiting if founder not in given]
        attempt += 1
    return sorted(given.items())


def _key(founder: str, letter: str, attempt: int, turns: int) -> str:
    # the letter is part of the seed: a household must not carry the key of the person whose record founds it
    seed = f"{letter} {founder} {attempt}" + (f" {turns}" if turns else "")
    # ten bytes are sixteen signs of five bits; the standard library's alphabet is put into Crockford's
    return letter + b32encode(hashlib.sha256(seed.encode()).digest()[:10]).translate(INTO_CROCKFORD).decode()
