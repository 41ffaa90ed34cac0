"""Forms that go with photographs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.by_hand.points import COLUMNS, points_from
from antigone.desk.photos.core_words import refusal_in_words
from antigone.desk.photos.models import Consent, Face, Photograph, Source
from antigone.desk.photos.words import GRADES
from antigone.types import Refusal

Ground = tuple[Source, Consent | None]

STAGES = (
    (Photograph.Stage.BEFORE.value, _("Before the body was cleaned")),
    (Photograph.Stage.AFTER.value, _("After it was cleaned")),
    (Photograph.Stage.UNKNOWN.value, _("It is not known")),
)


class OfTheDeadForm(forms.Form):
    """Fields for photographs of a case."""

    stage = forms.TypedChoiceField(
        label=_("When were they taken?"),
        coerce=Photograph.Stage,
        choices=STAGES,
        initial=Photograph.Stage.UNKNOWN.value,
    )


class OfTheMissingForm(forms.Form):
    """Fields for photographs of a record: on what lawful basis they are held."""

    ground = forms.ChoiceField(
        label=_("Where do they come from?"),
        help_text=_("The lawful source and, where it needs one, the consent. Without one no photograph is searched."),
    )

    def __init__(self, *args: Any, grounds: list[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grounds = {_key(source, consent): (source, consent) for source, consent in grounds}
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, _in_words(*ground)) for key, ground in self.grounds.items()]

    def clean(self) -> dict[str, Any]:
        source, consent = self.grounds.get(self.cleaned_data.get("ground", ""), (None, None))
        return {"source": source, "consent": consent}


class Choose(forms.Form):
    face = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, faces: list[Face], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["face"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(face.number, str(face.number)) for face in faces]


class Grade(forms.Form):
    grade = forms.TypedChoiceField(
        label=_("How hard is it to look at?"),
        coerce=int,
        choices=GRADES,
        widget=forms.RadioSelect,
        help_text=_("For whoever has to look at it next. Above 0 it is blurred until somebody asks."),
    )


POINT_NAMES = {
    "left_eye": _("Eye on the left"),
    "right_eye": _("Eye on the right"),
    "nose": _("Tip of the nose"),
    "left_mouth": _("Corner of the mouth on the left"),
    "right_mouth": _("Corner of the mouth on the right"),
}
"""The points of a face, left and right of the picture when the face is held upright."""


class SetPoints(forms.Form):
    """Ten numbers, some of them empty: what is left empty is the machine's."""

    reason = forms.CharField(label=_("Why"), max_length=2000, help_text=_("Kept with the photograph."))

    def clean(self) -> dict[str, Any]:
        given = points_from([self.data.get(column, "").strip() for column in COLUMNS])
        if isinstance(given, Refusal):
            raise forms.ValidationError(" ".join(refusal_in_words(given.code, given.detail, given.hint)))
        if given is None:
            raise forms.ValidationError(gettext("No point is set. Set those that the machine has wrong."))
        return {"points": given, "reason": self.cleaned_data.get("reason", "")}


class PaintedMask(forms.Form):
    """What was painted over, as bits."""

    painted = forms.CharField(widget=forms.HiddenInput, max_length=100_000)
    reason = forms.CharField(label=_("What hides it"), max_length=2000, help_text=_("Kept with the photograph."))


class MaskFile(forms.Form):
    """A mask that was made elsewhere."""

    mask = forms.FileField(
        label=_("A mask"),
        help_text=_("A PNG of the photograph's own size, upright: white where the face is hidden, black elsewhere."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    reason = forms.CharField(label=_("What hides it"), max_length=2000)


def _key(source: Source, consent: Consent | None) -> str:
    return f"{source.pk}-{consent.pk}" if consent else str(source.pk)


def _in_words(source: Source, consent: Consent | None) -> str:
    if consent is None:
        return f"{source.name} ({source.basis})"
    return gettext("%(source)s, consent of %(who)s (%(relation)s), %(day)s") % {
        "source": source.name,
        "who": consent.given_by,
        "relation": consent.relation,
        "day": date_format(consent.given_on, "SHORT_DATE_FORMAT"),
    }
