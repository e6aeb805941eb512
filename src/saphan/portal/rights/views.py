"""One person's history, and what the officer writes down at her request: an objection, or a value put right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, permissions_here, platform
from saphan.portal.templatetags.saphan_words import language
from saphan.services import corrections, histories, objections
from saphan.services._told import day_asked
from saphan.words import say

WHO_SHE_IS = (
    "title", "given_name", "family_name", "citizen_id", "birth_date", "sex", "residence", "phone", "death_date",
)  # fmt: skip
LONGEST = 200  # letters of a ground, a piece of evidence or a value


@require_safe
@for_purpose("oversight")
def rights(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Objections and corrections: those that wait first, then those that stand, then those that are over."""
    found = objections.listing(asker, platform())
    right = corrections.listing(asker, platform())
    shown = {
        "waiting": [each for each in found if each.state == "received"],
        "standing": [each for each in found if each.state == "accepted"],
        "over": [each for each in found if each.state in ("refused", "withdrawn")][::-1],
        "corrections": [each for each in right if each.withdrawn_on is None],
        "longest": LONGEST,
    }
    return render(request, "portal/rights/rights.html", shown)


@never_cache
@require_safe
@for_purpose("oversight")
def person(request: HttpRequest, asker: Asker, person_id: str) -> HttpResponse:
    """All that is said of one person, what was true on a day, and what we believed on a day."""
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("on", "as_of")}
    on, as_of = day_asked(asked["on"]), day_asked(asked["as_of"])
    found = histories.history_of(asker, platform(), person_id, on=on, as_of=as_of)
    believed = {each.field: each.value for each in found.values if each.is_believed}
    allowed = permissions_here(request)
    shown = {
        "found": found,
        "fields": _by_field(found.values),
        "name": " ".join(believed[part] for part in ("given_name", "family_name") if part in believed),
        "asked": asked,
        "on": on,
        "as_of": as_of,
        "unclear": [name for name, day in (("on", on), ("as_of", as_of)) if asked[name] and day is None],
        "may_object": "decide_objection" in allowed,
        "correctable": corrections.FIELDS if "correct_value" in allowed else (),
        "longest": LONGEST,
    }
    return render(request, "portal/rights/person.html", shown)


@require_POST
@for_purpose("oversight")
def object_(request: HttpRequest, asker: Asker, person_id: str) -> HttpResponse:
    """Writes down that she objects; nothing follows until it is decided."""
    number = objections.receive(asker, platform(), person_id)
    _told(request, _("Objection {number} is written down and waits to be decided."), number)
    return redirect("rights")


@sensitive_post_parameters()
@require_POST
@for_purpose("oversight")
def correct(request: HttpRequest, asker: Asker, person_id: str) -> HttpResponse:
    """Puts a value right on evidence."""
    given = {name: request.POST.get(name, "") for name in ("field", "value", "evidence")}
    number = corrections.correct(asker, platform(), person_id, **given)
    said = say("Correction {number} is written down. It counts from the next build on.", number=number)
    messages.success(request, said.in_(language()))
    return redirect("person", person_id)


@require_POST
@for_purpose("oversight")
def decide(request: HttpRequest, asker: Asker, number: int) -> HttpResponse:
    """Accepts or refuses an objection that waits, with a ground."""
    ground = request.POST.get("ground", "")[:LONGEST]
    if request.POST.get("to") == "accept":
        objections.accept(asker, platform(), number, ground=ground)
        _told(request, _("Objection {number} is accepted. From the next build on this person is in no output."), number)
    else:
        objections.refuse(asker, platform(), number, ground=ground)
        _told(request, _("Objection {number} is refused. The ground is kept."), number)
    return redirect("rights")


@require_POST
@for_purpose("oversight")
def lift(request: HttpRequest, asker: Asker, number: int) -> HttpResponse:
    """An objection that its person took back."""
    objections.withdraw(asker, platform(), number)
    _told(
        request, _("Objection {number} is withdrawn. With the next build the person is back under her own key."), number
    )
    return redirect("rights")


@require_POST
@for_purpose("oversight")
def take_back(request: HttpRequest, asker: Asker, number: int) -> HttpResponse:
    """A correction that no longer counts."""
    corrections.withdraw(asker, platform(), number)
    _told(
        request, _("Correction {number} is withdrawn. From the next build on the agencies' word counts again."), number
    )
    return redirect("rights")


def _told(request: HttpRequest, sentence: str, number: int) -> None:
    messages.success(request, sentence.format(number=number))


def _by_field(values: tuple[histories.Said, ...]) -> list[tuple[str, list[list[histories.Said]]]]:
    """What is said of each field, who she is before all else: each value with those who say so, the believed first."""
    fields: dict[str, dict[tuple[str, str], list[histories.Said]]] = {name: {} for name in WHO_SHE_IS}
    for each in values:
        fields.setdefault(each.field, {}).setdefault((each.value, each.precision), []).append(each)
    return [(name, list(said.values())) for name, said in fields.items() if said]
