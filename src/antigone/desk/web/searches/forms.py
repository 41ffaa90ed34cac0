from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.candidates.models import Exclusion
from antigone.desk.web.forms import Reason

GROUNDS = {
    Exclusion.Ground.FINGERPRINTS: _("Fingerprints differ"),
    Exclusion.Ground.DENTAL: _("Teeth differ"),
    Exclusion.Ground.DNA: _("DNA differs"),
    Exclusion.Ground.MEDICAL: _("A medical finding"),
    Exclusion.Ground.DESCRIPTION: _("The description: marks, sex, stature"),
    Exclusion.Ground.ALIVE: _("The missing person was found alive"),
    Exclusion.Ground.ELSEWHERE: _("One of them was identified as another"),
}
PURPOSES = (
    (noop("to identify a dead person"), _("To identify a dead person")),
    (noop("to find a missing person"), _("To find a missing person")),
    (noop("to check an earlier list"), _("To check an earlier list")),
    (noop("to answer a court or another authority"), _("To answer a court or another authority")),
)


class AskSearchForm(Reason):
    purpose = forms.ChoiceField(label=_("What for"), choices=PURPOSES)
    field_order = ("purpose", "reason")


class ExcludeSeveral(Reason):
    """No ground is chosen beforehand: whoever excludes says what proves it."""

    ground = forms.ChoiceField(label=_("What proves it"), choices=[("", _("Choose what proves it")), *GROUNDS.items()])
    field_order: tuple[str, ...] = ("ground", "reason")
