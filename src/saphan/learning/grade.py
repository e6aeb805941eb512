"""Did the learner read the table rightly, and what was missed?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from saphan.learning.course import Lesson, Question
from saphan.learning.exercise import Exercise
from saphan.words import Words, say

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
LONGEST = 12  # digits: no exercise counts further, and a longer text is no number


@dataclass(frozen=True)
class Mark:
    """One answer, right or not, and what was missed."""

    question_id: str
    right: bool
    words: Words


@dataclass(frozen=True)
class Result:
    """One attempt: passed only if every answer is right, and what passing then grants."""

    passed: bool
    marks: tuple[Mark, ...]
    grants: str  # empty unless passed


def grade(lesson: Lesson, answers: Mapping[str, str]) -> Result:
    """The marks of one attempt, a mark for each question; an unanswered question is a wrong one."""
    marks = tuple(
        _mark(question, answers.get(question.question_id, ""), lesson.exercise) for question in lesson.questions
    )
    passed = bool(marks) and all(mark.right for mark in marks)
    return Result(passed=passed, marks=marks, grants=lesson.grants if passed else "")


def _mark(question: Question, given: str, exercise: Exercise) -> Mark:
    if not given.strip():
        return Mark(question.question_id, right=False, words=say("This question is not answered yet."))
    answer = _choice(question, given) if question.choices else _number(given)
    if answer is None:
        return Mark(question.question_id, right=False, words=_unreadable(question))
    if answer == question.right.answer(exercise):
        return Mark(question.question_id, right=True, words=question.right.words)
    recognised = (mistake.words for mistake in question.mistakes if mistake.answer(exercise) == answer)
    return Mark(question.question_id, right=False, words=next(recognised, question.missed))


def _unreadable(question: Question) -> Words:
    if question.choices:
        return say("Choose one of the answers.")
    return say("Write a whole number, in Thai or in Arabic digits.")


def _choice(question: Question, given: str) -> str | None:
    return next((code for code, _ in question.choices if code == given.strip()), None)


def _number(given: str) -> str | None:
    """The number in an answer, without its commas and leading zeros."""
    plain = given.strip().translate(THAI_DIGITS)
    if len(plain) > LONGEST or not NUMBER.fullmatch(plain):
        return None
    return str(int(plain.replace(",", "")))
