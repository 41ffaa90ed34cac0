"""The board of an incident: who sits on it, and what it requires."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification import queries
from antigone.desk.identification.actions.board import appoint, end_seat, set_rules
from antigone.desk.identification.to_protocol import policy_of, rules_of
from antigone.desk.identification.words import CONCLUSIONS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import form_page
from antigone.desk.web.identification.forms import Appoint, BoardRules, EndSeat
from antigone.errors import RuleBroken


@page(Verb.SEE, Thing.BOARD, "GET", "HEAD")
def board_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, _seen(request, Verb.SEE, number))


@page(Verb.CHANGE, Thing.BOARD, "POST")
def appoint_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _seen(request, Verb.CHANGE, number)
    form = Appoint(request.POST, incident=found)
    if submitted(form, lambda **said: appoint(by=request.actor, incident=found, **said)):
        messages.success(request, _("They have a seat on the board."))
        return redirect("incident-board", number)
    return _show(request, found, appoint_form=form)


@page(Verb.CHANGE, Thing.BOARD, "POST")
def end_seat_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _seen(request, Verb.CHANGE, number)
    form = EndSeat(request.POST)

    def do(*, seat: int, reason: str) -> None:
        row = queries.seats(found).filter(pk=seat).first()
        if row is None:
            raise RuleBroken(_("There is no such seat."), _("Choose one of the list."))
        end_seat(by=request.actor, seat=row, reason=reason)

    if submitted(form, do):
        messages.success(request, _("The seat has ended. What was decided stays."))
        return redirect("incident-board", number)
    said = " ".join(str(words) for errors in form.errors.values() for words in errors)
    return _show(request, found, trouble=said)


@page(Verb.CHANGE, Thing.BOARD, "GET", "HEAD", "POST")
def rules_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _seen(request, Verb.CHANGE, number)
    policy = policy_of(found)
    initial: dict[str, Any] = {name: getattr(policy, name) for name in policy.__dataclass_fields__}
    initial |= {"face_ceiling": policy.face_ceiling.name, "share": str(policy.share)}
    form = BoardRules(request.POST or None, initial=initial)
    if submitted(form, lambda **said: set_rules(by=request.actor, incident=found, **said)):
        messages.success(request, _("The rules hold from now on. What was decided keeps its own."))
        return redirect("incident-board", number)
    words = _(
        "A country can ask for more than Antigone, never for less: a face alone never goes beyond “possible”, two"
        " people examine whatever carries a conclusion, and three members are present."
    )
    title = _("Rules of the board of %(code)s") % {"code": found.code}
    back = reverse("incident-board", args=[number])
    return form_page(request, form, title=title, words=words, button=_("Set the rules"), back=back)


def _seen(request: DeskRequest, verb: Verb, number: int) -> Incident:
    found = accounts.find_incident(request.actor, number)
    require(request.actor, verb, Thing.BOARD.of(found))
    return found


def _show(request: DeskRequest, found: Incident, **more: Any) -> HttpResponse:
    changes = found.closed_at is None and may(request.actor, Verb.CHANGE, Thing.BOARD.of(found))
    policy = policy_of(found)
    seats = list(queries.seats(found))
    context = {
        "incident": found,
        "sitting": [seat for seat in seats if seat.ended_at is None],
        "left": [seat for seat in seats if seat.ended_at is not None],
        "policy": policy,
        "ceiling": CONCLUSIONS[policy.face_ceiling],
        "rules": rules_of(found),
        "versions": list(found.rules.select_related("by")),
        "may_change": changes,
        "appoint_form": Appoint(incident=found) if changes and queries.may_sit(found).exists() else None,
        "end_form": EndSeat(auto_id=False),
        **more,
    }
    return render(request, "desk/identification/board.html", context, status=400 if more else 200)
