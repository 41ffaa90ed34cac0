from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.words import AS, GROUNDS
from antigone.desk.web.forms import Reason


class AskErasureForm(forms.Form):
    """Who asks, in what capacity, and how that was verified."""

    asked_as = forms.TypedChoiceField(
        label=_("Who asks?"),
        coerce=Erasure.As,
        choices=[(each.value, words) for each, words in AS.items()],
        widget=forms.RadioSelect,
    )
    asker = forms.CharField(
        label=_("Their name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Leave it empty if your agency itself asks."),
    )
    how = forms.CharField(
        label=_("How it was asked, and how you know that it is they"),
        max_length=300,
        required=False,
        help_text=_("Such as: came to the office, passport seen; or their letter, signature compared."),
    )
    order = forms.CharField(
        label=_("Order of a court or authority"),
        max_length=200,
        required=False,
        help_text=_("Who ordered it, number and day. A photograph of a dead person is erased only by such an order."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the audit, where nothing is ever erased: write no names."),
    )

    def __init__(self, *args: Any, by_order: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_order:
            choice = self.fields["asked_as"]
            assert isinstance(choice, forms.TypedChoiceField)
            choice.choices = [(Erasure.As.COURT.value, AS[Erasure.As.COURT])]
            choice.initial = Erasure.As.COURT.value
        else:
            del self.fields["order"]


class Agree(Reason):
    """Why it is right to erase."""


class CarryOut(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the audit, where nothing is ever erased: write no names."),
    )
    sure = forms.BooleanField(label=_("I have read what will be destroyed. It cannot be undone."))

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned.pop("sure", None)
        return cleaned


class Refuse(forms.Form):
    ground = forms.TypedChoiceField(
        label=_("On what ground?"),
        coerce=Erasure.Ground,
        choices=[(each.value, words) for each, words in GROUNDS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why, for whoever asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name the law and its article, and where they can complain."),
    )
