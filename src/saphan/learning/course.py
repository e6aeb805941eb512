"""Which courses are there, and what does each ask?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from saphan.errors import BrokenPromise, NotFound
from saphan.learning.exercise import ANSWERS, Exercise
from saphan.words import Bilingual, Language, Words, say

COURSES = Path(__file__).parent / "courses"


class NoLesson(NotFound):
    """There is no lesson of that name."""


class BadCourse(BrokenPromise):
    """A course file asks for an answer nobody can work out."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a named function of `exercise` makes of one cell, and what to say to whoever answers so."""

    function: str
    row: str
    column: str
    number: int
    words: Words

    def answer(self, exercise: Exercise) -> str:
        """The answer, worked out from the exercise's table."""
        return ANSWERS[self.function](exercise, self.row, self.column, self.number)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: a number to find, or one of some choices."""

    question_id: str
    words: Words
    choices: tuple[tuple[str, Words], ...]  # empty: a number is asked for
    right: Finding
    mistakes: tuple[Finding, ...]  # wrong answers people give, and what each of them missed
    missed: Words  # what any other wrong answer missed


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson, its exercise, and the permission that passing gives."""

    lesson_id: str
    title: Words
    paragraphs: tuple[Words, ...]
    exercise: Exercise
    names: Mapping[str, Words]  # of the exercise's rows and columns
    questions: tuple[Question, ...]
    grants: str

    def table(self, language: Language) -> tuple[tuple[str, ...], ...]:
        """The exercise's table as shown, header first; a withheld cell is empty."""
        header = tuple(self.names[code].in_(language) for code in ("corner", *self.exercise.columns))
        lines = zip(self.exercise.rows, self.exercise.counts, strict=True)
        return header, *((self.names[row].in_(language), *map(_shown, counts)) for row, counts in lines)


@lru_cache(maxsize=1)
def load_courses() -> tuple[Lesson, ...]:
    """All lessons, in the order of their file names; the file's name is the lesson's."""
    return tuple(read_course(path) for path in sorted(COURSES.glob("*.yaml")))


def course_named(lesson_id: str) -> Lesson:
    """One lesson.

    Raises:
        NoLesson: there is none of that name.
    """
    for lesson in load_courses():
        if lesson.lesson_id == lesson_id:
            return lesson
    raise NoLesson(say("There is no such lesson."), cure=say("Choose one from the list of lessons."))


def read_course(path: Path) -> Lesson:
    """The lesson in a file.

    Raises:
        BadCourse: a question names a function, a row or a column that does not exist, or a choice is missing.
    """
    held = _mapping(yaml.safe_load(path.read_text("utf-8")))
    table = _mapping(held["table"])
    rows, columns = _mapping(table["rows"]), _mapping(table["columns"])
    counts = tuple(tuple(cast("list[int | None]", line)) for line in cast("list[object]", table["counts"]))
    lesson = Lesson(
        lesson_id=path.stem,
        title=_both(held["title"]),
        paragraphs=tuple(_both(each) for each in cast("list[object]", held["paragraphs"])),
        exercise=Exercise(tuple(rows), tuple(columns), counts),
        names={code: _both(words) for code, words in {**rows, **columns, "corner": table["corner"]}.items()},
        questions=tuple(_question(_mapping(each)) for each in cast("list[object]", held["questions"])),
        grants=str(held["grants"]),
    )
    for question in lesson.questions:
        _require_answerable(question, lesson.exercise, path)
    return lesson


def _question(held: Mapping[str, object]) -> Question:
    choices = _mapping(held.get("choices", {}))
    return Question(
        question_id=str(held["id"]),
        words=_both(held["asks"]),
        choices=tuple((code, _both(words)) for code, words in choices.items()),
        right=_finding(_mapping(held["right"])),
        mistakes=tuple(_finding(_mapping(each)) for each in cast("list[object]", held.get("mistakes", []))),
        missed=_both(held["missed"]),
    )


def _finding(held: Mapping[str, object]) -> Finding:
    return Finding(
        function=str(held["function"]),
        row=str(held.get("row", "")),
        column=str(held.get("column", "")),
        number=int(str(held.get("number", 0))),
        words=_both(held["says"]),
    )


def _require_answerable(question: Question, exercise: Exercise, path: Path) -> None:
    offered = {code for code, _ in question.choices}
    for finding in (question.right, *question.mistakes):
        is_known = (
            finding.function in ANSWERS and finding.row in exercise.rows and finding.column in (*exercise.columns, "")
        )
        if not is_known or (offered and finding.answer(exercise) not in offered):
            raise BadCourse(
                say("Question `{question}` asks for what its table cannot answer.", question=question.question_id),
                where=path.name,
                cure=say("Name a function of `exercise`, a row and a column of the table, and offer its answer."),
            )


def _mapping(held: object) -> Mapping[str, object]:
    return {str(key): value for key, value in cast("dict[object, object]", held).items()}


def _both(held: object) -> Bilingual:
    words = _mapping(held)
    return Bilingual(text=str(words["en"]).strip(), thai=str(words["th"]).strip())


def _shown(count: int | None) -> str:
    return "" if count is None else str(count)
