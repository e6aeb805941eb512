"""Lessons, and exercises graded at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.services import lessons as service
from saphan.services.lessons import Graded, Lesson


@require_safe
@for_purpose("training")
def lessons(request: HttpRequest, asker: Asker) -> HttpResponse:
    """All lessons, and which of them are passed."""
    return render(request, "portal/training/lessons.html", {"found": service.listing(asker, platform())})


@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose("training")
def lesson(request: HttpRequest, asker: Asker, lesson_id: str) -> HttpResponse:
    """A lesson and its exercise; with answers, the marks beside each question."""
    opened = service.open_lesson(asker, platform(), lesson_id)
    answers = {
        question.question_id: request.POST.get(f"answer-{question.question_id}", "") for question in opened.questions
    }
    graded = service.check(asker, platform(), lesson_id, answers) if request.method == "POST" else None
    right = sum(mark.right for mark in graded.marks) if graded else 0
    shown = {"lesson": opened, "graded": graded, "asked": marked(opened, answers, graded), "right": right}
    return render(request, "portal/training/lesson.html", shown)


def marked(lesson: Lesson, answers: dict[str, str], graded: Graded | None) -> list[dict[str, object]]:
    """Each question with the answer given and its mark, if any."""
    marks = {mark.question_id: mark for mark in graded.marks} if graded else {}
    return [
        {"question": question, "answer": answers[question.question_id], "mark": marks.get(question.question_id)}
        for question in lesson.questions
    ]
