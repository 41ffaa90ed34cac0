"""Where a case or record stands, as its own page shows it; statements on its face; finding somebody alive."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification import queries
from antigone.desk.identification.actions.alive import find_alive
from antigone.desk.identification.actions.faceless import say_faceless, take_back_faceless
from antigone.desk.subjects.models import THINGS
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import form_page
from antigone.errors import OutOfStep
from antigone.types import Profile


@page(Verb.CHANGE, THINGS, "GET", "HEAD", "POST")
def no_face_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.CHANGE, subject)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: say_faceless(by=request.actor, subject=subject, reason=reason)):
        messages.success(request, _("It is written down. It holds when a second person looked and says so too."))
        return redirect(subject.address)
    words = _(
        "Say this only if you looked yourself: burnt, skeletal, no photograph shows a face. Two people say it, each for"
        " themself. Then a file can come before the board without examinations of faces, by other evidence."
    )
    title = _("No face of %(code)s can be compared") % {"code": subject.code}
    return form_page(request, form, title=title, words=words, button=_("I looked, and it is so"), back=subject.address)


@page(Verb.CHANGE, THINGS, "GET", "HEAD", "POST")
def no_face_take_back_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    """Take back the statement that ``?statement=`` names."""
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.CHANGE, subject)
    asked = request.GET.get("statement", "")
    named = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    statement = queries.standing_faceless(subject).filter(pk=named).first()
    if statement is None:
        raise OutOfStep(_("This was taken back."), _("There is nothing to do."))
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: take_back_faceless(by=request.actor, statement=statement, reason=reason)):
        messages.success(request, _("It is taken back: it does not count any more."))
        return redirect(subject.address)
    words = _(
        "%(name)s said that no face can be compared: “%(reason)s”. Say what can be compared after all. Before the"
        " board, faces are left out only where two people said so and nobody took it back."
    ) % {"name": statement.by.name, "reason": statement.reason}
    title = _("A face of %(code)s can be compared") % {"code": subject.code}
    return form_page(
        request, form, title=title, words=words, button=_("Take it back"), back=subject.address, grave=True
    )


@page(Verb.FIND, Thing.RECORD, "GET", "HEAD", "POST")
def alive_page(request: DeskRequest, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, Profile.AM)
    require(request.actor, Verb.FIND, subject)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: find_alive(by=request.actor, record=subject, reason=reason)):
        messages.success(request, _("The photographs left search. The record is closed."))
        return redirect(subject.address)
    words = _(
        "The photographs leave search at once, and the record is closed. Say how it is known; do not write where the"
        " person is: they decide who may know."
    )
    title = _("%(code)s: found alive") % {"code": subject.code}
    return form_page(request, form, title=title, words=words, button=_("Found alive"), back=subject.address)
