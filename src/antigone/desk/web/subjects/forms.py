"""Form fields that cases and records share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.desk.identification.pipeline import OPEN
from antigone.desk.identification.states import PIPELINE_WORDS
from antigone.desk.subjects.actions.changing import NOTHING
from antigone.desk.subjects.models import Elsewhere, Mark, Sex
from antigone.desk.subjects.queries import MINE, NOBODYS
from antigone.desk.web.words import choices

SEX_AND_RANGES = ("sex", "age_low", "age_high", "stature_low", "stature_high")
"""Of the description: what its templates put first, two numbers as one range."""


def day(label: Any, **more: Any) -> forms.DateField:
    """A field for a date, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **more)


def words(label: Any, most: int, **more: Any) -> forms.CharField:
    """A text field of one line."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget, **more)


def text(label: Any, rows: int = 5, **more: Any) -> forms.CharField:
    """A text field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=10_000, widget=widget, **more)


def whole(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A field for a whole number, with number keys on a telephone."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **more,
    )


def sex() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Sex"), choices=choices(Sex), initial=Sex.UNKNOWN, widget=forms.RadioSelect)


def state() -> forms.ChoiceField:
    """Where cases and records are in the pipeline."""
    listed = [("", _("any")), (OPEN, _("all that are not closed")), *((s.value, w) for s, w in PIPELINE_WORDS.items())]
    return forms.ChoiceField(label=_("State"), required=False, choices=listed)


def charge() -> forms.ChoiceField:
    """Who answers for cases and records."""
    listed = [("", _("any")), (MINE, _("I do")), (NOBODYS, _("nobody does"))]
    return forms.ChoiceField(label=_("Who answers for it"), required=False, choices=listed)


class ChangeForm(forms.Form):
    """Why something is changed. ``last`` is the revision that the person saw when they began to write."""

    reason = forms.CharField(
        label=_("Why it is changed"),
        max_length=2000,
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off", "dir": "auto"}),
        help_text=_("Kept in the history and the audit. Write no names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])  # which comes last


class SectionForm(ChangeForm):
    """What a section says, to be changed. Why is asked for only where something was written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.fields["reason"]
        why.required = False
        why.help_text = _("Only if something that was written changes. Kept in the history and the audit: no names.")
        if all(self.initial.get(name) in NOTHING for name in self.fields):
            del self.fields["reason"]


@dataclass(slots=True)
class Part:
    """A section of a page: what it says, and the form in which that is changed where it stands."""

    name: str
    """Its anchor, and what its template calls it."""
    title: Any
    address: str = ""
    """Where its form is sent; empty for whoever may not change it."""
    form: forms.Form | None = None
    fields: Sequence[tuple[Any, Any]] = ()
    body: str = "desk/subjects/_fields.html"
    """The template of what it says."""
    lead: Any = ""
    opened: bool = False
    because: forms.Form | None = None
    """A line that was to be taken back, and why it was not."""
    told: Sequence[Any] = ()
    """What others changed meanwhile."""
    row: Any = None
    """Of a list, the row whose form it is; None while one more is added."""

    @property
    def known(self) -> list[tuple[Any, Any]]:
        return [(label, value) for label, value in self.fields if value not in NOTHING]

    @property
    def unknown(self) -> list[Any]:
        return [label for label, value in self.fields if value in NOTHING]


@dataclass(slots=True)
class OpenedSection:
    """The section that somebody opened, and what they sent if it could not be written."""

    name: str
    form: forms.Form | None = None
    because: forms.Form | None = None
    told: Sequence[Any] = ()
    row: Any = None

    @property
    def status(self) -> int:
        return 400 if any(each is not None and each.is_bound for each in (self.form, self.because)) else 200


def fill_part(part: Part, kind: type[forms.Form], as_it_is: dict[str, Any], asked: OpenedSection | None) -> None:
    """Give a section its form: empty, as the section says, or as somebody sent it."""
    part.form = kind(auto_id=f"{part.name}-%s", initial=as_it_is if issubclass(kind, SectionForm) else None)
    if asked is not None and asked.name == part.name:
        part.form, part.because = asked.form or part.form, asked.because
        part.opened, part.told, part.row = True, asked.told, asked.row


def labels(*kinds: type[forms.Form]) -> dict[str, Any]:
    """The labels of these forms' fields."""
    fields = {name: field for kind in kinds for name, field in kind.base_fields.items()}
    return {name: field.label for name, field in fields.items() if name != "reason"}


class NewMark(forms.Form):
    what = forms.ChoiceField(label=_("Kind"), choices=choices(Mark.What))
    where = forms.CharField(
        label=_("Where on the body"),
        max_length=120,
        help_text=_("Part and side, such as: left forearm, inside."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    description = forms.CharField(
        label=_("What it looks like"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


class NewElsewhere(forms.Form):
    what = forms.ChoiceField(label=_("What is held"), choices=choices(Elsewhere.What))
    holder = forms.CharField(
        label=_("Who holds it"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    number = forms.CharField(
        label=_("Their number for it"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        help_text=_("Only the number: the prints, the findings and the profile stay where they are."),
    )
    taken_on = day(_("Taken on"))
