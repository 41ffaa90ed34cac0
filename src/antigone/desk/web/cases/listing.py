"""The list of cases: filtered, sorted, paged, exported."""

from __future__ import annotations

from operator import attrgetter

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Case
from antigone.desk.cases.queries import with_all
from antigone.desk.identification.pipeline import with_state
from antigone.desk.subjects.actions.opening import export_subjects
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import subjects, with_charge
from antigone.desk.web.cases.forms import CaseFilter
from antigone.desk.web.export import WHICH, Export, Fields, as_file, said_in
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.lists import columns_of, list_context, may_open, only_ticked
from antigone.desk.web.tables import Column, in_order, show
from antigone.types import Profile

COLUMNS = (
    Column("picture", _("Picture")),
    Column("code", _("Code"), ("incident_id", "place"), fixed=True),
    Column("found", _("Found on"), ("case__found_on",), empty_last=True),
    Column("place", _("Where"), ("case__found_place",)),
    Column("sex", _("Sex"), ("sex",)),
    Column("age", _("Age"), ("age_low",), empty_last=True),
    Column("condition", _("Condition"), ("case__condition",)),
    Column("photographs", _("Photographs")),
    Column("agency", _("Agency"), ("agency__name",)),
    Column("charge", _("Answers for it")),
    Column("state", _("State")),
)
LATEST = "-code"
FIELDS: Fields = {
    **WHICH,
    **said_in(Case, "case."),
    **said_in(Subject),
    "photographs": attrgetter("pictures"),
    "charge": lambda row: row.charge or "",
    "state": attrgetter("state"),
}


@page(Verb.SEE, Thing.CASE, "GET", "HEAD")
def cases_page(request: DeskRequest) -> HttpResponse:
    found = _by_its_code(request)
    if found is not None:
        return redirect(found.address)
    return _list(request, Export())


@page(Verb.EXPORT, Thing.CASE, "GET", "HEAD", "POST")
def export_page(request: DeskRequest) -> HttpResponse:
    """The file, or the list again with what was wrong."""
    if request.method != "POST":
        return redirect(f"{reverse('cases')}?{request.GET.urlencode()}")
    form, narrowing = Export(request.POST), _filter(request)
    numbers: list[int] = []
    rows_of = only_ticked(request)
    incident = narrowing.cleaned_data["incident"] if narrowing.is_valid() else None

    def do(*, form_of: str, reason: str) -> None:
        numbers[:] = export_subjects(
            by=request.actor,
            kind=Profile.PM,
            incident=incident.pk if incident else None,
            narrow=lambda rows: in_order(rows_of(narrowing.chosen(rows)), request.GET.get("sort", ""), COLUMNS, LATEST),
            narrowed=narrowing.used,
            form=form_of,
            reason=reason,
        )

    if submitted(form, do):
        full = with_charge(with_state(with_all(), request.actor))
        return as_file("cases", form.cleaned_data["form_of"], numbers, full, FIELDS)
    return _list(request, form, 400)


def _list(request: DeskRequest, export: Export, status: int = 200) -> HttpResponse:
    form = _filter(request)
    shown = show(
        request,
        subjects(request.actor, Profile.PM),
        form,
        COLUMNS,
        full=with_charge(with_state(with_all(), request.actor)),
        first=LATEST,
        chosen=columns_of(request, Profile.PM),
    )
    incident = form.cleaned_data["incident"] if form.is_valid() else None
    context = {
        "list": shown,
        **list_context(request, Profile.PM, shown, COLUMNS),
        "incident": incident,
        "may_open": may_open(request.actor, Thing.CASE, incident),
        "export": export if somewhere(request.actor, Verb.EXPORT, Thing.CASE) else None,
    }
    return render(request, "desk/cases/cases.html", context, status=status)


def _filter(request: DeskRequest) -> CaseFilter:
    return CaseFilter(
        request.GET,
        by=request.actor,
        incidents=accounts.incidents(request.actor),
        agencies=accounts.agencies_seen(request.actor),
    )


def _by_its_code(request: DeskRequest) -> Subject | None:
    """The case whose whole code was typed or read from a label."""
    code = "".join(filter(str.isprintable, request.GET.get("q", ""))).strip().upper()[:40]
    if not code:
        return None
    return subjects(request.actor, Profile.PM).filter(code=code).first()
