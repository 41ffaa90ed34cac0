from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.desk.photos.models import Source
from antigone.types import Basis

BASES = [
    (
        Basis.CONSENT.value,
        _(
            "Consent: a relative allowed it, knowing what it is for, and can take it back at any time. Each record then"
            " needs a consent of its own."
        ),
    ),
    (
        Basis.LEGAL_OBLIGATION.value,
        _("Legal obligation: a law requires your agency to search for, or to identify, these people."),
    ),
    (
        Basis.VITAL_INTERESTS.value,
        _("Vital interests: a life is at stake now and nobody can be asked. For days, not for years."),
    ),
    (
        Basis.PUBLIC_INTEREST.value,
        _(
            "Public interest: a task that a law or a treaty gave your agency, such as the mandate of a tracing service"
            " or of an inquiry."
        ),
    ),
]
"""Each basis explained in a sentence."""


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SourceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Sources by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class OpenSource(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("What people will choose it by, such as: Tracing requests of the Red Cross, spring 2026"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    controller = forms.CharField(
        label=_("Controller"),
        max_length=200,
        help_text=_("The authority or organisation that answers for these photographs before the law."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    basis = forms.TypedChoiceField(label=_("Legal basis"), coerce=Basis, choices=BASES, widget=forms.RadioSelect)
    instrument = forms.CharField(
        label=_("Instrument"),
        max_length=300,
        help_text=_("The paper that says so: the law and its article, the agreement, or the form that relatives sign."),
    )
    purposes = forms.CharField(
        label=_("Purposes"),
        max_length=2000,
        help_text=_("What the photographs may be used for, as the instrument has it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    recipients = forms.CharField(
        label=_("Recipients"),
        required=False,
        max_length=2000,
        help_text=_("With whom they may be shared. Nobody, if you leave it empty."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_from = forms.DateField(label=_("Valid from"), initial=timezone.localdate, widget=day_input())
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_(
            "The last day. When it is over, all photographs of this source leave search by themselves. Leave it empty"
            " only if the instrument names no end."
        ),
        widget=day_input(),
    )


class AddConsent(forms.Form):
    source = SourceChoice(
        label=_("Lawful source"), queryset=Source.objects.none(), empty_label=None, help_text=_("The form they signed.")
    )
    given_by = forms.CharField(
        label=_("Given by"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    relation = forms.CharField(label=_("Who they are to the missing person"), max_length=120, help_text=_("Sister"))
    given_on = forms.DateField(label=_("Given on"), widget=day_input())
    how = forms.CharField(
        label=_("How it was given"),
        max_length=200,
        help_text=_("Signed form, recorded call; in the presence of whom. Say where the paper is kept."),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day, if they set one."),
        widget=day_input(),
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, SourceChoice)
        field.queryset = sources


def days_left(until: date | None) -> int | None:
    """How many days remain after today; negative when it has ended; None if there is no end."""
    return None if until is None else (until - timezone.localdate()).days
