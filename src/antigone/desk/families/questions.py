"""The questions of a request: one a page, in words that a child understands; each may be left empty.

The same questions stand on the public pages, on the pages of staff who ask for the family, and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.families.models import Allowed

_EARLIEST = 1880
_OFF = {"autocomplete": "off"}


def _line(label: Any, most: int = 120, **said: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, widget=forms.TextInput(attrs={**_OFF, "dir": "auto"}), **said
    )


def _lines(label: Any, most: int = 3000, rows: int = 4, **said: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**_OFF, "rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, **said)


def _number(label: Any, low: int, high: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={**_OFF, "inputmode": "numeric", "class": "short"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=False, widget=widget)


def _one_of(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


class Question(forms.Form):
    """One page of the request. ``said`` is what is kept of its answer."""

    def said(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        return {name: value if isinstance(value, list) else str(value) for name, value in kept.items()}


class _OnADay(Question):
    """A day as far as it is known: a year, a month of it, a day of that."""

    day = _number(_("Day"), 1, 31)
    month = forms.TypedChoiceField(
        label=_("Month"), required=False, coerce=int, empty_value=None, choices=[("", "–"), *MONTHS.items()]
    )
    year = _number(_("Year"), _EARLIEST, 2200)

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day, month, year = (said.get(name) for name in ("day", "month", "year"))
        if (day and not month) or (month and not year):
            self.add_error(
                None, gettext("If you write a day, write the month and the year too. The year alone is enough.")
            )
        elif year:
            try:
                if date(year, month or 1, day or 1) > timezone.localdate():
                    self.add_error(None, gettext("This day has not come yet. Please look at it again."))
            except ValueError:
                self.add_error(None, gettext("There is no such day. Please look at it again."))
        return said


class Who(Question):
    given = _line(_("First name"))
    family = _line(_("Family name"))
    patronymic = _line(_("Father’s name, if it is part of the name"))
    other = _lines(_("The name in other letters, and other names they use: one on each line"), 600, 3)

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if not (said.get("given") or said.get("family")):
            self.add_error(None, gettext("Please write one name at least, so that we know for whom we look."))
        return said


class You(Question):
    name = _line(_("Your name"), 200)
    relation = _line(_("What are you to them? For example: mother, brother, friend"))


class Born(_OnADay):
    age = _number(_("Or: about how many years old are they?"), 0, 120)
    field_order = ("day", "month", "year", "age")


class LastSeen(_OnADay):
    place = _line(_("Where?"), 300)
    how = _lines(_("What happened, as far as you know?"))
    field_order = ("day", "month", "year", "place", "how")


class LooksQuestion(Question):
    sex = _one_of(
        _("Are they a woman or a man?"),
        [("female", _("a woman or a girl")), ("male", _("a man or a boy")), ("other", _("something else"))],
    )
    height = _number(_("About how tall, in centimetres?"), 20, 250)
    build = _line(_("Thin, strong, heavy?"), 200)
    hair = _line(_("Hair and beard"), 200)
    eyes = _line(_("Eyes and glasses"), 200)
    teeth = _line(_("Teeth: gaps, gold, crowns, braces"), 500)


class MarksQuestion(Question):
    marks = _lines(_("What, and where on the body? One on each line"), 3000, 5)


class Wore(Question):
    clothing = _lines(_("Clothes and shoes"))
    belongings = _lines(_("What they had with them: rings, keys, telephone, papers"))


class ElsewhereQuestion(Question):
    dentist = _line(_("Their dentist: name and place"), 200)
    prints = _line(_("Who has their fingerprints? For example: an office that made a passport"), 200)
    dna = _one_of(
        _("Would a close relative give a little saliva for a DNA test, if we ask later?"),
        [("yes", _("yes")), ("no", _("no")), ("unsure", _("not sure yet"))],
    )
    others = _lines(_("Whom else have you asked to look? Under which number?"), 600, 3)


class Talk(Question):
    languages = _line(_("Which languages do you speak?"), 200)
    interpreter = _one_of(
        _("Shall somebody translate when we talk?"), [("yes", _("yes, please")), ("no", _("no, thank you"))]
    )


WAYS = [
    ("call", _("call me")),
    ("text", _("send me a short message")),
    ("letter", _("write me a letter")),
    ("other", _("through somebody I trust")),
    ("come", _("I will come to you")),
]


class ContactQuestion(Question):
    ways = forms.MultipleChoiceField(
        label=_("You may"), choices=WAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    how = _lines(_("Telephone number, address, or whose; and at which hours"), 300, 3)
    never = _lines(_("What must we never do? For example: never call at home, never leave a message"), 300, 3)
    safe = _one_of(
        _("Is it safe for you if we reach you in this way?"),
        [("yes", _("yes, it is safe")), ("no", _("no: do not reach me, I will ask"))],
    )


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One page: its key, title and form."""

    key: str
    title: Any
    lead: Any
    form: type[Question] | None = None
    """None for photographs, permissions and the last look."""
    what: str = ""
    """Of a permission: ``Allowed.What``."""


STEPS: tuple[QuestionPage, ...] = (
    QuestionPage(
        "who",
        _("Who is missing?"),
        _("Write the name as your family writes it. You may use any letters."),
        Who,
    ),
    QuestionPage(
        "you", _("Who are you?"), _("So that we know who asks. We tell it to nobody whom you do not allow."), You
    ),
    QuestionPage("born", _("When were they born?"), _("What you do not know, leave empty."), Born),
    QuestionPage(
        "last",
        _("When did you last see or hear them?"),
        _("You or somebody else. What you do not know, leave empty."),
        LastSeen,
    ),
    QuestionPage(
        "looks", _("What do they look like?"), _("In your own words. All of it may stay empty."), LooksQuestion
    ),
    QuestionPage(
        "marks",
        _("Are there marks on their body?"),
        _("Scars, tattoos, birthmarks, piercings, traces of an operation, a finger that is missing."),
        MarksQuestion,
    ),
    QuestionPage(
        "wore", _("What did they wear, and carry?"), _("On the day when they were last seen, if you know."), Wore
    ),
    QuestionPage(
        "photos",
        _("Photographs of them"),
        _("A photograph helps us more than anything else. One is enough; five or six are better."),
    ),
    QuestionPage(
        "elsewhere",
        _("Who knows more of their teeth, fingers or DNA?"),
        _("These tell people apart better than a face. We only ask who has them."),
        ElsewhereQuestion,
    ),
    QuestionPage("talk", _("In which language shall we talk?"), _("We try to find somebody who speaks it."), Talk),
    QuestionPage(
        "contact",
        _("How may we reach you safely?"),
        _("If somebody might harm you because you ask, tell us here how not to reach you."),
        ContactQuestion,
    ),
    QuestionPage(
        "search",
        _("May we look for them with the photographs?"),
        _(
            "A computer compares them with photographs of people who died there and whose names are not known. What it"
            " finds is only a hint. People look at it, and need other proof. The computer decides nothing."
        ),
        what=Allowed.What.SEARCH,
    ),
    QuestionPage(
        "others",
        _("May we also look where something else happened?"),
        _("Sometimes a person is found far away, or much later, where nobody thought of looking."),
        what=Allowed.What.OTHERS,
    ),
    QuestionPage(
        "share",
        _("May others help us to look?"),
        _("They would get your answers and the photographs, to look for this person and for nothing else."),
        what=Allowed.What.SHARE,
    ),
    QuestionPage(
        "pictures",
        _("Pictures of people who died"),
        _(
            "We never send you such a picture, and show you none unless you ask for it yourself. If it ever comes to"
            " that, may somebody ask you whether you wish to see one?"
        ),
        what=Allowed.What.PICTURES,
    ),
    QuestionPage("check", _("Look at it once more"), _("Then send it. You can change and add things later.")),
)
BY_KEY: dict[str, QuestionPage] = {step.key: step for step in STEPS}
FORMS: dict[str, type[Question]] = {step.key: step.form for step in STEPS if step.form is not None}
SHORT: dict[str, Any] = {
    Allowed.What.SEARCH: _("Look with the photographs, here"),
    Allowed.What.OTHERS: _("Look where other things happened"),
    Allowed.What.SHARE: _("Show it to others who help"),
    Allowed.What.PICTURES: _("Be asked about pictures of people who died"),
}
"""What a family allowed or not, in a line."""


class Permission(forms.Form):
    """Yes or no to one permission; to sharing, one for each body that is named. No answer allows nothing."""

    def __init__(
        self,
        data: Any = None,
        *,
        what: str,
        bodies: list[str],
        known: dict[tuple[str, str], bool],
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.bodies = {f"body-{place}": body for place, body in enumerate(bodies)} if what == "share" else {"yes": ""}
        ask = what == Allowed.What.PICTURES
        yes, no = (_("Yes, somebody may ask me"), _("No, nobody shall ask me")) if ask else (_("Yes"), _("No"))
        for name, body in self.bodies.items():
            field = _one_of(body or BY_KEY[what].title, [("yes", yes), ("no", no)])
            if (what, body) in known:
                field.initial = "yes" if known[what, body] else "no"
            self.fields[name] = field

    def decided(self) -> dict[str, bool]:
        """For each body (or the empty name), what was chosen. What was left open is not there."""
        chosen = {body: self.cleaned_data.get(name) for name, body in self.bodies.items()}
        return {body: value == "yes" for body, value in chosen.items() if value}


def after(key: str) -> str:
    """The key of the next page; the last one is followed by itself."""
    keys = [step.key for step in STEPS]
    return keys[min(keys.index(key) + 1, len(keys) - 1)]


def before(key: str) -> str:
    keys = [step.key for step in STEPS]
    return keys[max(keys.index(key) - 1, 0)]


def in_words(step: str, said: dict[str, Any]) -> list[tuple[Any, str]]:
    """The label and the answer of each field that was filled in, as a person reads it."""
    fields = FORMS[step].base_fields
    return [(fields[name].label, _told(fields[name], value)) for name, value in said.items() if name in fields]


def _told(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.MultipleChoiceField | forms.ChoiceField):
        words = {str(key): str(label) for key, label in field.choices}  # type: ignore[misc,union-attr]
        return ", ".join(words.get(str(each), str(each)) for each in (value if isinstance(value, list) else [value]))
    return str(value)
