"""Forms for staff about requests and portals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.models import Incident
from antigone.desk.families.models import Request
from antigone.desk.families.queries import waiting, with_signs
from antigone.desk.families.secrets import read_digits
from antigone.desk.families.words import HOW, LANGUAGE_NAMES, STATES
from antigone.desk.photos.models import Source
from antigone.desk.subjects.models import Subject
from antigone.desk.web.subjects.forms import text, words
from antigone.desk.web.tables import Filter

_ENDS = {"sent": "sent_at", "accepted": "accepted_at", "closed": "closed_at", "erased": "erased_at"}


class RequestFilter(Filter):
    """The filter of requests: by name or number, and by what waits."""

    q = words(_("Name, or the first number"), 200)
    incident = forms.ModelChoiceField(
        label=_("Incident"), queryset=Incident.objects.none(), required=False, empty_label=_("all")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("any")),
            ("waits", _("waits for us")),
            *((key, STATES[key]) for key in ("begun", "sent", "accepted", "closed", "erased")),
        ],
    )

    def __init__(self, *args: Any, incidents: QuerySet[Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["incident"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = incidents

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["incident"]:
            rows = rows.filter(portal__incident=asked["incident"])
        if asked["q"]:
            digits = read_digits(asked["q"])
            signed: QuerySet[Any] = with_signs(rows)
            named = Q(pk__in=signed.filter(who__icontains=asked["q"]).values("pk"))
            rows = rows.filter(named | Q(code=digits) if digits else named)
        if asked["state"] == "waits":
            return rows.filter(pk__in=waiting(rows).values("pk"))
        return _in_state(rows, asked["state"]) if asked["state"] else rows


def _in_state(rows: QuerySet[Request], state: str) -> QuerySet[Request]:
    if state == "begun":
        return rows.filter(sent_at=None, closed_at=None, erased_at=None)
    later = {"sent": ("accepted_at", "closed_at", "erased_at"), "accepted": ("closed_at", "erased_at")}
    later["closed"] = ("erased_at",)
    return rows.filter(**{f"{_ENDS[state]}__isnull": False}, **dict.fromkeys(later.get(state, ())))


class BeginRequestForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How does it come?"),
        choices=[("assisted", _("The family is here, or on the telephone")), ("paper", _("On the paper form"))],
        widget=forms.RadioSelect,
        initial="assisted",
    )
    language = forms.ChoiceField(
        label=_("In which language does the family read?"), choices=list(LANGUAGE_NAMES.items())
    )


if TYPE_CHECKING:
    _OfSources = forms.ModelChoiceField[Source]
else:
    _OfSources = forms.ModelChoiceField


class _NamedSource(_OfSources):
    def label_from_instance(self, obj: Source) -> str:
        return obj.name


class PreparePortalForm(forms.Form):
    source = _NamedSource(
        label=_("Lawful source"),
        queryset=Source.objects.none(),
        empty_label=None,
        help_text=_("Its legal basis is consent: each request that allows the search is a consent of its own."),
    )
    called = words(_("What families call it"), 200, help_text=_("They choose it from a list of what happened."))
    telephone = words(
        _("Telephone of the liaison officers, and when"), 200, help_text=_("It stands on every page of a family.")
    )
    bodies = text(
        _("Whom families may allow to see their answers: one on each line"),
        3,
        help_text=_("Name each. A family is asked about each, and nobody else is shown anything."),
    )

    def __init__(self, *args: Any, sources: QuerySet[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = sources


class AcceptRequestForm(forms.Form):
    """Whether somebody else asked for the same person, once one has looked."""

    looked = forms.BooleanField(
        label=_("I looked: this is none of them, or I chose which"), required=False, widget=forms.HiddenInput
    )
    same_as = forms.ModelChoiceField(
        label=_("The same person as"), queryset=Subject.objects.none(), required=False, empty_label=_("nobody of these")
    )

    def __init__(self, *args: Any, near: QuerySet[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["same_as"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = near


class ToTheFamily(forms.Form):
    words = forms.CharField(
        label=_("To the family"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "It stands on their page, where somebody may read over their shoulder. Write nothing that must be told in"
            " person."
        ),
    )


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why it cannot be used, in words for the family"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


IN_WORDS = {**STATES, **HOW}
