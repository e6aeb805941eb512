"""Courses, their exercises, and the graders: learn in the tool, on made-up numbers."""

from saphan.learning.course import (
    BadCourse,
    Lesson,
    NoLesson,
    Question,
    course_named,
    load_courses,
    read_course,
)
from saphan.learning.grade import Mark, Result, grade

__all__ = [
    "BadCourse",
    "Lesson",
    "Mark",
    "NoLesson",
    "Question",
    "Result",
    "course_named",
    "grade",
    "load_courses",
    "read_course",
]
