from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.desk.reconciling.models import ListVersion
from antigone.desk.web.forms import Reason

EVERYBODY_ELSE, NAMED = "else", "named"
_MOST_CODES = 400_000
"""Characters: twenty thousand codes."""


class WriteList(Reason):
    """A list of persons. The share is typed as people say it, in percent."""

    name = forms.CharField(
        label=_("What the list is called"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(
        label=_("What kind of list"),
        choices=[
            (ListVersion.Kind.OPEN.value, _("Reported missing: many of them live")),
            (ListVersion.Kind.CLOSED.value, _("Passengers, crew, residents: nearly every body is of somebody on it")),
        ],
        widget=forms.RadioSelect,
        initial=ListVersion.Kind.OPEN.value,
    )
    share = forms.DecimalField(
        label=_("Of 100 bodies, how many are expected to be of somebody on it"),
        min_value=0,
        max_value=100,
        decimal_places=3,
        help_text=_(
            "Before any comparison: from manifests, from who was reported, from what is known of others who lay there."
            " Neither 0 nor 100."
        ),
    )
    who = forms.ChoiceField(
        label=_("Who is on it"),
        choices=[
            (EVERYBODY_ELSE, _("Everybody who has a record here and is on no other list, also those who come later")),
            (NAMED, _("Only these")),
        ],
        widget=forms.RadioSelect,
        initial=EVERYBODY_ELSE,
    )
    codes = forms.CharField(
        label=_("Codes of their records, if only these"),
        required=False,
        max_length=_MOST_CODES,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One after another, or pasted from a table. The number at a code's end is enough."),
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput())
    field_order = ("name", "kind", "share", "who", "codes", "reason", "after")


class ChangeList(WriteList):
    """The same, of a list whose name stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]
