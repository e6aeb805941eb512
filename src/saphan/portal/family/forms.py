"""What a worker writes down after a visit."""

from __future__ import annotations

from django import forms

from saphan.services.worklists import OUTCOMES


class OutcomeForm(forms.Form):
    """One of the five outcomes, for one benefit."""

    outcome = forms.ChoiceField(choices=[(name, name) for name in OUTCOMES])
    benefit = forms.SlugField(max_length=100)
    family_of = forms.CharField(max_length=64, required=False)
