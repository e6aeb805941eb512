"""Where two names differ is marked letter by letter, and a waterfall ends at the weight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphan.portal.review.marks import letters, marked

Visit = Callable[..., Any]
THAI = st.text(alphabet=[chr(point) for point in range(0x0E01, 0x0E3B)] + list("เแโใไ่้็์ 12/"), max_size=12)


@given(THAI, THAI)
def test_the_pieces_are_the_texts_and_what_is_unmarked_is_alike(one: str, other: str) -> None:
    left, right = marked(one, other)
    assert "".join(text for text, _ in left) == one
    assert "".join(text for text, _ in right) == other
    assert "".join(text for text, differs in left if not differs) == "".join(
        text for text, differs in right if not differs
    )


@given(THAI)
def test_no_letter_begins_with_a_mark_that_belongs_to_the_one_before(text: str) -> None:
    cut = letters(text)
    assert "".join(cut) == text
    assert not [letter for letter in cut[1:] if unicodedata.category(letter[0]) == "Mn"]


def test_a_lost_tone_marks_its_whole_letter() -> None:
    left, right = marked("น้ำฝน", "นำฝน")
    assert left == [("น้ำ", True), ("ฝน", False)]
    assert right == [("นำ", True), ("ฝน", False)]


@pytest.mark.parametrize("queue", ["sample", "doubtful"])
def test_a_pair_is_judged_on_the_page_and_explained_only_then(visit: Visit, queue: str) -> None:
    client = visit("reviewer", "en")
    page = client.get(f"/review/{queue}/").content.decode()
    assert "bits" not in page
    assert "waterfall" not in page
    sent = dict(re.findall(r'type="hidden" name="(record_[ab])" value="([^"]+)"', page))
    answer = client.post(f"/review/{queue}/", sent | {"verdict": "cannot_tell"}, follow=True)
    judged = answer.content.decode()
    assert answer.redirect_chain[0][1] == 302
    assert 'class="waterfall"' in judged
    figures = [float(figure.replace("\u2212", "-")) for figure in re.findall(r'class="bits"[^>]*>([^<]+)<', judged)]
    assert sum(figures[:-1]) == pytest.approx(figures[-1], abs=0.05 * len(figures))
    back = re.search(r'action="(/review/[^"]+/take-back/)"', judged)
    assert back
    again = client.post(back[1], follow=True).content.decode()
    assert "taken back" in again
    assert all(value in again for value in sent.values())


def test_an_answer_that_is_none_changes_nothing_and_an_unknown_queue_is_not_there(visit: Visit) -> None:
    client = visit("reviewer", "en")
    answer = client.post("/review/sample/", {"verdict": "perhaps"})
    assert "Choose one of the three answers." in answer.content.decode()
    assert client.get("/review/no-such-queue/").status_code == 404
    assert client.get("/review/sample/987654/").status_code == 404
