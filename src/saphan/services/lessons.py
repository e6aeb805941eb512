"""Learn in the tool: a lesson, an exercise on the make-believe country, and its grader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saphan.access.actor import Asker
from saphan.services.platform import Platform
from saphan.words import Words


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
    table: tuple[tuple[str, ...], ...]  # the exercise's own small table, header first
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
    raise NotImplementedError


def open_lesson(asker: Asker, platform: Platform, lesson_id: str) -> Lesson:
    """One lesson."""
    raise NotImplementedError


def check(asker: Asker, platform: Platform, lesson_id: str, answers: Mapping[str, str]) -> Graded:
    """The graded answers; a pass is written at the desk and grants the lesson's permission."""
    raise NotImplementedError
