"""Learn in the tool: a lesson, an exercise on the make-believe country, and its grader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saphan import learning
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import actions, queries
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import Bilingual, Words


@dataclass(frozen=True)
class Question:
    """One question of an exercise: a number to find, or one of some choices."""

    question_id: str
    words: Words
    choices: tuple[tuple[str, Words], ...]  # empty: a number is asked for


@dataclass(frozen=True)
class Lesson:
    """A lesson as shown."""

    lesson_id: str
    title: Words
    paragraphs: tuple[Words, ...]
    table: tuple[tuple[Words, ...], ...]  # the exercise's own small table, header first
    questions: tuple[Question, ...]
    grants: str  # the permission that passing gives
    passed: bool


@dataclass(frozen=True)
class Mark:
    """One answer, right or not, and what was missed."""

    question_id: str
    right: bool
    words: Words


@dataclass(frozen=True)
class Graded:
    """The result of one attempt."""

    passed: bool
    marks: tuple[Mark, ...]


def listing(asker: Asker, platform: Platform) -> list[Lesson]:
    """All lessons, with the asker's passes."""
    require(asker, Permission.TAKE_LESSON, platform)
    passed = queries.passed_lessons(asker.person)
    return [_shown(lesson, passed=lesson.lesson_id in passed) for lesson in learning.load_courses()]


def open_lesson(asker: Asker, platform: Platform, lesson_id: str) -> Lesson:
    """One lesson.

    Raises:
        NoLesson: there is none of that name.
    """
    require(asker, Permission.TAKE_LESSON, platform)
    lesson = learning.course_named(lesson_id)
    return _shown(lesson, passed=lesson_id in queries.passed_lessons(asker.person))


def check(asker: Asker, platform: Platform, lesson_id: str, answers: Mapping[str, str]) -> Graded:
    """The graded answers; a pass is written at the desk and grants the lesson's permission."""
    require(asker, Permission.TAKE_LESSON, platform)
    lesson = learning.course_named(lesson_id)
    result = learning.grade(lesson, answers)
    if result.passed:
        actions.pass_lesson(lesson_id, lesson.grants, by=asker, at=platform.clock.now(), day=platform.day)
    marks = tuple(Mark(mark.question_id, right=mark.right, words=mark.words) for mark in result.marks)
    return Graded(passed=result.passed, marks=marks)


def _shown(lesson: learning.Lesson, *, passed: bool) -> Lesson:
    thai, english = lesson.table("th"), lesson.table("en")
    return Lesson(
        lesson_id=lesson.lesson_id,
        title=lesson.title,
        paragraphs=lesson.paragraphs,
        table=tuple(
            tuple(Bilingual(en, thai=th) for th, en in zip(*lines, strict=True))
            for lines in zip(thai, english, strict=True)
        ),
        questions=tuple(Question(each.question_id, each.words, each.choices) for each in lesson.questions),
        grants=lesson.grants,
        passed=passed,
    )
