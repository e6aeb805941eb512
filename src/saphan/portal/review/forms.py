"""What a reviewer says of a pair."""

from __future__ import annotations

from django import forms

from saphan.services.reviews import VERDICTS


class VerdictForm(forms.Form):
    """One of three words on one pair."""

    record_a = forms.CharField(max_length=64)
    record_b = forms.CharField(max_length=64)
    verdict = forms.ChoiceField(choices=[(name, name) for name in VERDICTS])
