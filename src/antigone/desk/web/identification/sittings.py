"""A sitting of the board: who is present, the motion, and how each votes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification import queries
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, end_sitting, put, vote
from antigone.desk.identification.models import Decision, File, Motion, Sitting
from antigone.desk.identification.remarks import remarks_on
from antigone.desk.identification.to_protocol import file_of, policy_of
from antigone.desk.identification.words import CONCLUSIONS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import done, form_page
from antigone.desk.web.identification.files import board_context, reach, show
from antigone.desk.web.identification.forms import Call, Put, VoteForm
from antigone.errors import OutOfStep
from antigone.protocol.scales import Conclusion


@page(Verb.DECIDE, Thing.FILE, "GET", "HEAD", "POST")
def call_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _deciding(request, number)
    form = Call(request.POST or None)
    if submitted(form, lambda **said: call_sitting(by=request.actor, file=file, **said)):
        messages.success(request, _("The sitting is called. Members find it on their desk."))
        return redirect(file.address_of("sitting"))
    title = _("Call a sitting on %(number)s") % {"number": file.number}
    words = _("Each member says for themself that they are there, and votes for themself.")
    return form_page(request, form, title=title, words=words, button=_("Call it"), back=file.address)


@page(Verb.SEE, Thing.FILE, "GET", "HEAD")
def sitting_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, queries.find_file(request.actor, number))


@page(Verb.DECIDE, Thing.FILE, "POST")
def attend_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _deciding(request, number)
    said = _("You are there.")

    def do() -> None:
        attend(by=request.actor, sitting=_sitting(file))

    return done(request, do, said, file.address_of("sitting"), lambda **more: _show(request, file, **more))


@page(Verb.DECIDE, Thing.FILE, "POST")
def put_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _deciding(request, number)
    form = _put_form(file, request.POST)
    if submitted(form, lambda **said: put(by=request.actor, sitting=_sitting(file), **said)):
        messages.success(request, _("It is put to the vote."))
        return redirect(file.address_of("sitting"))
    return _show(request, file, put_form=form)


@page(Verb.VOTE, Thing.FILE, "POST")
def vote_page(request: DeskRequest, number: int) -> HttpResponse:
    file = queries.find_file(request.actor, number)
    require(request.actor, Verb.VOTE, file)
    form = VoteForm(request.POST)
    cast: list[Any] = []
    if submitted(form, lambda **said: cast.append(vote(by=request.actor, proposal=_proposal(file), **said))):
        lapsed = _("The file or the board changed since it was put to the vote: the vote has lapsed.")
        messages.success(request, _("You voted.") if cast[0] else lapsed)
        return redirect(file.address_of("sitting"))
    return _show(request, file, vote_form=form)


@page(Verb.DECIDE, Thing.FILE, "GET", "HEAD", "POST")
def close_page(request: DeskRequest, number: int) -> HttpResponse:
    """Asks once more, on a page of its own, and then closes: nobody closes a vote by a slip of the finger."""
    file = _deciding(request, number)
    if request.method != "POST":
        return _before_closing(request, file)
    made: list[Decision | None] = []

    def do() -> None:
        made.append(close_vote(by=request.actor, proposal=_proposal(file)))

    said = _("The vote is closed.")
    answer = done(request, do, said, file.address_of("sitting"), lambda **more: _show(request, file, **more))
    return redirect(made[0].address) if made and made[0] is not None else answer


def _before_closing(request: DeskRequest, file: File) -> HttpResponse:
    motion = Motion.objects.filter(sitting__file=file, closed_at=None).select_related("sitting").first()
    if motion is None:
        return redirect(file.address_of("sitting"))
    there = list(motion.sitting.present.select_related("seat__person"))
    voted = set(motion.votes.values_list("person", flat=True))
    context = {
        "file": file,
        "words": CONCLUSIONS[Conclusion[motion.conclusion]],
        "voted": [each for each in there if each.seat.person_id in voted],
        "silent": [each for each in there if each.seat.person_id not in voted],
    }
    return render(request, "desk/identification/close.html", context)


@page(Verb.SEE, Thing.FILE, "POST")
def faces_page(request: DeskRequest, number: int) -> HttpResponse:
    """The page of the file, or of its sitting, with the faces in the answer itself: reloading covers them again."""
    file = queries.find_file(request.actor, number)
    return _show(request, file, clear=True) if request.POST.get("on") == "sitting" else show(request, file, clear=True)


@page(Verb.DECIDE, Thing.FILE, "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _deciding(request, number)
    said = _("The sitting has ended. The file lies before the board until it is sent back or decided.")

    def do() -> None:
        end_sitting(by=request.actor, sitting=_sitting(file))

    return done(request, do, said, file.address, lambda **more: _show(request, file, **more))


def _deciding(request: DeskRequest, number: int) -> File:
    file = queries.find_file(request.actor, number)
    require(request.actor, Verb.DECIDE, file)
    return file


def _sitting(file: File) -> Sitting:
    found = file.sittings.filter(ended_at=None).select_related("file").first()
    if found is None:
        raise OutOfStep(_("No sitting is called on this file."), _("A member of the board calls one."))
    return found


def _proposal(file: File) -> Motion:
    found = Motion.objects.filter(sitting__file=file, closed_at=None).select_related("sitting__file").first()
    if found is None:
        raise OutOfStep(_("Nothing is put to the vote."), _("A member who is present puts a conclusion to the vote."))
    return found


def _put_form(file: File, data: Any = None) -> Put:
    lines = list(file.lines.filter(taken_back_at=None))
    return Put(data, lines=lines, law=policy_of(file.incident_id).combination_law)


def _show(request: DeskRequest, file: File, *, clear: bool = False, **more: Any) -> HttpResponse:
    sitting = file.sittings.select_related("called_by").first()
    under_way = sitting is not None and sitting.ended_at is None
    proposals = list(sitting.proposals.prefetch_related("votes__person")) if sitting else []
    there = list(sitting.present.select_related("seat__person__agency")) if sitting else []
    vote_open = next((proposal for proposal in proposals if proposal.closed_at is None), None)
    mine = any(each.seat.person_id == request.actor.person for each in there)
    voted = vote_open is not None and any(v.person_id == request.actor.person for v in vote_open.votes.all())
    decides = under_way and may(request.actor, Verb.DECIDE, file)
    seat = queries.seat_of(request.actor, file.incident_id)
    policy = policy_of(file.incident_id)
    context = {
        "file": file,
        "sitting": sitting,
        "under_way": under_way,
        "there": there,
        "proposals": [_motion(p, shows_votes=p.closed_at is not None or voted) for p in proposals],
        "vote_open": vote_open,
        "open_words": CONCLUSIONS[Conclusion[vote_open.conclusion]] if vote_open else "",
        "all_voted": vote_open is not None and len(vote_open.votes.all()) >= len(there),
        "policy": policy,
        "remarks": remarks_on(file),
        "reach": reach(file_of(file), policy) if under_way else [],
        "may_attend": decides and seat is not None and not mine and vote_open is None,
        "may_put": decides and mine and vote_open is None,
        "may_vote": mine and vote_open is not None and not voted,
        "may_close": decides and mine and vote_open is not None,
        "may_end": decides and seat is not None and vote_open is None,
        "put_form": _put_form(file),
        "vote_form": VoteForm(),
        "here": file.address_of("sitting"),
        "on_sitting": True,
        **(board_context(request.actor, file, clear=clear) if sitting is not None else {}),
        **more,
    }
    return render(request, "desk/identification/sitting.html", context, status=400 if more else 200)


def _motion(row: Motion, *, shows_votes: bool) -> dict[str, Any]:
    """A motion with its votes; while it is open only for whoever has voted, which nobody takes back: others see how
    many have, so that nobody votes as others did.
    """
    votes = list(row.votes.all())
    words = CONCLUSIONS[Conclusion[row.conclusion]]
    return {"row": row, "words": words, "votes": votes if shows_votes else [], "cast": len(votes)}
