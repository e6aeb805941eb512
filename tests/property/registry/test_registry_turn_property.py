"""Keys after a turn to an earlier release: kept from it, and never one that was made in the release that was left."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.registry import assign_identity
from saphan.store import Relation
from saphan.tables import CLUSTERS, IDENTITY

Draw = Callable[..., Relation]
IDS = [f"d{file}:{row}" for file in "12" for row in range(1, 5)]
groups = st.dictionaries(st.sampled_from(IDS), st.integers(0, 3), min_size=1)


@settings(max_examples=60, deadline=None)
@given(base=groups, left=groups, built=groups, forward=groups)
def test_no_key_of_the_release_that_was_left_is_made_again(
    draw: Draw, base: dict[str, int], left: dict[str, int], built: dict[str, int], forward: dict[str, int]
) -> None:
    def build(of: dict[str, int], previous: Relation, turns: int) -> Relation:
        clusters = draw(CLUSTERS, *({"record_id": key, "cluster_id": group} for key, group in of.items()))
        return assign_identity(clusters, previous, turns=turns)

    def keys(identity: Relation) -> set[str]:
        return {person for _, person in identity.rows()}

    first = build(base, draw(IDENTITY), 0)
    abandoned = build(left, first, 0)
    after = build(built, first, 1)  # somebody turned back to the first
    again = build(forward, abandoned, 2)  # and somebody forward to the one that was left
    assert keys(after) & keys(abandoned) <= keys(first)
    assert keys(again) & keys(after) <= keys(first)
