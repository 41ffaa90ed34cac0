"""Choosing the other of a pair: offered by what the page knows, or found by a name, a place or a code.

Nobody types a code from memory, nor a number from a paper that lies beside. A search needs no script; with one, what is
found comes while somebody writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import queries
from antigone.desk.candidates.models import Run
from antigone.desk.cases.queries import narrow_cases
from antigone.desk.records.queries import search_by_name
from antigone.desk.review.models import ConflictHeld
from antigone.desk.subjects.models import Sex, Subject
from antigone.desk.web.forms import Reason
from antigone.desk.web.gate import DeskRequest
from antigone.desk.web.searches.lines import place_of
from antigone.desk.web.templatetags.desk_words import up_to
from antigone.desk.web.words import IN_WORDS
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.types import Profile

MOST = 12
"""So many are offered: whoever needs more writes more of the name."""


class Choosing:
    """The cases or records of a subject's incident among which somebody chooses one, and those offered to them now."""

    def __init__(self, request: DeskRequest, subject: Subject, kind: str, first: Iterable[int] = ()) -> None:
        """``first``: the numbers of those whom the page knows of, the likeliest first."""
        self.words = "".join(filter(str.isprintable, request.GET.get("q", ""))).strip()[:100]
        self.chosen = request.GET.get("other", "")
        """Who was chosen before somebody looked for others: they stay chosen."""
        self.kind = kind
        seen = queries.subjects(request.actor).filter(incident=subject.incident_id, kind=kind).exclude(pk=subject.pk)
        self.among: QuerySet[Subject] = seen
        found = _found(request.actor, seen, self) if self.words else _in_order(seen, list(first))
        self.offered = list(found[:MOST])

    @property
    def are_cases(self) -> bool:
        return self.kind == Profile.PM.value

    def one(self, number: str) -> Subject | None:
        """Of all that may be chosen the one of this number, offered or not."""
        return self.among.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None

    def offers(self, chosen: str) -> list[tuple[str, SafeString]]:
        """The choices of a form: those offered, and the one that was chosen from what was offered before."""
        shown = list(self.offered)
        kept = self.one(chosen)
        if kept is not None and kept not in shown:
            shown.insert(0, kept)
        names = queries.names_of(each.pk for each in shown)
        return [(str(each.pk), called(each, names.get(each.pk, ""))) for each in shown]


def called(subject: Subject, name: str) -> SafeString:
    """Who somebody is, as one chooses among several: name, code, sex, age and place."""
    about = filter(None, (_sex(subject), up_to(subject.age_low, subject.age_high), place_of(subject)))
    rest = format_html_join("", ", <bdi>{}</bdi>", ((words,) for words in about))
    who = format_html("<b><bdi>{}</bdi></b> ", name) if name else SafeString()
    return format_html('<span>{}<bdi class="code">{}</bdi>{}</span>', who, subject.code, rest)


def _sex(subject: Subject) -> str:
    return "" if subject.sex == Sex.UNKNOWN else str(IN_WORDS[subject.sex])


def _in_order(rows: QuerySet[Subject], numbers: list[int]) -> QuerySet[Subject]:
    if not numbers:
        return rows.none()
    places = [When(pk=number, then=Value(place)) for place, number in enumerate(numbers)]
    order = Case(*places, output_field=IntegerField())
    return rows.filter(pk__in=numbers).order_by(order)


def _found(by: Actor, rows: QuerySet[Subject], choosing: Choosing) -> QuerySet[Subject]:
    words = choosing.words
    if choosing.are_cases:
        return narrow_cases(rows, {"q": words}).order_by("-pk")
    incident = rows.values_list("incident", flat=True).first()
    named = [] if incident is None else [each.record for each in search_by_name(by, words, incident, MOST)]
    if not any(letter.isdigit() for letter in words):
        return _in_order(rows, named)
    coded = rows.filter(Q(code__icontains=words) | Q(record__other_number__icontains=words)).order_by("-pk")
    return _in_order(rows, [*named, *coded.values_list("pk", flat=True)[:MOST]])


def of_the_list_read(by: Actor, subject: Subject) -> list[int]:
    """Whom the latest list shows, the first first, to whoever has read a list of it: no other page tells of a list."""
    read = ConflictHeld.objects.filter(person=by.person, subject=subject, what=ConflictOfInterest.SAW_THE_LIST.value)
    run = queries.runs(by).filter(subject=subject, state=Run.State.DONE).order_by("-pk").first()
    if run is None or not read.exists():
        return []
    return list(run.candidates.filter(marked_at=None).order_by("rank").values_list("subject", flat=True)[:MOST])


def of_open_warnings(by: Actor, subject: Subject) -> list[int]:
    """Who may be the same as a subject, as warnings say that nobody has settled."""
    pairs = queries.open_duplicate_warnings(by).filter(Q(first=subject) | Q(second=subject))
    found = pairs.order_by("-pk").values_list("first", "second")[:MOST]
    return [number for pair in found for number in pair if number != subject.pk]


class Other(Reason):
    """Another case or record, chosen."""

    other = forms.ChoiceField(label="", widget=forms.RadioSelect)
    field_order: tuple[str, ...] = ("other", "reason")

    def __init__(self, *args: Any, choosing: Choosing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choosing.chosen:
            self.initial["other"] = choosing.chosen
        self.choosing = choosing
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.label = _("Which case") if choosing.are_cases else _("Which record")
        field.error_messages["required"] = _("Choose one of those offered, or look for another.")
        field.choices = choosing.offers(str(self["other"].value() or ""))

    def clean_other(self) -> Subject:
        found = self.choosing.one(self.cleaned_data["other"])
        if found is None:
            raise ValidationError(gettext("This one is no longer there. Choose again."))
        return found
