"""Names that registers misspell share a key; names that differ do not."""

from __future__ import annotations

import pytest

from saphan.linkage.sounds import sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สมชาย", "สมชัย"),  # long and short vowel
        ("ณรงค์", "นรงค์"),  # two letters of one sound
        ("ศักดา", "สักดา"),  # ศ and ส
        ("จันทร์", "จัน"),  # the silent end dropped
        ("พรชัย", "พลชัย"),  # ร and ล
        ("น้อย", "นอย"),  # a mark lost
        ("กรรณิการ์", "กัณณิกา"),  # รร, and a silent end
        ("Smith", "smyth"),
        ("Philip", "Filip"),
        ("Catherine", "Katharine"),
    ],
)
def test_a_usual_misspelling_sounds_the_same(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("one", "other"), [("สมชาย", "สมศรี"), ("บุญมี", "คำปัน"), ("smith", "jones")])
def test_another_name_sounds_different(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


def test_a_name_without_a_consonant_stands_for_itself() -> None:
    assert sound_of("Au") == "au"
