"""Forms of a case, section by section. Rules stand in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.cases.models import Case
from antigone.desk.cases.queries import narrow_cases
from antigone.desk.identification.pipeline import in_state
from antigone.desk.subjects.models import Sex
from antigone.desk.subjects.queries import narrow_charge
from antigone.desk.web.subjects.forms import SectionForm, charge, day, sex, state, text, whole, words
from antigone.desk.web.tables import Filter
from antigone.desk.web.words import choices

_AGE_HELP = _("Whole years. Where it is known exactly, the same number twice.")


def _condition() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Condition of the body"),
        choices=choices(Case.Condition),
        initial=Case.Condition.UNKNOWN,
        help_text=_("What the face looks like decides how it is compared."),
    )


class OpenCaseForm(forms.Form):
    """What is known in the first minutes; the rest is written later."""

    found_on = day(_("Found on"))
    found_place = words(_("Where"), 300)
    found_by = words(_("Found by"), 200, help_text=_("A person, a unit or a boat."))
    sex = sex()
    age_low = whole(_("Age, at least"), 0, 120)
    age_high = whole(_("Age, at most"), 0, 120)
    condition = _condition()


class WhereFoundForm(SectionForm):
    found_on = day(_("Found on"))
    found_time = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    found_place = words(_("Where"), 300)
    latitude = forms.DecimalField(label=_("Latitude"), required=False, help_text=_("Degrees, such as 46.48253."))
    longitude = forms.DecimalField(label=_("Longitude"), required=False, help_text=_("Degrees, such as 30.72331."))
    found_by = words(_("Found by"), 200)
    condition = _condition()
    died_earliest = day(_("Died at the earliest on"))
    died_latest = day(_("Died at the latest on"))
    other_number = words(_("Other number"), 120, help_text=_("Of the police, the mortuary or the INTERPOL form."))


class CaseBodyForm(SectionForm):
    sex = sex()
    age_low = whole(_("Age, at least"), 0, 120)
    age_high = whole(_("Age, at most"), 0, 120, help_text=_AGE_HELP)
    stature_low = whole(_("Stature, at least"), 20, 250)
    stature_high = whole(_("Stature, at most"), 20, 250, help_text=_("Centimetres."))
    build = words(_("Build"), 200)
    hair = words(_("Hair"), 200, help_text=_("Colour, length, beard."))
    eyes = words(_("Eyes"), 200)


class Teeth(SectionForm):
    teeth = text(
        _("Teeth"), help_text=_("What can be seen: gaps, crowns, gold, braces. The dental chart is held elsewhere.")
    )


class Clothing(SectionForm):
    clothing = text(_("Clothing"), help_text=_("From outside to inside: kind, colour, size, label, writing."))
    remarks = text(_("Remarks"))


class Custody(SectionForm):
    custody = words(_("Who keeps the body"), 200)
    custody_place = words(_("Where"), 200, help_text=_("Room, shelf, container, grave."))


class Article16Form(SectionForm):
    power = words(_("a) Power on which they depend"), 120)
    number = words(_("b) Army, regimental, personal or serial number"), 120)
    surname = words(_("c) Surname"), 200)
    first_names = words(_("d) First name or names"), 200)
    born_on = words(_("e) Date of birth"), 60, help_text=_("As the identity card or disc has it."))
    other = text(_("f) Other particulars on the identity card or disc"), 3)
    when_and_where = text(_("g) Date and place of capture or death"), 3)
    cause = text(_("h) Wounds or illness, or cause of death"), 3)


class NewEffect(forms.Form):
    description = forms.CharField(
        label=_("What it is"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Material, colour, engraving: what can be seen, not what it may be worth."),
    )
    found_where = words(_("Where it was"), 200, help_text=_("Such as: right coat pocket."))
    kept_where = words(_("Where it is kept"), 200, help_text=_("Packet, seal and shelf."))


class Labels(forms.Form):
    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[
            ("sheet", _("A sheet of A4, to cut")),
            ("single", _("Single labels, 100 by 62 mm")),
            ("small", _("Single labels, 100 by 50 mm")),
            ("roll", _("A roll 62 mm wide")),
        ],
        initial="sheet",
        widget=forms.RadioSelect,
    )
    copies = whole(_("How many"), 1, 40, initial=8, help_text=_("For the body, the bag, the file and each packet."))


class CaseFilter(Filter):
    """The filter of the list of cases."""

    q = words(_("Code, other number or place"), 100)
    incident = forms.ModelChoiceField(
        label=_("Incident"), queryset=Incident.objects.none(), required=False, empty_label=_("all")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=choices(Sex, _("any")), required=False)
    age = whole(_("May be of this age"), 0, 120)
    condition = forms.ChoiceField(label=_("Condition"), choices=choices(Case.Condition, _("any")), required=False)
    found_from = day(_("Found from"))
    found_to = day(_("Found until"))
    state = state()
    charge = charge()
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=_("all")
    )
    photographs = forms.ChoiceField(
        label=_("Photographs"), required=False, choices=[("", _("any")), ("with", _("with")), ("without", _("without"))]
    )

    def __init__(
        self, *args: Any, by: Actor, incidents: QuerySet[Incident], agencies: QuerySet[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for name, rows in (("incident", incidents), ("agency", agencies)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        return in_state(narrow_charge(narrow_cases(rows, asked), self.by, asked["charge"]), self.by, asked["state"])
