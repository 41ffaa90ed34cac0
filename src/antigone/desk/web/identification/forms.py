from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.models import Person
from antigone.desk.identification.models import Decision, Expert
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.identification.queries import agencies_in, may_sit, named_experts
from antigone.desk.identification.words import CONCLUSIONS, DIRECTIONS, GROUNDS, KINDS, WHATS
from antigone.desk.photos.models import Photograph
from antigone.desk.web.forms import Reason
from antigone.protocol.recall import What
from antigone.protocol.scales import Conclusion


def _long(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class _PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.agency.name}"


class _Experts(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.institution} ({obj.discipline})"


class _Pictures(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return _("%(code)s, photograph %(number)s") % {"code": obj.subject.code, "number": obj.pk}


class _One(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.agency.name}"


class LineForm(forms.Form):
    """A line of evidence. Experts from outside are chosen from the incident's register."""

    kind = forms.ChoiceField(label=_("What was examined"), choices=[(k.value, words) for k, words in KINDS.items()])
    direction = forms.ChoiceField(
        label=_("It speaks for"),
        choices=[(side.value, words) for side, words in DIRECTIONS.items()],
        widget=forms.RadioSelect,
    )
    words = _long(_("What it says"), _("So that a person outside can follow."))
    source = forms.CharField(label=_("Source"), max_length=500, help_text=_("The report that says so, or who told it."))
    people = _PeopleField(
        label=_("Examined by, of those who work with the desk"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    experts = _Experts(
        label=_("Examined by, from outside"),
        queryset=Expert.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of the incident's register. To carry a conclusion, two people examine a line."),
    )
    depends_on = forms.MultipleChoiceField(
        label=_("It would fall with these lines"), required=False, widget=forms.CheckboxSelectMultiple
    )
    depends_on_face = forms.BooleanField(
        label=_("Whoever examined it looked at the face, or knew what the examiners of the faces said"), required=False
    )
    photographs = _Pictures(
        label=_("Seen in these photographs"),
        queryset=Photograph.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rests_on = forms.MultipleChoiceField(
        label=_("It rests on these decisions"),
        required=False,
        help_text=_("Such as: the only one left on a list, because the others were identified."),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    def __init__(self, *args: Any, file: Any, photographs: QuerySet[Photograph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(agency__in=agencies_in(file.incident), ended_at=None).select_related("agency")
        self._fill("people", people)
        self._fill("experts", named_experts(file.incident))
        self._fill("photographs", photographs)
        lines = file.lines.filter(taken_back_at=None).order_by("place")
        depends: Any = self.fields["depends_on"]
        depends.choices = [(str(line.place), f"{line.place}: {line.words[:80]}") for line in lines]
        if not depends.choices:
            del self.fields["depends_on"]
        rests: Any = self.fields["rests_on"]
        rests.choices = [
            (each.number, f"{each.number}: {each.case.code}, {each.record.code}") for each in _standing(file)
        ]
        if not rests.choices:
            del self.fields["rests_on"]
        if not photographs.exists():
            del self.fields["photographs"]

    def _fill(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["depends_on"] = [int(place) for place in cleaned.get("depends_on", [])]
        cleaned["rests_on"] = cleaned.get("rests_on", [])
        cleaned |= {name: list(cleaned.get(name, [])) for name in ("people", "experts", "photographs")}
        return cleaned


def _standing(file: Any) -> QuerySet[Decision]:
    """The identifications of the incident that stand, the latest first: so many that one can be found among them."""
    rows = Decision.objects.filter(incident=file.incident_id, conclusion=ESTABLISHED, recalled_at=None)
    return rows.select_related("case", "record").order_by("-pk")[:500]


class AttachPaper(forms.Form):
    paper = forms.FileField(
        label=_("Paper"), widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})
    )


class DiscrepancyForm(forms.Form):
    words = _long(_("What does not fit"))
    explained = _long(
        _("What explains it"),
        _("Leave it empty until somebody can explain it. Until then it blocks. Your name stands with it."),
        required=False,
    )


class Explain(forms.Form):
    words = _long(_("What explains it"), _("Your name stands with it."))


class Call(forms.Form):
    meets_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    where = forms.CharField(label=_("Where"), max_length=300)


class Put(forms.Form):
    conclusion = forms.ChoiceField(
        label=_("Conclusion"), choices=[(c.name, words) for c, words in CONCLUSIONS.items()], widget=forms.RadioSelect
    )
    reasons = _long(_("Reasons"), _("They stand in the decision and on the certificate."))
    combined = forms.MultipleChoiceField(
        label=_("Lines that the board combines"), required=False, widget=forms.CheckboxSelectMultiple
    )
    combination_reasons = _long(_("Why these lines together leave no other person"), required=False)

    def __init__(self, *args: Any, lines: list[Any], law: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not law:
            del self.fields["combined"], self.fields["combination_reasons"]
            return
        combined: Any = self.fields["combined"]
        combined.choices = [(str(line.place), f"{line.place}: {line.words[:80]}") for line in lines]
        combined.help_text = law

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["combined"] = [int(place) for place in cleaned.get("combined", [])]
        return cleaned


class VoteForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("Your vote"),
        coerce=lambda said: said == "yes",
        choices=[("yes", _("For it")), ("no", _("Against it"))],
        widget=forms.RadioSelect,
    )
    reasons = _long(_("Why"), _("A vote against says why. It is kept as dissent."), required=False)


class RecallForm(Reason):
    ground = forms.ChoiceField(
        label=_("What is wrong"), choices=[(g.value, words) for g, words in GROUNDS.items()], widget=forms.RadioSelect
    )
    field_order = ("ground", "reason")


class Assign(forms.Form):
    to = _One(label=_("Who answers for it"), queryset=Person.objects.none())
    due = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        field.choices = [*field.choices]  # type: ignore[misc]  # asked for once, and shown for each act


class ActDoneForm(forms.Form):
    words = _long(_("What was done, or why nothing can be done"), rows=2)


class FoundActForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What was done"),
        choices=[(w.value, words) for w, words in WHATS.items() if w is not What.IDENTIFICATION],
    )
    words = _long(_("In words"), rows=2)


class Appoint(Reason):
    person = _One(label=_("Board member"), queryset=Person.objects.none(), empty_label=None)
    discipline = forms.CharField(label=_("Discipline"), max_length=120, help_text=_("Such as odontology."))
    field_order = ("person", "discipline", "reason")

    def __init__(self, *args: Any, incident: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = may_sit(incident)


class EndSeat(Reason):
    seat = forms.IntegerField(widget=forms.HiddenInput())


class EnterExpert(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    institution = forms.CharField(label=_("Institution"), max_length=200)
    discipline = forms.CharField(label=_("Discipline"), max_length=120, help_text=_("Such as odontology."))
    how = forms.CharField(
        label=_("How you know who they are, and that they examine this"),
        max_length=500,
        help_text=_("Such as: rang the institute at the number in its letterhead, spoke with its head."),
    )


class ConfirmExpert(forms.Form):
    expert = forms.IntegerField(widget=forms.HiddenInput())
    how = forms.CharField(label=_("How you know them"), max_length=500)


class EndExpert(Reason):
    expert = forms.IntegerField(widget=forms.HiddenInput())


class BoardRules(Reason):
    """The board's policy: as strict as Antigone, or stricter."""

    name = forms.CharField(label=_("Name of the policy"), max_length=120)
    face_ceiling = forms.ChoiceField(
        label=_("The most that faces alone support"),
        choices=[(c.name, CONCLUSIONS[c]) for c in (Conclusion.POSSIBLE, Conclusion.NO_COMPARISON)],
    )
    examiners = forms.IntegerField(
        label=_("People who examine a face, or a line that carries"), min_value=1, max_value=9
    )
    secondary_for_probable = forms.IntegerField(
        label=_("Independent secondary lines for “probable”"), min_value=1, max_value=9
    )
    primary_for_established = forms.IntegerField(
        label=_("Primary identifiers for “established”"), min_value=1, max_value=9
    )
    combination_law = forms.CharField(
        label=_("Law that allows to combine secondary lines"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty where no law allows it."),
    )
    combination = forms.IntegerField(label=_("Lines in a combination, at least"), min_value=1, max_value=12)
    quorum = forms.IntegerField(label=_("Members who must be present"), min_value=1, max_value=50)
    agencies = forms.IntegerField(label=_("From how many agencies"), min_value=1, max_value=20)
    share = forms.CharField(
        label=_("Share of those present who must agree"),
        max_length=9,
        help_text=_("A fraction, such as 2/3."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    unanimous = forms.BooleanField(label=_("“Established” needs everybody who is present"), required=False)
    field_order = (
        *("name", "face_ceiling", "examiners", "secondary_for_probable", "primary_for_established"),
        *("combination_law", "combination", "quorum", "agencies", "share", "unanimous", "reason"),
    )
