"""Forms of a record, section by section. Rules stand in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from antigone.desk.records.days import Days, read_days, write_days
from antigone.desk.records.models import Name, Record
from antigone.desk.web.subjects.forms import SectionForm, sex, text, whole, words
from antigone.desk.web.words import choices
from antigone.errors import RuleBroken

_DAYS_HELP = _("As exactly as is known: 1980-05-17, 1980-05, 1980, or between two: 1978 to 1982.")


class DaysField(forms.CharField):
    """A day, a month, a year, or between two of those, in one line."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
        super().__init__(label=label, required=False, max_length=60, widget=widget, help_text=_DAYS_HELP)

    def clean(self, value: Any) -> Days:
        try:
            return read_days(super().clean(value))
        except RuleBroken as fault:
            raise ValidationError(f"{fault.detail} {fault.hint}") from fault


class _WithDays(forms.Form):
    """``born`` and ``last_seen`` are read as two columns each."""

    born = DaysField(_("Born"))
    last_seen = DaysField(_("Last seen"))

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        for name in ("born", "last_seen"):
            if name in cleaned:
                cleaned[f"{name}_earliest"], cleaned[f"{name}_latest"] = cleaned.pop(name)
        return cleaned


def days_as_written(record: Record) -> dict[str, str]:
    return {
        "born": write_days(record.born_earliest, record.born_latest),
        "last_seen": write_days(record.last_seen_earliest, record.last_seen_latest),
    }


def _safe() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Is it safe for them if we use this contact?"),
        choices=[("", _("nobody asked yet: do not use it")), ("yes", _("yes, they said so")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def _contact(**more: Any) -> forms.CharField:
    return words(_("How they can be reached"), 300, help_text=_("Telephone, address, or through whom."), **more)


class OpenRecordForm(_WithDays):
    """What a family says in the first minutes; the rest is written later."""

    family = words(_("Family name"), 120, help_text=_("As the family writes it, in any script."))
    given = words(_("Given name"), 120)
    patronymic = words(_("Patronymic or father's name"), 120)
    sex = sex()
    age_low = whole(_("Age when last seen, at least"), 0, 120)
    age_high = whole(_("Age when last seen, at most"), 0, 120, help_text=_("Only if the birth is not known."))
    last_seen_place = words(_("Where last seen"), 300)
    informant = words(_("Who tells us"), 200)
    relation = words(_("What they are to the missing person"), 120, help_text=_("Mother, neighbour, officer."))
    spoken = words(_("Languages they speak"), 200)
    contact = _contact()
    safe = _safe()
    never = words(_("Never contact them by"), 300, help_text=_("Such as: never by telephone, never through the uncle."))
    looked = forms.BooleanField(
        label=_("I looked at them: this is another person."), required=False, widget=forms.HiddenInput
    )
    field_order = (
        "family",
        "given",
        "patronymic",
        "sex",
        "born",
        "age_low",
        "age_high",
        "last_seen",
        "last_seen_place",
        "informant",
        "relation",
        "spoken",
        "contact",
        "safe",
        "never",
        "looked",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        told = [cleaned.get(name) for name in ("relation", "spoken", "contact", "never")]
        if any(told) and not cleaned.get("informant"):
            self.add_error("informant", _("Write who tells us, or leave what is said of them empty."))
        return cleaned


class When(_WithDays, SectionForm):
    last_seen_place = words(_("Where last seen"), 300)
    last_seen_latitude = forms.DecimalField(
        label=_("Latitude where last seen"), required=False, help_text=_("Degrees, such as 46.48253.")
    )
    last_seen_longitude = forms.DecimalField(
        label=_("Longitude where last seen"), required=False, help_text=_("Degrees, such as 30.72331.")
    )
    circumstances = text(_("How they went missing"))


class RecordBodyForm(SectionForm):
    sex = sex()
    age_low = whole(_("Age when last seen, at least"), 0, 120)
    age_high = whole(_("Age when last seen, at most"), 0, 120, help_text=_("Worked out from birth and last seen."))
    stature_low = whole(_("Stature, at least"), 20, 250)
    stature_high = whole(_("Stature, at most"), 20, 250, help_text=_("Centimetres."))
    build = words(_("Build"), 200)
    hair = words(_("Hair"), 200, help_text=_("Colour, length, beard."))
    eyes = words(_("Eyes"), 200)
    teeth = text(_("Teeth"), 3, help_text=_("What one saw when they smiled, and who their dentist was."))


class LifeForm(SectionForm):
    nationality = words(_("Nationality"), 120)
    languages = words(_("Languages"), 200)
    other_number = words(_("Other number"), 120, help_text=_("Of the police, the tracing agency or the INTERPOL form."))
    remarks = text(_("Remarks"))


class Belongings(SectionForm):
    clothing = text(
        _("Clothing"), help_text=_("What they wore when last seen: kind, colour, size, what is written on it.")
    )
    belongings = text(_("Belongings"), help_text=_("What they had with them: jewellery, papers, telephone, keys."))


class NameForm(forms.Form):
    what = forms.ChoiceField(label=_("Kind of name"), choices=choices(Name.What))
    family = words(_("Family name"), 120)
    given = words(_("Given name"), 120)
    patronymic = words(_("Patronymic or father's name"), 120)


class ChangeNameForm(NameForm, SectionForm):
    """The same, and why it is changed."""


class InformantForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    relation = words(_("What they are to the missing person"), 120)
    languages = words(_("Languages they speak"), 200)
    contact = _contact()
    safe = _safe()
    never = words(_("Never contact them by"), 300)


class ChangeInformantForm(InformantForm, SectionForm):
    """The same, and why it is changed."""
