"""The filter of the audit: whose acts, of what, when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.names import act_name, acts
from antigone.desk.accounts.permissions import RULES, Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.web.forms import Reason

DAYS = 30
"""How far back a page looks if no day is chosen."""
SEARCHES = frozenset({f"{Verb.ASK} {Thing.SEARCH}"})
OF_DEAD = f"{Verb.SEE} {Thing.PM_PHOTO}"
OF_LIVING = f"{Verb.SEE} {Thing.AM_PHOTO}"
AT_THE_BENCH = f"{Verb.SEE} {Thing.ASSIGNMENT}"
LOOKS = frozenset({OF_DEAD, OF_LIVING})
EXPORTS = frozenset(f"{verb} {thing}" for verb, thing in RULES if verb is Verb.EXPORT)
REFUSED = frozenset({"refused"})
TOGETHER: dict[str, tuple[Any, frozenset[str]]] = {
    "searches": (_("searches"), SEARCHES),
    "looks": (_("looks at photographs"), LOOKS | {AT_THE_BENCH}),
    "exports": (_("everything taken away"), EXPORTS),
    "refusals": (_("everything refused"), REFUSED),
}
"""Acts that an auditor looks at together: a name for the address, words, and the verbs."""


_NAMED = 5
"""People who are named where several fit."""


@dataclass(frozen=True, slots=True)
class AuditSpan:
    """A span of the audit: days in the desk's time zone, and the rows that they have."""

    first_day: date
    last_day: date
    lowest: int
    """The first row's number."""
    highest: int
    """The last row's number; less than ``lowest`` if there is none."""

    @property
    def rows(self) -> int:
        return max(0, self.highest - self.lowest + 1)


def span_of(after: date | None, before: date | None) -> AuditSpan:
    """The span of the days asked for, or of the last month."""
    last = before or timezone.localdate()
    first = after or min(last, timezone.localdate()) - timedelta(days=DAYS - 1)
    rows = AuditRow.objects.values_list("sequence", flat=True)
    lowest = rows.filter(at__gte=_midnight(first)).order_by("at", "sequence").first()
    highest = rows.filter(at__lt=_midnight(last + timedelta(days=1))).order_by("-at", "-sequence").first()
    return AuditSpan(first, last, 1 if lowest is None else lowest, 0 if lowest is None or highest is None else highest)


def chosen(rows: QuerySet[AuditRow], asked: dict[str, Any] | None) -> tuple[QuerySet[AuditRow], AuditSpan]:
    """The rows that the filter selects; none at all for a filter that cannot be read."""
    if asked is None:
        return rows.none(), span_of(None, None)
    span = span_of(asked["after"], asked["before"])
    rows = rows.filter(sequence__gte=span.lowest, sequence__lte=span.highest)
    for field in ("actor", "thing"):
        if asked[field]:
            rows = rows.filter(**{field: asked[field].strip()})
    if asked["verb"] in TOGETHER:
        rows = rows.filter(verb__in=TOGETHER[asked["verb"]][1])
    elif asked["verb"]:
        rows = rows.filter(verb=asked["verb"])
    if asked["incident"]:
        rows = rows.filter(incident=asked["incident"].pk)
    return rows, span


def in_words(asked: dict[str, Any]) -> dict[str, str | int | None]:
    """The filter in words, as the audit records it."""
    words: dict[str, str | int | None] = {field: asked[field] for field in ("actor", "verb", "thing") if asked[field]}
    words |= {field: asked[field].isoformat() for field in ("after", "before") if asked[field]}
    return words | ({"of_incident": asked["incident"].pk} if asked["incident"] else {})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _acts() -> list[tuple[Any, Any]]:
    return [
        ("", _("any")),
        (_("Together"), [(name, words) for name, (words, _verbs) in TOGETHER.items()]),
        (_("One act"), sorted(((act, act_name(act)) for act in acts()), key=lambda pair: pair[1])),
    ]


class AuditFilter(forms.Form):
    """The filter: each field narrows the list. A value that means nothing is an error, not ignored."""

    actor = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=200,
        help_text=_("A name or an e-mail address; or console, visitor, worker."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    verb = forms.ChoiceField(label=_("Act"), required=False, choices=_acts)
    thing = forms.CharField(
        label=_("Thing"),
        required=False,
        max_length=60,
        help_text=_("case 3, search 12"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    incident = forms.ModelChoiceField(
        label=_("Incident"), required=False, queryset=Incident.objects.none(), empty_label=_("any")
    )
    after = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = queries.people(by)
        field = self.fields["incident"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.incidents(by)

    def clean_actor(self) -> str:
        """Whom the audit's rows call ``person 12``: by their number, or by all or a part of their name or address."""
        said = str(self.cleaned_data["actor"]).strip()
        if not said or re.fullmatch(r"person \d{1,18}|console|visitor|worker", said):
            return said
        found = list(self.people.filter(Q(name__icontains=said) | Q(email__iexact=said)).order_by("pk")[: _NAMED + 1])
        whole = [each for each in found if each.name.casefold() == said.casefold()]
        if len(found) == 1 or len(whole) == 1:
            return f"person {(whole or found)[0].pk}"
        if not found:
            raise forms.ValidationError(_("Nobody is called so. Write a part of the name, or the e-mail address."))
        listed = "; ".join(f"{each.name}, person {each.pk}" for each in found[:_NAMED])
        raise forms.ValidationError(_("Several people are called so: %(people)s.") % {"people": listed})

    def clean_thing(self) -> str:
        said = str(self.cleaned_data["thing"]).strip()
        kind = re.sub(r" \d{1,18}$", "", said)
        if said and kind not in list(Thing):
            raise forms.ValidationError(_("Write the kind of thing and its number, as the list has it."))
        return said


class ExportForm(AuditFilter, Reason):
    """The same filter, and the reason for the export."""
