"""Keys of persons and households."""

from __future__ import annotations

import re

from saphan.registry.keys import mint


def nobody(_: object) -> set[str]:
    return set()


def test_a_key_is_a_letter_and_sixteen_signs_that_are_not_taken_for_one_another() -> None:
    for _, key in mint([f"d0123456789ab:{row}" for row in range(500)], letter="P", used=nobody):
        assert re.fullmatch("P[0-9A-HJKMNP-TV-Z]{16}", key)


def test_the_same_founders_get_the_same_keys_in_any_order() -> None:
    founders = ["d1:1", "d1:2", "d2:1"]
    assert mint(founders, letter="P", used=nobody) == mint(founders[::-1], letter="P", used=nobody)


def test_a_key_somebody_had_is_not_given_again() -> None:
    ((_, first),) = mint(["d1:1"], letter="P", used=nobody)
    ((_, second),) = mint(["d1:1"], letter="P", used=lambda keys: {first} & set(keys))
    assert second != first


def test_after_a_turn_to_another_release_every_new_key_is_another() -> None:
    founders = [f"d1:{row}" for row in range(500)]
    keys = [{key for _, key in mint(founders, letter="P", used=nobody, turns=turns)} for turns in range(4)]
    assert len(set().union(*keys)) == 4 * len(founders)


def test_a_household_does_not_carry_the_key_of_the_person_who_founds_it() -> None:
    ((_, person),) = mint(["d1:1"], letter="P", used=nobody)
    ((_, household),) = mint(["d1:1"], letter="H", used=nobody)
    assert person[1:] != household[1:]
