"""Lists of persons who may be among the dead: shown, written, changed, ended."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.queries import find_incident
from antigone.desk.reconciling import queries
from antigone.desk.reconciling.actions.lists import end_list, write_list
from antigone.desk.reconciling.models import ListedRecord, ListVersion
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import subjects
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.reconciling.forms import EVERYBODY_ELSE, NAMED, ChangeList, WriteList
from antigone.errors import RuleBroken
from antigone.types import Profile

NAMES = 200
"""Records of a list whose codes a page shows."""
_AT_ONCE = 5_000


@page(Verb.SEE, Thing.LISTING, "GET", "HEAD")
def of_incident(request: DeskRequest, number: int) -> HttpResponse:
    incident = find_incident(request.actor, number)
    queries.must_take_part(request.actor, incident)
    return render(request, "desk/reconciling/lists.html", {"incident": incident, **about_lists(request, incident)})


@page(Verb.MAKE, Thing.LISTING, "GET", "HEAD", "POST")
def write(request: DeskRequest, number: int) -> HttpResponse:
    incident = find_incident(request.actor, number)
    queries.must_take_part(request.actor, incident)
    form = WriteList(request.POST or None)
    return _write(request, form, incident, None)


@page(Verb.SEE, Thing.LISTING, "GET", "HEAD")
def one(request: DeskRequest, number: int) -> HttpResponse:
    listing = queries.find_listing(request.actor, number)
    versions = list(queries.versions(listing))
    seen = subjects(request.actor, Profile.AM).filter(listed_in__listing=listing).order_by("pk")
    latest = versions[0]
    stands = latest.pk == listing.pk and not listing.ends
    context = {
        "listing": listing,
        "percent": _percent(listing.share),
        "versions": [(each, _percent(each.share)) for each in versions],
        "latest": latest,
        "stands": stands,
        "records": list(seen[:NAMES]),
        "more": max(0, ListedRecord.objects.filter(listing=listing).count() - NAMES),
        "may_change": stands and may(request.actor, Verb.MAKE, listing),
        "may_end": stands and may(request.actor, Verb.END, listing),
    }
    return render(request, "desk/reconciling/list.html", context)


@page(Verb.MAKE, Thing.LISTING, "GET", "HEAD", "POST")
def change(request: DeskRequest, number: int) -> HttpResponse:
    listing = queries.find_listing(request.actor, number)
    require(request.actor, Verb.MAKE, listing)
    codes = ListedRecord.objects.filter(listing=listing).order_by("record").values_list("record__code", flat=True)
    initial = {
        "kind": listing.kind,
        "share": _percent(listing.share),
        "who": EVERYBODY_ELSE if listing.everybody_else else NAMED,
        "codes": "\n".join(codes),
        "after": listing.version,
    }
    return _write(request, ChangeList(request.POST or None, initial=initial), listing.incident, listing)


@page(Verb.END, Thing.LISTING, "GET", "HEAD", "POST")
def end(request: DeskRequest, number: int) -> HttpResponse:
    listing = queries.find_listing(request.actor, number)
    require(request.actor, Verb.END, listing)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: end_list(by=request.actor, listing=listing, reason=reason)):
        messages.success(request, _("The list is ended. It stays readable."))
        return redirect("incident-lists", listing.incident_id)
    context = {
        "form": form,
        "title": _("End the list %(name)s") % {"name": listing.name},
        "words": _("Its persons are on no list then, or on the one that holds everybody else."),
        "button": _("End the list"),
        "grave": True,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


def about_lists(request: DeskRequest, incident: Incident) -> dict[str, Any]:
    """The context of ``_lists.html``."""
    standing = queries.standing(request.actor.at(incident))
    left = 100 - sum(100 * listing.share for listing, _records in standing)
    return {
        "standing": [(listing, _percent(listing.share), len(records)) for listing, records in standing],
        "left": _percent(left / 100),
        "may_write": may(request.actor, Verb.MAKE, Thing.LISTING.of(request.actor.at(incident)))
        and incident.closed_at is None,
    }


def _write(request: DeskRequest, form: WriteList, incident: Incident, listing: ListVersion | None) -> HttpResponse:
    made: list[ListVersion] = []

    def do(*, kind: str, share: Decimal, who: str, codes: str, reason: str, after: int | None, name: str = "") -> None:
        made.append(
            write_list(
                by=request.actor,
                incident=incident,
                name=listing.name if listing else name,
                kind=kind,
                share=float(share) / 100,
                everybody_else=who == EVERYBODY_ELSE,
                records=_records(request, incident, codes) if who == NAMED else (),
                reason=reason,
                after=after if listing else None,
            )
        )

    if submitted(form, do):
        messages.success(request, _("The list is written. Reconcile again, so that it counts."))
        return redirect(made[0].address)
    context = {
        "form": form,
        "title": _("Change the list %(name)s") % {"name": listing.name} if listing else _("Write a list of persons"),
        "words": _(
            "A weight says how far two descriptions fit, not how many persons there are. So say who may be among the"
            " dead, and of how many of the bodies. It stands beside everything that is proposed with it."
        ),
        "button": _("Write the list"),
        "back": None,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


def _records(request: DeskRequest, incident: Incident, codes: str) -> list[Subject]:
    """The records of these codes.

    Raises:
        RuleBroken: names the first codes that are none.
    """
    typed = list(dict.fromkeys(code.strip().upper() for code in codes.replace(",", " ").replace(";", " ").split()))
    mine = subjects(request.actor, Profile.AM).filter(incident=incident)
    found: dict[str, Subject] = {}
    for begin in range(0, len(typed), _AT_ONCE):
        some = typed[begin : begin + _AT_ONCE]
        places = {int(code): code for code in some if code.isascii() and code.isdecimal() and len(code) < 10}
        found |= {row.code: row for row in mine.filter(code__in=some)}
        found |= {places[row.place]: row for row in mine.filter(place__in=places)}
    unknown = [code for code in typed if code not in found]
    if unknown:
        raise RuleBroken(
            _("These are no codes of records here: %(codes)s.") % {"codes": ", ".join(unknown[:5])},
            _("Check what you typed or pasted."),
        )
    return list({row.pk: row for row in found.values()}.values())


def _percent(share: float) -> str:
    return f"{100 * share:.3f}".rstrip("0").rstrip(".")
