"""The lesson on small numbers: right answers pass, wrong and empty ones never do, and each is told what it missed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from saphan.learning import BadCourse, Lesson, NoLesson, course_named, grade, load_courses, read_course
from saphan.learning.course import COURSES

RIGHT = {"blank": "withheld", "together": "9", "highest": "11", "certain": "cannot_tell"}


@pytest.fixture
def lesson() -> Lesson:
    return course_named("reading_small_numbers")


def test_every_answer_right_passes_and_gives_the_permission(lesson: Lesson) -> None:
    result = grade(lesson, RIGHT)
    assert result.passed
    assert result.grants == "request_release"
    assert [mark.question_id for mark in result.marks] == list(RIGHT)


@pytest.mark.parametrize("question", RIGHT)
@pytest.mark.parametrize("answer", ["", "   ", "7", "nobody", "surely_not", "?", "9.0", "-9", "๙๙", "1e1", "9" * 400])
def test_one_wrong_or_empty_answer_never_passes(lesson: Lesson, question: str, answer: str) -> None:
    result = grade(lesson, {**RIGHT, question: answer})
    assert not result.passed
    assert result.grants == ""
    assert [mark.right for mark in result.marks].count(False) == 1


def test_nothing_answered_never_passes(lesson: Lesson) -> None:
    result = grade(lesson, {})
    assert not any(mark.right for mark in result.marks)
    assert {str(mark.words) for mark in result.marks} == {"This question is not answered yet."}


@pytest.mark.parametrize("answer", ["11", " 11 ", "๑๑", "011", "๐๑๑"])
def test_a_number_may_come_in_thai_digits_and_with_zeros_and_spaces(lesson: Lesson, answer: str) -> None:
    assert grade(lesson, {**RIGHT, "highest": answer}).passed


@pytest.mark.parametrize(("answer", "is_number"), [("1,234", True), ("๑,๒๓๔", True), ("1,23", False), (",1", False)])
def test_commas_stand_between_thousands(lesson: Lesson, answer: str, *, is_number: bool) -> None:
    told = str(grade(lesson, {**RIGHT, "highest": answer}).marks[2].words)
    assert (told == "Write a whole number, in Thai or in Arabic digits.") != is_number


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("together", "21", "total of the whole row"),
        ("together", "12", "cell that is shown"),
        ("highest", "13", "column 60–69 leaves less"),
        ("highest", "22", "total of the whole row"),
        ("blank", "nobody", "A blank is not zero"),
        ("blank", "lost", "did send its data"),
        ("certain", "sure", "smallest and the largest"),
    ],
)
def test_a_mistake_people_make_is_told_what_it_missed(lesson: Lesson, question: str, answer: str, told: str) -> None:
    (mark,) = [mark for mark in grade(lesson, {**RIGHT, question: answer}).marks if mark.question_id == question]
    assert not mark.right
    assert told in mark.words.in_("en")
    assert mark.words.in_("th") != mark.words.in_("en")


def test_the_right_answers_agree_with_trying_every_table(lesson: Lesson) -> None:
    # second implementation: all whole numbers in the four blanks that give the totals shown
    tables = [
        (a, b, c, d)
        for a, b, c, d in itertools.product(range(36), repeat=4)
        if a + b + 12 == 21 and c + d + 9 == 22 and 24 + a + c == 35 and 18 + b + d + 6 == 35
    ]
    assert {a + b for a, b, _, _ in tables} == {int(RIGHT["together"])}
    assert max(c for _, _, c, _ in tables) == int(RIGHT["highest"])
    assert len({a > 2 for a, *_ in tables}) == 2, "one cannot tell"
    assert lesson.table("en")[2] == ("Rim Than", "", "12", "", "21")


def test_the_table_adds_up_where_it_is_shown(lesson: Lesson) -> None:
    *lines, totals = lesson.exercise.counts
    assert sum(line[-1] or 0 for line in lines) == totals[-1] == sum(each or 0 for each in totals[:-1])
    assert lines[0][-1] == sum(each or 0 for each in lines[0][:-1])


def test_every_text_of_every_lesson_is_in_both_languages() -> None:
    for lesson in load_courses():
        for words in (lesson.title, *lesson.paragraphs, *lesson.names.values(), *(q.words for q in lesson.questions)):
            assert words.in_("th")
            assert words.in_("en")


def test_a_lesson_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NoLesson):
        course_named("flying")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("function: withheld_in_row", "function: guess"),
        ("row: sai_mok", "row: nowhere"),
        ("withheld: {th", "gone: {th"),
    ],
)
def test_a_course_whose_question_has_no_answer_is_refused(tmp_path: Path, was: str, becomes: str) -> None:
    text = (COURSES / "reading_small_numbers.yaml").read_text("utf-8")
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(BadCourse):
        read_course(path)
