"""The score a delivery is held against is that of the one before it, told again in plain steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saphan.quality import before_each

RELEASE = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from(("x", "y")), st.integers(0, 100).map(float)), max_size=6
)


def test_the_month_before_is_what_counts_and_not_another_dataset() -> None:
    older = {"oct": ("x", 80.0), "other": ("y", 10.0)}
    own = {"oct": ("x", 80.0), "nov": ("x", 90.0), "other": ("y", 20.0)}
    assert before_each(own, older, {"oct": 1, "other": 2, "nov": 3}) == {"nov": 80.0, "oct": 80.0, "other": 10.0}


@given(own=RELEASE, older=RELEASE, arrived=st.permutations("abcdef"))
def test_as_told_in_plain_steps(
    own: dict[str, tuple[str, float]], older: dict[str, tuple[str, float]], arrived: list[str]
) -> None:
    older = {key: (own[key][0] if key in own else of, score) for key, (of, score) in older.items()}
    wanted: dict[str, float] = {}
    for delivery_id in own:
        for other in arrived[: arrived.index(delivery_id)]:  # the last one seen stays
            for release in (older, own):
                if other in release and release[other][0] == own[delivery_id][0]:
                    wanted[delivery_id] = release[other][1]
        if delivery_id not in wanted and delivery_id in older:
            wanted[delivery_id] = older[delivery_id][1]
    assert before_each(own, older, {key: at for at, key in enumerate(arrived)}) == wanted
