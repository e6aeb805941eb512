"""How a worker narrows the list."""

from __future__ import annotations

from django import forms

from saphan.portal import terms
from saphan.portal.templatetags.saphan_words import language
from saphan.services.worklists import OUTCOMES


class Filters(forms.Form):
    """District, doubt and outcome; what is not on offer is refused, never passed on."""

    district = forms.RegexField(r"^\d{4}$", required=False)
    doubt = forms.ChoiceField(required=False, choices=[(name, name) for name in terms.DOUBT])
    outcome = forms.ChoiceField(required=False, choices=[(name, name) for name in ("open", *OUTCOMES)])
    page = forms.IntegerField(required=False, min_value=1)


def choices(kind: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Names and the words shown for them."""
    return [(name, terms.term(kind, name).in_(language())) for name in names]
