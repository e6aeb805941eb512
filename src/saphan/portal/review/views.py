"""Judge pairs one by one: the sample, and the doubtful ones; and what the machine thought, after the word is given."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.portal.review.forms import VerdictForm
from saphan.portal.review.marks import Piece, marked
from saphan.portal.review.waterfall import bits_words, waterfall
from saphan.portal.templatetags.saphan_words import language
from saphan.services import linkage_quality, reviews
from saphan.services.reviews import QUEUES, Beside, Shown


@require_safe
@for_purpose("link_records")
def review(request: HttpRequest, asker: Asker) -> HttpResponse:
    """The two queues, and how far each is."""
    return render(request, "portal/review/review.html", {"progress": reviews.queues(asker, platform())})


@for_purpose("link_records")
def pair(request: HttpRequest, asker: Asker, queue: str) -> HttpResponse:
    """The next pair of a queue; or, sent from its form, the verdict, and then what the machine thought."""
    if queue not in QUEUES:
        raise Http404
    if request.method == "POST":
        form = VerdictForm(request.POST)
        if form.is_valid():
            said = reviews.judge(asker, platform(), **form.cleaned_data)
            return redirect("judged", queue=queue, verdict_id=said)
        messages.error(request, _("Choose one of the three answers."))
    found = reviews.next_pair(asker, platform(), queue)
    if found is None:
        messages.success(request, _("No pair is left here."))
        return redirect("review")
    shown = {"pair": found, "queue": queue, "rows": [row(each) for each in found.fields]}
    return render(request, "portal/review/pair.html", shown)


@require_safe
@for_purpose("link_records")
def judged(request: HttpRequest, asker: Asker, queue: str, verdict_id: int) -> HttpResponse:
    """What was said of a pair, what the machine thought, and why."""
    found = reviews.judged(asker, platform(), verdict_id)
    shown = {
        "judged": found,
        "queue": queue,
        "rows": [row(each) for each in found.fields],
        "chart": waterfall(found.explained),
        "per_cent": None if found.probability is None else f"{100 * found.probability:.1f}",
        "weight": bits_words(found.explained.weight),
        "parts": [(part, bits_words(part.bits)) for part in found.explained.parts],
    }
    return render(request, "portal/review/judged.html", shown)


@for_purpose("link_records")
def take_back(request: HttpRequest, asker: Asker, queue: str, verdict_id: int) -> HttpResponse:
    """Takes a verdict back, and shows the pair again."""
    if request.method == "POST":
        reviews.take_back(asker, platform(), verdict_id)
        messages.success(request, _("Your answer was taken back. The pair waits again."))
    return redirect("pair", queue=queue)


@require_safe
@for_purpose("find_missing_help")
def quality(request: HttpRequest, asker: Asker) -> HttpResponse:
    """How good the linkage is, and for whom."""
    return render(request, "portal/review/quality.html", {"quality": linkage_quality.show(asker, platform())})


def row(field: Beside) -> tuple[Beside, list[Piece], list[Piece]]:
    """A field with the letters in which its two values differ."""
    if field.one.words is None or field.other.words is None:
        return field, alone(field.one), alone(field.other)
    one, other = field.one.words.in_(language()), field.other.words.in_(language())
    if field.state == "same":
        return field, [(one, False)], [(other, False)]
    return field, *marked(one, other)


def alone(value: Shown) -> list[Piece]:
    """A value that has nothing beside it to differ from."""
    return [(value.words.in_(language()), False)] if value.words else []
