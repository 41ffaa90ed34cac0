"""Lawful sources and consents: opened, shown, ended, with the consequences for lists that show their photographs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import may, require, somewhere, takes_part
from antigone.desk.accounts.just_now import WITHIN
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.photos import lawful_basis
from antigone.desk.photos.actions.lawful_basis import add_consent, end_source, open_source, withdraw_consent
from antigone.desk.photos.actions.putting_back import put_back_consent
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.confirming import put_back, until
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.lawful_basis.forms import BASES, AddConsent, OpenSource, days_left
from antigone.errors import NotAllowed
from antigone.types import Basis, Profile


def _showing(photographs: QuerySet[Photograph]) -> QuerySet[Run]:
    numbers = photographs.values("pk")
    shown = Exists(Candidate.objects.filter(run=OuterRef("pk"), photograph__in=numbers))
    searched = Exists(Run.probes.through.objects.filter(run=OuterRef("pk"), photograph__in=numbers))
    return Run.objects.filter(Q(shown) | Q(searched), state=Run.State.DONE)


def lists_to_mark(photographs: QuerySet[Photograph]) -> int:
    """Valid candidate lists that show one of these photographs, or were made with one."""
    return _showing(photographs).filter(marked_at=None).count()


def lists_marked(photographs: QuerySet[Photograph], since: datetime) -> int:
    return _showing(photographs).filter(marked_at__gte=since).count()


_SOON = 30
"""Days before the last one from which a source is said to run out."""


@page(Verb.SEE, Thing.SOURCE, "GET", "HEAD")
def sources_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = queries.find_incident(request.actor, number)
    found = Paginator(lawful_basis.sources(request.actor, incident), 50).get_page(request.GET.get("page"))
    context = {
        "incident": incident,
        "sources": found,
        "rows": [(each, _standing_of(each, live=each.live)) for each in found],  # type: ignore[attr-defined]
        "may_open": _may_open(request, incident),
    }
    return render(request, "desk/lawful_basis/sources.html", context)


@page(Verb.OPEN, Thing.SOURCE, "GET", "HEAD", "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = queries.find_incident(request.actor, number)
    if not _may_open(request, incident):
        raise NotAllowed(
            _("Your agency takes no part in this incident, or it is closed."),
            _("Ask the agency that leads it to share it with yours, so that you may work with it."),
        )
    form = OpenSource(request.POST or None)
    made: list[Source] = []

    def do(**fields: Any) -> None:
        made.append(open_source(by=request.actor, incident=incident, **fields))

    if submitted(form, do):
        messages.success(request, _("The lawful source is open. Photographs can be added on it now."))
        return redirect(made[0].address)
    context = {"form": form, "incident": incident}
    return render(request, "desk/lawful_basis/open.html", context, status=400 if form.is_bound else 200)


@page(Verb.SEE, Thing.SOURCE, "GET", "HEAD")
def source_page(request: DeskRequest, number: int) -> HttpResponse:
    found = lawful_basis.find_source(request.actor, number)
    shown = may(request.actor, Verb.SEE, Thing.CONSENT.of(found))
    on_consent = found.basis == "consent"
    consents = lawful_basis.consents(request.actor, source=found) if shown and on_consent else None
    context = {
        "source": found,
        "state": _standing_of(found, live=lawful_basis.is_live(found)),
        "basis": dict(BASES)[found.basis],
        "standing": lawful_basis.standing(source=found).count(),
        "on_consent": on_consent,
        "consents": None if consents is None else Paginator(consents, 50).get_page(request.GET.get("page")),
        "may_end": found.ended_at is None and may(request.actor, Verb.END, found),
    }
    return render(request, "desk/lawful_basis/source.html", context)


@page(Verb.END, Thing.SOURCE, "GET", "HEAD", "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    """The consequences of ending, and the button that does it."""
    found = lawful_basis.find_source(request.actor, number)
    require(request.actor, Verb.END, found)
    form, began = Reason(request.POST or None), timezone.now()
    ended: list[int] = []
    if submitted(form, lambda reason: ended.append(end_source(by=request.actor, source=found, reason=reason))):
        marked = lists_marked(Photograph.objects.filter(source=found), began)
        messages.success(request, what_happened(ended[0], marked))
        return redirect(found.address)
    standing = lawful_basis.standing(source=found)
    context = {
        "form": form,
        "title": _("End the lawful source %(name)s") % {"name": found.name},
        "photographs": standing.count(),
        "lists": lists_to_mark(standing),
        "again": _("They can be added again when there is a new lawful source."),
        "button": _("End it"),
        "back": found.address,
        "over": found.ended_at is not None,
    }
    return render(request, "desk/lawful_basis/end.html", context, status=400 if form.is_bound else 200)


def what_happened(ended: int, marked: int) -> str:
    photographs = ngettext(
        "%(number)d photograph left search, and is kept until it is erased.",
        "%(number)d photographs left search, and are kept until they are erased.",
        ended,
    ) % {"number": ended}
    lists = ngettext(
        "%(number)d candidate list was marked and is run again.",
        "%(number)d candidate lists were marked and are run again.",
        marked,
    ) % {"number": marked}
    return f"{photographs} {lists}"


def _may_open(request: DeskRequest, incident: Any) -> bool:
    if incident.closed_at is not None or not somewhere(request.actor, Verb.OPEN, Thing.SOURCE):
        return False
    return takes_part(request.actor, incident)


def _standing_of(source: Source, *, live: bool) -> dict[str, Any]:
    """The state of a source, and how long it still has."""
    left = days_left(source.valid_until)
    name = "in force"
    if source.ended_at is not None:
        name = "ended"
    elif not live:
        name = "run out" if left is not None and left < 0 else "not yet"
    return {"name": name, "left": left, "soon": name == "in force" and left is not None and left < _SOON}


@page(Verb.SEE, Thing.CONSENT, "GET", "HEAD")
def consents_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_subject(request.actor, number, Profile.AM)
    require(request.actor, Verb.SEE, Thing.CONSENT.of(record))
    found = lawful_basis.consents(request.actor, subject=record)
    context = {
        "record": record,
        "consents": _with_way_back(request, Paginator(found, 50).get_page(request.GET.get("page"))),
        "may_add": record.closed_at is None and may(request.actor, Verb.ADD, Thing.CONSENT.of(record)),
        "may_withdraw": may(request.actor, Verb.WITHDRAW, Thing.CONSENT.of(record)),
        "unused": any(each.live and not each.standing for each in found[:50]),  # type: ignore[attr-defined]
    }
    return render(request, "desk/lawful_basis/consents.html", context)


@page(Verb.ADD, Thing.CONSENT, "GET", "HEAD", "POST")
def add_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_subject(request.actor, number, Profile.AM)
    require(request.actor, Verb.ADD, Thing.CONSENT.of(record))
    form = AddConsent(request.POST or None, sources=_sources(record))

    def do(**fields: Any) -> None:
        add_consent(by=request.actor, subject=record, **fields)

    if submitted(form, do):
        messages.success(request, _("The consent is kept. Photographs can be added on it now."))
        return redirect("record-consents", number)
    context = {"form": form, "record": record, "none": not _sources(record).exists()}
    return render(request, "desk/lawful_basis/add_consent.html", context, status=400 if form.is_bound else 200)


@page(Verb.WITHDRAW, Thing.CONSENT, "GET", "HEAD", "POST")
def withdraw_page(request: DeskRequest, number: int) -> HttpResponse:
    """The consequences of withdrawing, and the button that does it."""
    found = lawful_basis.find_consent(request.actor, number)
    record = found.subject
    require(request.actor, Verb.WITHDRAW, Thing.CONSENT.of(record))
    form, began = Reason(request.POST or None), timezone.now()
    ended: list[int] = []
    if submitted(form, lambda reason: ended.append(withdraw_consent(by=request.actor, consent=found, reason=reason))):
        marked = lists_marked(Photograph.objects.filter(consent=found), began)
        messages.success(request, what_happened(ended[0], marked))
        return redirect(found.address)
    standing = lawful_basis.standing(consent=found)
    context = {
        "form": form,
        "title": _("Withdraw the consent of %(name)s") % {"name": found.given_by},
        "photographs": standing.count(),
        "lists": lists_to_mark(standing),
        "again": _("They can be added again only if a new consent is given."),
        "soon": _("If it was a mistake, you can put it back yourself for ten minutes."),
        "button": _("Withdraw it"),
        "back": found.address,
        "over": found.withdrawn_at is not None,
    }
    return render(request, "desk/lawful_basis/end.html", context, status=400 if form.is_bound else 200)


@page(Verb.UNDO, Thing.CONSENT, "POST")
def put_back_page(request: DeskRequest, number: int) -> HttpResponse:
    """Put back a consent that one withdrew by mistake just now."""
    found = lawful_basis.find_consent(request.actor, number)
    require(request.actor, Verb.UNDO, Thing.CONSENT.of(found.subject))
    return put_back(request, found.address, lambda: put_back_consent(by=request.actor, consent=found))


def _with_way_back(request: DeskRequest, several: Any) -> Any:
    """These consents, each with until when whoever looks can put it back, having withdrawn it just now."""
    for each in several:
        recent = each.withdrawn_at and each.withdrawn_at > timezone.now() - WITHIN
        each.back_until = until(request, Verb.WITHDRAW, Thing.CONSENT, each.pk) if recent else None
    return several


def _sources(record: Subject) -> Any:
    return sources_of(record).filter(basis=Basis.CONSENT.value)
