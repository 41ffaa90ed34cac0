"""What the lists of cases and of records share: the columns that somebody chose, covered pictures, acts on several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import somewhere, takes_part
from antigone.desk.accounts.actions.account import choose_columns
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import photographs
from antigone.desk.subjects.actions.closing import close_subject
from antigone.desk.subjects.models import THINGS, KindConverter, Subject
from antigone.desk.subjects.queries import subjects
from antigone.desk.web.forms import Reason
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.tables import Column, TablePage
from antigone.errors import NotAllowed, RuleBroken
from antigone.types import Profile


def columns_of(request: DeskRequest, kind: Profile) -> Collection[str]:
    """The columns that this person chose for a list; none if they left it as it is."""
    chosen: Collection[str] = request.user.columns.get(KindConverter.WORDS[kind], ())
    return chosen


def list_context(
    request: DeskRequest, kind: Profile, shown: TablePage[Subject], columns: Sequence[Column]
) -> dict[str, Any]:
    """What the templates of both lists need besides the list itself."""
    thing = THINGS[kind.value]
    return {
        "columns_address": reverse(f"{KindConverter.WORDS[kind]}-columns"),
        "close_address": reverse(f"{KindConverter.WORDS[kind]}-close"),
        "charge_address": reverse(f"{KindConverter.WORDS[kind]}-charge")
        if somewhere(request.actor, Verb.CHANGE, thing)
        else "",
        "labels_address": reverse("cases-labels")
        if kind is Profile.PM and somewhere(request.actor, Verb.PRINT, thing)
        else "",
        "listing_address": reverse("records-listing")
        if kind is Profile.AM and somewhere(request.actor, Verb.MAKE, Thing.LISTING)
        else "",
        "pictures": _pictures(request, shown) if "picture" in shown.shown else {},
        "choices": [(each, each.name in shown.shown) for each in columns if not each.fixed],
        "may_close_several": somewhere(request.actor, Verb.CLOSE, thing),
    }


def _pictures(request: DeskRequest, shown: TablePage[Subject]) -> dict[int, Photograph]:
    """The first photograph of each row that can be shown: one that is searched, if there is one."""
    rows = photographs(request.actor).filter(subject__in=[row.pk for row in shown.rows], ended_at=None)
    found: dict[int, Photograph] = {}
    for each in rows.order_by("-indexed", "pk"):
        if each.has_pictures:
            found.setdefault(each.subject_id, each)
    return found


@page(Verb.CHANGE, Thing.ACCOUNT, "POST")
def columns_page(request: DeskRequest, kind: Profile) -> HttpResponse:
    """Keep which columns a list has for this person; ``all``: as the desk shows it."""
    chosen = [name[:40] for name in request.POST.getlist("column")[:40]]
    names = [] if "all" in request.POST else chosen
    choose_columns(by=request.actor, of=KindConverter.WORDS[kind], columns=names or ["code"] if chosen else [])
    return redirect(back_to(request, kind))


@page(Verb.CLOSE, THINGS, "POST")
def close_several_page(request: DeskRequest, kind: Profile) -> HttpResponse:
    """Close those that are ticked. Each is an act of its own: what one rule stops does not stop the others."""
    form, back = Reason(request.POST), redirect(back_to(request, kind))
    rows = ticked_rows(request, kind)
    if not form.is_valid() or not rows:
        messages.error(request, _("Nothing is closed: tick at least one row, and say why."))
        return back
    closed = 0
    for each in rows:
        try:
            close_subject(by=request.actor, subject=each, reason=form.cleaned_data["reason"])
            closed += 1
        except (NotAllowed, RuleBroken) as fault:
            messages.error(request, f"{each.code}: {fault.detail} {fault.hint}")
    messages.success(request, _("Closed: %(number)s.") % {"number": closed})
    return back


def ticked(request: DeskRequest) -> list[int]:
    """The numbers of the rows that are ticked on a list; none if it is meant as a whole."""
    asked = request.POST if request.method == "POST" else request.GET
    said = asked.getlist("row")[:200]
    return [int(each) for each in said if each.isascii() and each.isdigit() and len(each) < 18]


def only_ticked(request: DeskRequest) -> Callable[[QuerySet[Subject]], QuerySet[Subject]]:
    """Narrows a list to the ticked rows; the whole list if none is."""
    numbers = ticked(request)
    return lambda rows: rows.filter(pk__in=numbers) if numbers else rows


def ticked_rows(request: DeskRequest, kind: Profile) -> QuerySet[Subject]:
    return subjects(request.actor, kind).filter(pk__in=ticked(request)).order_by("pk")


def may_open(by: Actor, thing: Thing, incident: Incident | None) -> bool:
    """Whether a list offers to open another: in the incident it is narrowed to, if it is."""
    return somewhere(by, Verb.OPEN, thing) and (incident is None or takes_part(by, incident))


def back_to(request: DeskRequest, kind: Profile) -> str:
    if not somewhere(request.actor, Verb.SEE, THINGS[kind.value]):
        return reverse("front")
    narrowed = request.GET.urlencode()
    return reverse(KindConverter.WORDS[kind]) + (f"?{narrowed}" if narrowed else "")
