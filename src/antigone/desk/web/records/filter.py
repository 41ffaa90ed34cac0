"""What narrows the list of records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.records.queries import MOST, FoundRecord, narrow_records, search_by_name
from antigone.desk.subjects.models import Sex
from antigone.desk.web.subjects.forms import day, whole, words
from antigone.desk.web.tables import Filter
from antigone.desk.web.words import choices

_LAST = 1_000_000


class RecordFilter(Filter):
    """By name in any script, and by what a person knows of the missing."""

    q = words(_("Name or number"), 200, help_text=_("In any script and spelling; parts in any order."))
    incident = forms.ModelChoiceField(
        label=_("Incident"), queryset=Incident.objects.none(), required=False, empty_label=_("all")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=choices(Sex, _("any")), required=False)
    age = whole(_("May be of this age"), 0, 120)
    seen_from = day(_("Last seen from"))
    seen_to = day(_("Last seen until"))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), ("open", _("open")), ("closed", _("closed"))]
    )
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
        self.found: dict[int, FoundRecord] = {}
        """What the search by name gave, in order."""
        for name, rows in (("incident", incidents), ("agency", agencies)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    @property
    def looks_for_a_name(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["q"])

    @property
    def more(self) -> bool:
        """Whether there may be more of such a name than were looked up."""
        return len(self.found) >= MOST

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["q"]:
            rows = self._named(rows, asked["q"], asked["incident"])
        return narrow_records(rows, asked)

    def _named(self, rows: QuerySet[Any], words: str, incident: Incident | None) -> QuerySet[Any]:
        """Those found by name, with their place in that order; numbers are looked for too."""
        found = search_by_name(self.by, words, incident.pk if incident else None)
        self.found = {each.record: each for each in found}
        wanted = Q(pk__in=list(self.found))
        if any(letter.isdigit() for letter in words):
            wanted |= Q(code__icontains=words.strip()) | Q(record__other_number__icontains=words.strip())
        places = [When(pk=record, then=Value(place)) for place, record in enumerate(self.found)]
        # PostgreSQL sorts by no constant
        order = Case(*places, default=Value(_LAST), output_field=IntegerField()) if places else F("place")
        named: QuerySet[Any] = rows.filter(wanted).annotate(likeness=order)
        return named
