"""The consents of a record: who gave one, giving one, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos import lawful_basis
from antigone.desk.photos.actions.lawful_basis import add_consent, withdraw_consent
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.lawful_basis.consequences import lists_marked, lists_to_mark
from antigone.desk.web.lawful_basis.forms import AddConsent
from antigone.desk.web.lawful_basis.sources import what_happened
from antigone.types import Basis, Profile


@page(Verb.SEE, Thing.CONSENT, "GET", "HEAD")
def consents_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_subject(request.actor, number, Profile.AM)
    require(request.actor, Verb.SEE, Thing.CONSENT.of(record))
    found = lawful_basis.consents(request.actor, subject=record)
    context = {
        "record": record,
        "consents": Paginator(found, 50).get_page(request.GET.get("page")),
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
    """What will happen, and the button that does it."""
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
        "button": _("Withdraw it"),
        "back": found.address,
        "over": found.withdrawn_at is not None,
    }
    return render(request, "desk/lawful_basis/end.html", context, status=400 if form.is_bound else 200)


def _sources(record: Subject) -> Any:
    return sources_of(record).filter(basis=Basis.CONSENT.value)
