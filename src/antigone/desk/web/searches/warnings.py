"""Warnings that two cases may be of one body, or two records of one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.pairs import dismiss, link, side_of_pair
from antigone.desk.candidates.listing import is_same_picture, weighed
from antigone.desk.candidates.models import DuplicateWarning
from antigone.desk.photos.queries import looks_of
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.searches.beside import beside
from antigone.desk.web.searches.sides import AskedSide, sides_of, uncover_side

WORDS = ("face", "other")
"""What an address calls the chosen photograph of either side."""


@page(Verb.SEE, Thing.DUPLICATE_WARNING, "GET", "HEAD")
def warnings_page(request: DeskRequest) -> HttpResponse:
    found = queries.open_duplicate_warnings(request.actor)
    return render(
        request, "desk/searches/warnings.html", {"warnings": Paginator(found, 50).get_page(request.GET.get("page"))}
    )


@page(Verb.SEE, Thing.DUPLICATE_WARNING, "GET", "HEAD")
def warning_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, queries.find_duplicate_warning(request.actor, number))


@page(Verb.SEE, Thing.DUPLICATE_WARNING, "POST")
def uncover_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_duplicate_warning(request.actor, number)
    return uncover_side(request, found.address, (found.first, found.second))


@page(Verb.MAKE, Thing.LINK, "POST")
def link_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.MAKE, Thing.LINK, number)
    form = Reason(request.POST, prefix="link")

    def do(reason: str) -> None:
        link(by=request.actor, one=found.first, other=found.second, reason=reason)

    if submitted(form, do):
        messages.success(request, _("They are linked. Both stay as they are, and the link can be undone."))
        return redirect("warnings")
    return _show(request, found, link_form=form)


@page(Verb.DISMISS, Thing.DUPLICATE_WARNING, "POST")
def dismiss_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.DISMISS, Thing.DUPLICATE_WARNING, number)
    form = Reason(request.POST, prefix="dismiss")
    if submitted(form, lambda reason: dismiss(by=request.actor, warning=found, reason=reason)):
        messages.success(request, _("The warning is dismissed. It is not given again."))
        return redirect("warnings")
    return _show(request, found, dismiss_form=form)


def _allowed(request: DeskRequest, verb: Verb, thing: Thing, number: int) -> DuplicateWarning:
    found = queries.find_duplicate_warning(request.actor, number)
    side = side_of_pair(request.actor, verb, thing, found.first, found.second)
    require(request.actor, verb, thing.of(side))
    return found


def _show(request: DeskRequest, warning: DuplicateWarning, **forms: Any) -> HttpResponse:
    both = (warning.first, warning.second)
    whole = {each.pk: each for each in queries.subjects(request.actor, [each.pk for each in both])}
    names = queries.names_of(each.pk for each in both)

    def allowed(verb: Verb, thing: Thing) -> bool:
        side = side_of_pair(request.actor, verb, thing, *both)
        return may(request.actor, verb, thing.of(side))

    context = {
        "warning": warning,
        "dead": warning.first.is_case,
        "sides": sides_of(
            request,
            warning.address,
            [AskedSide(each, names.get(each.pk, ""), None, word) for each, word in zip(both, WORDS, strict=True)],
        ),
        "facts": beside(*(whole[each.pk] for each in both)),
        "looks": looks_of(request.actor),
        "page": warning.address,
        "weight": weighed(warning.weight),
        "same_picture": is_same_picture(warning.weight),
        "may_link": allowed(Verb.MAKE, Thing.LINK),
        "may_dismiss": allowed(Verb.DISMISS, Thing.DUPLICATE_WARNING),
        "link_form": Reason(prefix="link"),
        "dismiss_form": Reason(prefix="dismiss"),
        **forms,
    }
    return render(request, "desk/searches/warning.html", context, status=400 if forms else 200)
