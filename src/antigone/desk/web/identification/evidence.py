"""Lines of evidence and the ledger of a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification import queries
from antigone.desk.identification.actions.files import add_line, explain, raise_discrepancy, take_back_line
from antigone.desk.identification.models import File
from antigone.desk.identification.to_protocol import file_of
from antigone.desk.photos.queries import photographs
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import form_page
from antigone.desk.web.identification.forms import DiscrepancyForm, Explain, LineForm
from antigone.errors import RuleBroken
from antigone.protocol.evidence import against


def _changing(request: DeskRequest, number: int) -> File:
    file = queries.find_file(request.actor, number)
    require(request.actor, Verb.CHANGE, file)
    return file


def _row(request: DeskRequest, rows: Any) -> Any:
    """The line or entry that ``?place=`` names."""
    place = request.GET.get("place", "")
    row = rows.filter(place=int(place)).first() if place.isascii() and place.isdigit() and len(place) < 5 else None
    if row is None:
        raise RuleBroken(_("The file has no such line or entry."), _("Open the file again and choose one."))
    return row


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def line_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    pictures = photographs(request.actor).filter(subject__in=(file.case_id, file.record_id)).order_by("pk")
    form = LineForm(request.POST or None, file=file, photographs=pictures)
    if submitted(form, lambda **said: add_line(by=request.actor, file=file, **said)):
        messages.success(request, _("The line is written down."))
        return redirect(file.address)
    words = _(
        "Write what was found, by whom, and where it stands. There is no line for the face: its examiners settle that."
        " What was seen in the compared photographs falls with them, so say in which photographs it was seen."
    )
    title = _("Add a line of evidence to %(number)s") % {"number": file.number}
    back = file.address
    return form_page(request, form, title=title, words=words, button=_("Write it down"), back=back)


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def take_back_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    line = _row(request, file.lines)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: take_back_line(by=request.actor, line=line, reason=reason)):
        messages.success(request, _("The line is taken back. It stays to be read."))
        return redirect(file.address)
    title = _("Take back line %(place)s") % {"place": line.place}
    back = file.address
    words = _("Say why it was written down wrongly. It stays in the file, as taken back.")
    return form_page(request, form, title=title, words=words, button=_("Take it back"), back=back, grave=True)


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def discrepancy_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    key = request.GET.get("about", "")[:60]
    known = against(file_of(file)).get(key, "")
    form = DiscrepancyForm(request.POST or None, initial={"words": known})

    def do(**said: Any) -> None:
        raise_discrepancy(by=request.actor, file=file, about=[key] if known else [], **said)

    if submitted(form, do):
        messages.success(request, _("It stands in the ledger."))
        return redirect(file.address)
    words = _(
        "Whatever does not fit is entered here. Until somebody explains it, nothing beyond “possible” is decided."
    )
    title = _("Enter what does not fit in %(number)s") % {"number": file.number}
    back = file.address
    return form_page(request, form, title=title, words=words, button=_("Enter it"), back=back)


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def explain_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    entry = _row(request, file.ledger)
    form = Explain(request.POST or None)
    if submitted(form, lambda words: explain(by=request.actor, discrepancy=entry, words=words)):
        messages.success(request, _("It is explained."))
        return redirect(file.address)
    back = file.address
    return form_page(request, form, title=_("Explain"), words=entry.words, button=_("Explain it"), back=back)
