"""The list of records: filtered, by name, sorted, paged, exported."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification.pipeline import in_state, with_state
from antigone.desk.records.models import Record
from antigone.desk.records.queries import MOST, FoundRecord, narrow_records, search_by_name, with_names
from antigone.desk.records.spelling import Likeness
from antigone.desk.subjects.actions.opening import export_subjects
from antigone.desk.subjects.models import Sex, Subject
from antigone.desk.subjects.queries import narrow_charge, subjects, with_charge
from antigone.desk.web.export import WHICH, Export, Fields, as_file, said_in
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import charge, day, state, whole, words
from antigone.desk.web.subjects.lists import columns_of, list_context, may_open, only_ticked
from antigone.desk.web.tables import Column, Filter, in_order, show
from antigone.desk.web.words import choices
from antigone.types import Profile

_LAST = 1_000_000


class RecordFilter(Filter):
    """The filter: by name in any script, and by what is known of the missing."""

    q = words(_("Name or number"), 200, help_text=_("In any script and spelling; parts in any order."))
    incident = forms.ModelChoiceField(
        label=_("Incident"), queryset=Incident.objects.none(), required=False, empty_label=_("all")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=choices(Sex, _("any")), required=False)
    age = whole(_("May be of this age"), 0, 120)
    seen_from = day(_("Last seen from"))
    seen_to = day(_("Last seen until"))
    state = state()
    charge = charge()
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
        rows = narrow_charge(narrow_records(rows, asked), self.by, asked["charge"])
        return in_state(rows, self.by, asked["state"])

    def _named(self, rows: QuerySet[Any], words: str, incident: Incident | None) -> QuerySet[Any]:
        """The records found by name, with their rank; codes are looked for too."""
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


COLUMNS = (
    Column("picture", _("Picture")),
    Column("name", _("Name"), ("record__sort_key",), fixed=True),
    Column("code", _("Code"), ("incident_id", "place"), fixed=True),
    Column("sex", _("Sex"), ("sex",)),
    Column("age", _("Age when last seen"), ("age_low",), empty_last=True),
    Column("seen", _("Last seen"), ("record__last_seen_latest",), empty_last=True),
    Column("photographs", _("Photographs")),
    Column("agency", _("Agency"), ("agency__name",)),
    Column("charge", _("Answers for it")),
    Column("state", _("State")),
)
NAMED = (*COLUMNS, Column("likeness", _("Found as"), ("likeness",), fixed=True))
"""With what a search by name adds."""
HOW = {
    Likeness.LETTERS: _("the same letters"),
    Likeness.SOUND: _("the same sound"),
    Likeness.NEAR: _("nearly the same"),
}
FIELDS: Fields = {
    **WHICH,
    "names": lambda row: "; ".join(_whole_name(name) for name in row.record.names.all()),
    **said_in(Record, "record.", but=("circumstances",)),
    **said_in(Subject),
    "photographs": attrgetter("pictures"),
    "charge": lambda row: row.charge or "",
    "state": attrgetter("state"),
}
"""No informant, nor what one told of how they went missing: nobody can take a contact back from a file once it is not
safe any more."""


def with_all() -> QuerySet[Subject]:
    """Records with everything that a list shows, for the rows of one page; permission is not checked here."""
    live = Q(photographs__ended_at=None, photographs__isnull=False)
    return with_names().annotate(pictures=Count("photographs", filter=live))


@page(Verb.SEE, Thing.RECORD, "GET", "HEAD")
def records_page(request: DeskRequest) -> HttpResponse:
    code = request.GET.get("q", "").strip().upper()[:40]
    found = subjects(request.actor, Profile.AM).filter(code=code).first() if "-AM-" in code else None
    return redirect(found.address) if found else _list(request, Export())


@page(Verb.EXPORT, Thing.RECORD, "POST")
def export_page(request: DeskRequest) -> HttpResponse:
    """The file, or the list again with what was wrong."""
    form, narrowing = Export(request.POST), _filter(request)
    numbers: list[int] = []
    rows_of = only_ticked(request)
    incident = narrowing.cleaned_data["incident"] if narrowing.is_valid() else None

    def do(*, form_of: str, reason: str) -> None:
        numbers[:] = export_subjects(
            by=request.actor,
            kind=Profile.AM,
            incident=incident.pk if incident else None,
            narrow=lambda rows: in_order(
                rows_of(narrowing.chosen(rows)), request.GET.get("sort", ""), _columns(narrowing), _first(narrowing)
            ),
            narrowed=narrowing.used,
            form=form_of,
            reason=reason,
        )

    if submitted(form, do):
        full = with_charge(with_state(with_all(), request.actor))
        return as_file("records", form.cleaned_data["form_of"], numbers, full, FIELDS)
    return _list(request, form, 400)


def _list(request: DeskRequest, export: Export, status: int = 200) -> HttpResponse:
    form = _filter(request)
    shown = show(
        request,
        subjects(request.actor, Profile.AM),
        form,
        _columns(form),
        full=with_charge(with_state(with_all(), request.actor)),
        first=_first(form),
        chosen=columns_of(request, Profile.AM),
    )
    incident = form.cleaned_data["incident"] if form.is_valid() else None
    context = {
        "list": shown,
        "rows": [(row, _how(form, row.pk)) for row in shown.rows],
        **list_context(request, Profile.AM, shown, COLUMNS),
        "named": form.looks_for_a_name,
        "incident": incident,
        "may_open": may_open(request.actor, Thing.RECORD, incident),
        "export": export if somewhere(request.actor, Verb.EXPORT, Thing.RECORD) else None,
    }
    return render(request, "desk/records/records.html", context, status=status)


def _filter(request: DeskRequest) -> RecordFilter:
    agencies = accounts.agencies_seen(request.actor)
    incidents = accounts.incidents(request.actor)
    return RecordFilter(request.GET, by=request.actor, incidents=incidents, agencies=agencies)


def _columns(form: RecordFilter) -> tuple[Column, ...]:
    return NAMED if form.looks_for_a_name else COLUMNS


def _first(form: RecordFilter) -> str:
    return "likeness" if form.looks_for_a_name else "-code"


def _how(form: RecordFilter, record: int) -> Any:
    found = form.found.get(record)
    if found is None:
        return ""
    return HOW[found.how] if found.whole else _("a part of the name")


def _whole_name(name: Any) -> str:
    return " ".join(part for part in (name.family, name.given, name.patronymic) if part)
