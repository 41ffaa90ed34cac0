"""Exclusions and links: saying that two are different, or the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.pairs import exclude, lift, link, side_of_pair, take_back_exclusion, undo_link
from antigone.desk.candidates.models import Exclusion
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.confirming import asked_once_more, put_back, until
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.searches.choosing import Choosing, Other, of_open_warnings, of_the_list_read
from antigone.desk.web.searches.forms import GROUNDS, ExcludeSeveral
from antigone.types import Profile

PM = Profile.PM.value


class Exclude(Other, ExcludeSeveral):
    field_order = ("other", "ground", "reason")


@page(Verb.MAKE, Thing.EXCLUSION, "GET", "HEAD", "POST")
def exclude_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.MAKE, Thing.EXCLUSION.of(subject))
    choosing = Choosing(request, subject, subject.other_kind, of_the_list_read(request.actor, subject))
    form = Exclude(request.POST or None, choosing=choosing)

    back, made = subject.address_of("searches"), list[Exclusion]()

    def do(*, other: Subject, ground: str, reason: str) -> None:
        case, record = (subject, other) if subject.is_case else (other, subject)
        made.append(exclude(by=request.actor, case=case, record=record, ground=ground, reason=reason))

    follows = (
        _("The two stand apart on every list, also for everybody who is linked to either."),
        _("Nobody puts them before examiners any more."),
        _("For ten minutes you can take it back yourself. Later only a board member lifts it."),
    )
    title = _("Exclude a pair with %(code)s") % {"code": subject.code}
    asked = asked_once_more(request, form, title=title, follows=follows, button=_("Exclude"), back=back)
    if asked is not None:
        return asked
    if submitted(form, do):
        messages.success(request, _("The pair is excluded. It stands apart on every list, also for whoever is linked."))
        return redirect(made[0].address)
    words = _(
        "Say that this case and a record were proved to be of different people. It stays, and holds for everybody who"
        " is linked to either. Only a board member can lift it. A face that does not look alike is no proof."
    )
    return choose_page(request, form, title=title, words=words, button=_("Exclude"), back=back, grave=True)


@page(Verb.SEE, Thing.EXCLUSION, "GET", "HEAD")
def exclusion_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_exclusion(request.actor, number)
    side = side_of_pair(request.actor, Verb.LIFT, Thing.EXCLUSION, found.case, found.record)
    context = {
        "exclusion": found,
        "ground": GROUNDS[type(found).Ground(found.ground)],
        "back_until": None if found.lifted_at else until(request, Verb.MAKE, Thing.EXCLUSION, found.pk),
        "back_address": found.address_of("put-back"),
        "may_lift": may(request.actor, Verb.LIFT, Thing.EXCLUSION.of(side)),
    }
    return render(request, "desk/searches/exclusion.html", context)


@page(Verb.UNDO, Thing.EXCLUSION, "POST")
def take_back_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_exclusion(request.actor, number)
    side = side_of_pair(request.actor, Verb.UNDO, Thing.EXCLUSION, found.case, found.record)
    require(request.actor, Verb.UNDO, Thing.EXCLUSION.of(side))
    return put_back(request, found.address, lambda: take_back_exclusion(by=request.actor, exclusion=found))


@page(Verb.LIFT, Thing.EXCLUSION, "GET", "HEAD", "POST")
def lift_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_exclusion(request.actor, number)
    side = side_of_pair(request.actor, Verb.LIFT, Thing.EXCLUSION, found.case, found.record)
    require(request.actor, Verb.LIFT, Thing.EXCLUSION.of(side))
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: lift(by=request.actor, exclusion=found, reason=reason)):
        messages.success(request, _("The exclusion is lifted. The case is searched again."))
        return redirect(found.address)
    words = _("Say what proved that it was wrong. The exclusion stays on record as lifted.")
    return _form(
        request,
        form,
        title=_("Lift an exclusion"),
        words=words,
        button=_("Lift"),
        back=found.case.address_of("searches"),
    )


@page(Verb.MAKE, Thing.LINK, "GET", "HEAD", "POST")
def make_link_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.MAKE, Thing.LINK.of(subject))
    choosing = Choosing(request, subject, subject.kind, of_open_warnings(request.actor, subject))
    form = Other(request.POST or None, choosing=choosing)
    made: list[Any] = []

    def do(*, other: Subject, reason: str) -> None:
        made.append(link(by=request.actor, one=subject, other=other, reason=reason))

    if submitted(form, do):
        messages.success(request, _("They are linked. Both stay as they are, and the link can be undone."))
        return redirect(made[0].address)
    words = (
        _("Say that another case is of the same body. Exclusions of one then hold for both.")
        if subject.is_case
        else _("Say that another record is of the same missing person. Exclusions of one then hold for both.")
    )
    title = _("Link %(code)s with another") % {"code": subject.code}
    back = subject.address_of("searches") if _sees(request, subject) else subject.address
    return choose_page(request, form, title=title, words=words, button=_("Link"), back=back)


@page(Verb.SEE, Thing.LINK, "GET", "HEAD")
def link_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_link(request.actor, number)
    side = side_of_pair(request.actor, Verb.UNDO, Thing.LINK, found.first, found.second)
    may_undo = may(request.actor, Verb.UNDO, Thing.LINK.of(side))
    return render(request, "desk/searches/link.html", {"link": found, "may_undo": may_undo})


@page(Verb.UNDO, Thing.LINK, "GET", "HEAD", "POST")
def undo_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_link(request.actor, number)
    side = side_of_pair(request.actor, Verb.UNDO, Thing.LINK, found.first, found.second)
    require(request.actor, Verb.UNDO, Thing.LINK.of(side))
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: undo_link(by=request.actor, link=found, reason=reason)):
        messages.success(request, _("The link is undone. Exclusions no longer spread over it."))
        return redirect(found.address)
    words = _("Say why they are not the same after all.")
    return _form(request, form, title=_("Undo a link"), words=words, button=_("Undo"), back=None)


def _sees(request: DeskRequest, subject: Subject) -> bool:
    return may(request.actor, Verb.SEE, Thing.SEARCH.of(subject))


def choose_page(
    request: DeskRequest, form: Other, *, title: str, words: str, button: str, back: str, grave: bool = False
) -> HttpResponse:
    """The page of a form that asks for another case or record: what was found comes before what is said of it."""
    context = {"form": form, "title": title, "words": words, "button": button, "back": back, "grave": grave}
    return render(request, "desk/searches/choose.html", context, status=400 if form.is_bound else 200)


def _form(
    request: DeskRequest, form: Any, *, title: str, words: str, button: str, back: str | None, grave: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "words": words, "button": button, "back": back, "grave": grave}
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)
