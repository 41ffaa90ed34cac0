"""Arrivals: bringing a file in, and reviewing field by field what would be made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import may, require, takes_part
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.exchange import keys, queries
from antigone.desk.exchange.actions.arrivals import accept_arrival, bring_in, decline_arrival
from antigone.desk.exchange.models import Arrival
from antigone.desk.exchange.reading import letter_in, sheet_in
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.uploads import take_files
from antigone.desk.web.cases.case import WORDS as OF_CASES
from antigone.desk.web.exchange.forms import FORMS, KINDS, AcceptArrivalForm, BringFileForm
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.record import WORDS as OF_RECORDS
from antigone.desk.web.words import IN_WORDS
from antigone.errors import NotAllowed
from antigone.exchange.packet import MOST
from antigone.exchange.sheet import ARTICLE16, Sheet, SheetSide

_LISTS = {
    "marks": gettext_lazy("Marks on the body"),
    "elsewhere": gettext_lazy("Held elsewhere"),
    "effects": gettext_lazy("Inventory of effects"),
    "article16": gettext_lazy("Article 16"),
    "told": gettext_lazy("Informant"),
    "words": gettext_lazy("What else it says, for the remarks"),
}


@page(Verb.SEE, Thing.ARRIVAL, "GET", "HEAD")
def arrivals_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    part = takes_part(request.actor, incident)
    if not part:
        require(request.actor, Verb.SEE, Thing.ARRIVAL.of(incident))
    found = queries.arrivals(request.actor).filter(incident=incident)
    shown = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "incident": incident,
        "arrivals": shown,
        "rows": [(each, FORMS[each.form]) for each in shown],
        "may_begin": part and incident.closed_at is None,
    }
    return render(request, "desk/exchange/arrivals.html", context)


@page(Verb.IMPORT, Thing.ARRIVAL, "GET", "HEAD", "POST")
def _begin(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    if incident.closed_at is not None or not takes_part(request.actor, incident):
        raise NotAllowed(
            _("Your agency takes no part in this incident, or it is closed."),
            _("Ask the agency that leads it to share it with yours, so that you may work with it."),
        )
    take_files(request)
    return _file(request, incident)


begin: Callable[..., HttpResponse] = csrf_exempt(_begin)
"""Whether the form is the desk's own is asked after the page has said how its files are kept: asking reads the form."""


@csrf_protect
def _file(request: DeskRequest, incident: Incident) -> HttpResponse:
    bound = request.method == "POST"
    form = BringFileForm(request.POST, request.FILES) if bound else BringFileForm()
    made: list[Arrival] = []

    def do(*, file: Any) -> None:
        made.extend(bring_in(by=request.actor, incident=incident, data=file.read(MOST + 1_000_001)))

    if bound and submitted(form, do):
        messages.success(request, _("It came, and waits for review. Nothing was made of it yet."))
        return redirect(made[0].address) if len(made) == 1 else redirect("incident-arrivals", incident.pk)
    context = {"form": form, "incident": incident, "own": keys.own_keys()}
    return render(request, "desk/exchange/begin.html", context, status=400 if bound else 200)


@page(Verb.SEE, Thing.ARRIVAL, "GET", "HEAD")
def arrival_page(request: DeskRequest, number: int) -> HttpResponse:
    return _shown(request, queries.find_arrival(request.actor, number))


@page(Verb.ACCEPT, Thing.ARRIVAL, "POST")
def accept_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_arrival(request.actor, number)
    require(request.actor, Verb.ACCEPT, found)
    form = _accept(found, request.POST)
    made: list[Arrival] = []

    def do(**fields: Any) -> None:
        made.append(accept_arrival(by=request.actor, arrival=found, **fields))

    if submitted(form, do):
        if made[0].subject is None:
            messages.success(request, _("It is written down that the letter was read."))
            return redirect(found.address)
        messages.success(
            request, _("It was taken over. Look at it, and add what is missing. It has no photograph yet.")
        )
        return redirect(made[0].subject.address)
    return _shown(request, found, accept=form)


@page(Verb.DECLINE, Thing.ARRIVAL, "POST")
def decline_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_arrival(request.actor, number)
    require(request.actor, Verb.DECLINE, found)
    form = Reason(request.POST, auto_id="decline_%s")
    if submitted(form, lambda reason: decline_arrival(by=request.actor, arrival=found, reason=reason)):
        messages.success(request, _("It was declined. What it said is gone; that it came stays."))
        return redirect("incident-arrivals", found.incident_id)
    return _shown(request, found, decline=form)


def _shown(
    request: DeskRequest, found: Arrival, accept: AcceptArrivalForm | None = None, decline: Reason | None = None
) -> HttpResponse:
    waits, is_letter = found.state == Arrival.State.WAITING, found.form == Arrival.Form.RECALL
    context: dict[str, Any] = {
        "arrival": found,
        "form_words": FORMS[found.form],
        "waits": waits,
        "is_letter": is_letter,
        "may_decide": waits and may(request.actor, Verb.ACCEPT, found),
        "made_address": found.subject.address if found.subject else None,
    }
    if waits and is_letter:
        letter = letter_in(found.content)
        context |= {"letter": letter, "letter_kind": KINDS.get(letter.kind, letter.kind)}
        context["made"] = _linked(queries.made_of(request.actor, letter.packet))
    elif waits:
        sheet = sheet_in(found.content)
        context |= {"sheet": sheet, "names": [name.whole for name in sheet.names], "first": found.content["first"]}
        context["nearly"] = _linked(queries.nearly(request.actor, found, sheet))
        context["no_source"] = sheet.side is SheetSide.AM and not _sources(found).exists()
    if context["may_decide"]:
        context["accept"] = accept or _accept(found, None)
        context["decline"] = decline or Reason(auto_id="decline_%s")
    status = 400 if accept is not None or decline is not None else 200
    return render(request, "desk/exchange/arrival.html", context, status=status)


def _accept(found: Arrival, posted: Any) -> AcceptArrivalForm:
    if found.state != Arrival.State.WAITING or found.form == Arrival.Form.RECALL:
        return AcceptArrivalForm(posted, parts=[], sources=None)
    sheet = sheet_in(found.content)
    sources = _sources(found) if sheet.side is SheetSide.AM else None
    return AcceptArrivalForm(posted, parts=list(_parts(sheet, found.content)), sources=sources)


def _parts(sheet: Sheet, content: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """Every field and list that something is made of, with what it says."""
    words = OF_CASES if sheet.side is SheetSide.PM else OF_RECORDS
    for name, text in sheet.values:
        yield name, _said(words.get(name, name), str(IN_WORDS.get(text, text)))
    asks = {letter: f"{letter})" for letter, _name, _words in ARTICLE16}
    lists = {
        "marks": [f"{IN_WORDS.get(m.what, m.what)}, {m.where}: {m.description}" for m in sheet.marks],
        "elsewhere": [f"{IN_WORDS.get(e.what, e.what)}: {e.holder}, {e.number}" for e in sheet.elsewhere],
        "effects": [f"{e.place}. {e.description}{f' ({e.seal})' if e.seal else ''}" for e in sheet.effects],
        "article16": [f"{asks[letter]} {text}" for letter, text in sheet.article16],
        "told": [", ".join(filter(None, (each["name"], each["contact"]))) for each in content["told"]],
        "words": content["words"],
    }
    for name, lines in lists.items():
        if lines:
            yield name, _said(_LISTS[name], "\n".join(lines))


def _said(label: Any, text: str) -> Any:
    return format_html('<span><b>{}:</b> <bdi class="said">{}</bdi></span>', label, text)


def _linked(subjects: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(each, each.address) for each in subjects]


def _sources(found: Arrival) -> Any:
    return sources_of(found)
