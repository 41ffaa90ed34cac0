from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.names import act_name, acts
from antigone.desk.accounts.permissions import Thing
from antigone.desk.web.auditing.choosing import TOGETHER
from antigone.desk.web.forms import Reason


def _acts() -> list[tuple[Any, Any]]:
    return [
        ("", _("any")),
        (_("Together"), [(name, words) for name, (words, _verbs) in TOGETHER.items()]),
        (_("One act"), sorted(((act, act_name(act)) for act in acts()), key=lambda pair: pair[1])),
    ]


class AuditFilter(forms.Form):
    """Each field narrows the list. A value that means nothing is told, not ignored."""

    actor = forms.RegexField(
        r"^(person \d{1,18}|console|visitor|worker)$",
        label=_("Who"),
        required=False,
        help_text=_("person 12, console, visitor, worker"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    verb = forms.ChoiceField(label=_("Act"), required=False, choices=_acts)
    thing = forms.CharField(
        label=_("Thing"),
        required=False,
        max_length=60,
        help_text=_("case 3, search 12"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    incident = forms.ModelChoiceField(
        label=_("Incident"), required=False, queryset=Incident.objects.none(), empty_label=_("any")
    )
    after = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, incidents: QuerySet[Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["incident"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = incidents

    def clean_thing(self) -> str:
        said = str(self.cleaned_data["thing"]).strip()
        kind = re.sub(r" \d{1,18}$", "", said)
        if said and kind not in list(Thing):
            raise forms.ValidationError(_("Write the kind of thing and its number, as the list has it."))
        return said


class ExportForm(AuditFilter, Reason):
    """The same choice, and why its rows are taken away."""
