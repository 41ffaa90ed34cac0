"""Forms for telling a family. Rules stand in the protocol and the actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.models import Person
from antigone.desk.exchange.models import Packet
from antigone.desk.notification.words import ITEMS, OUTCOMES, VOICES
from antigone.desk.photos.models import Photograph
from antigone.desk.web.subjects.forms import text, words
from antigone.protocol.follow_up import Voice
from antigone.protocol.ladder import Rung
from antigone.protocol.plan import Entitled, Item
from antigone.protocol.visit import VisitOutcome, VisitStep


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    """A field for day and time, with the browser's own calendar."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def needed(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """A field of several lines that cannot be left empty."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=5000, widget=widget, **more)


def one_line(label: Any, most: int, **more: Any) -> forms.CharField:
    field = words(label, most, **more)
    field.required = True
    return field


class SideForm(forms.Form):
    across = forms.TypedChoiceField(
        label=_("The family is"),
        coerce=lambda value: value == "across",
        choices=[("here", _("on this side: they are told in person")), ("across", _("across a front line"))],
        widget=forms.RadioSelect,
        help_text=_("Across a front line nobody here contacts them, in any way. A packet goes through the bureau."),
    )
    who_says = one_line(_("Who says so"), 200)
    words = needed(_("How they know"), 2)


class Kin(forms.Form):
    name = one_line(_("Name"), 200)
    relation = one_line(_("How they are related"), 120, help_text=_("Such as: mother, wife, eldest son."))
    place = forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=99,
        help_text=_("Who has the first right to hear it is 1. Law and custom say who that is."),
    )
    words = text(_("What else is to be known"), 2)


def whom(entitled: Iterable[Entitled]) -> list[tuple[int, str]]:
    return [(each.key, f"{each.place}. {each.name}, {each.relation}") for each in entitled]


class Strike(forms.Form):
    key = forms.TypedChoiceField(label=_("Whom"), coerce=int)
    words = needed(_("Why they are not told"), 2)

    def __init__(self, *args: Any, entitled: Iterable[Entitled], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "key", whom(entitled))


class Reached(forms.Form):
    key = forms.TypedChoiceField(label=_("Whom"), coerce=int)
    how = one_line(_("How they are reached"), 300, help_text=_("Only to arrange a visit. Nothing is told in this way."))
    safe = forms.TypedChoiceField(
        label=_("Is that safe for them?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("yes, they say so")), ("no", _("no, or nobody knows"))],
        widget=forms.RadioSelect,
    )
    never = one_line(_("How they must never be reached"), 300, help_text=_("If there is nothing, write: nothing."))
    words = needed(_("Who asked them, and when"), 2)

    def __init__(self, *args: Any, entitled: Iterable[Entitled], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "key", whom(entitled))


def choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class Items(forms.Form):
    """Every item of the plan, each with why it is asked."""

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            name, what, why = ITEMS[item]
            self.fields[item.value] = forms.CharField(
                label=name,
                required=False,
                max_length=10_000,
                help_text=_("%(what)s %(why)s") % {"what": what, "why": why},
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )


class Going(forms.Form):
    first = forms.ModelChoiceField(label=_("The first"), queryset=Person.objects.none())
    second = forms.ModelChoiceField(label=_("The second"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people


class VisitForm(forms.Form):
    """A visit as it went, in the order of the paper sheet, so that it is typed in as it lies there."""

    on = moment(_("Day and time of the visit"))
    outcome = forms.TypedChoiceField(
        label=_("What became of it"),
        coerce=VisitOutcome,
        choices=[(outcome.value, OUTCOMES[outcome]) for outcome in VisitOutcome],
        widget=forms.RadioSelect,
    )
    told = forms.TypedMultipleChoiceField(
        label=_("Who was told"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    out_of_order = words(_("If somebody heard it before one who comes first: why"), 500)
    present = words(_("Who else was there"), 500)
    said_words = text(_("The words with which it was said"), 3)
    plainly = forms.BooleanField(required=False)
    stays = words(_("Who stays with them now"), 500, help_text=_("Kin are never left alone."))
    words = text(_("If they were not told: what happened instead"), 3)

    def __init__(self, *args: Any, entitled: Iterable[Entitled], of_error: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "told", whom(entitled))
        self.fields["plainly"].label = (
            _("It was said plainly that this was an error.") if of_error else _("The word “died” was said.")
        )
        for step in VisitStep:
            self.fields[f"done_{step.value}"] = forms.BooleanField(label=_("Done"), required=False)
            self.fields[f"why_{step.value}"] = words(_("Notes; or why it was not done"), 1000)

    def steps(self) -> dict[VisitStep, tuple[bool, str]]:
        said = self.cleaned_data
        return {step: (said[f"done_{step.value}"], said[f"why_{step.value}"].strip()) for step in VisitStep}

    def rest(self) -> dict[str, Any]:
        names = ("on", "outcome", "out_of_order", "present", "said_words", "plainly", "stays", "words")
        return {name: self.cleaned_data[name] for name in names}


class HeardForm(forms.Form):
    who = one_line(_("Who said it"), 200)
    voice = forms.TypedChoiceField(
        label=_("What it is"),
        coerce=Voice,
        choices=[(voice.value, VOICES[voice]) for voice in Voice],
        widget=forms.RadioSelect,
    )
    words = needed(_("In their words"))


class TakeUp(forms.Form):
    reference = one_line(
        _("Where it lies before the board"),
        300,
        help_text=_("The file, the sitting, what is examined again and by whom; or the recall that was begun."),
    )


class Followed(forms.Form):
    on = moment(_("When somebody was with them"))
    reached = forms.TypedChoiceField(
        label=_("Were they reached?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
    )
    words = needed(_("How they are, what they need; or why they were not reached"))
    again = moment(_("If they were not reached: by when somebody tries again"), required=False)


class Another(forms.Form):
    due = moment(_("By when somebody is with them again"))
    words = needed(_("What for"), 2)


class HandOver(forms.Form):
    on = moment(_("Day and time"))
    to = forms.TypedChoiceField(label=_("Who signed"), coerce=int)
    witness = forms.ModelChoiceField(label=_("The second person of the desk"), queryset=Person.objects.none())
    lines = forms.TypedMultipleChoiceField(
        label=_("Lines of the inventory"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    seals = words(_("Numbers of the sealed packets"), 300)
    remains = forms.BooleanField(label=_("The body was handed over"), required=False)
    signed = one_line(
        _("Where the signed paper is kept"),
        300,
        help_text=_("Folder and sheet. The paper itself stays paper: no copy of a signature lies here."),
    )
    words = text(_("Remarks"), 2)


class SentForm(forms.Form):
    packet = forms.ModelChoiceField(label=_("Packet"), queryset=Packet.objects.none())
    lines = forms.TypedMultipleChoiceField(
        label=_("Lines of the inventory that go with it"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seals = words(_("Numbers of the sealed packets"), 300)
    words = text(_("Remarks"), 2)


class BureauAnswerForm(forms.Form):
    told = forms.TypedChoiceField(
        label=_("Do they say that the family knows?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("yes")), ("no", _("no, not yet"))],
        widget=forms.RadioSelect,
    )
    words = needed(_("What they answered, and the number of their letter"))


class AskPictureForm(forms.Form):
    who = one_line(_("Who asks"), 200)
    words = needed(_("What they ask for, in their words"), 2)


class InWords(forms.Form):
    """One step of the ladder: what was explained, said or answered."""

    words = needed(_("In words"), 2)


class PreparePictureForm(forms.Form):
    photograph = forms.ModelChoiceField(label=_("Photograph"), queryset=Photograph.objects.none())
    rung = forms.TypedChoiceField(
        label=_("What it shows"),
        coerce=Rung,
        choices=[(Rung.OBJECT.value, _("an object or a tattoo")), (Rung.FACE.value, _("the face"))],
        widget=forms.RadioSelect,
        help_text=_("A face: clean, eyes closed, covered up to the chin, on a plain background."),
    )
    words = needed(_("What it shows, for whoever describes it first"), 2)
    cut = one_line(
        _("Part of the photograph"),
        20,
        initial="0 0 100 100",
        help_text=_("Left, top, width and height in hundredths of the photograph, such as: 30 10 40 50."),
    )
    covers = text(
        _("What is covered"), 3, help_text=_("The same four numbers, one part on each line. It becomes plain grey.")
    )


class LookOver(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("May a family be shown this?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
    )
    words = needed(_("Why"), 2)


class Train(forms.Form):
    person = forms.ModelChoiceField(label=_("Who was trained"), queryset=Person.objects.none())
    what = one_line(_("The course, and who taught it"), 200)
    on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("Until when it counts"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if it has no end."),
    )
