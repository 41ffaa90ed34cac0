"""Reviews: putting a pair before examiners, and how it stands, for whoever does not judge it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.actions.pairs import side_of_pair
from antigone.desk.review import queries
from antigone.desk.review.actions.begin import begin_review, call_off
from antigone.desk.review.actions.people import saw_the_outcome
from antigone.desk.review.models import CalledOff, Pair, Slot
from antigone.desk.review.people import WhyNot, why_waiting
from antigone.desk.review.words import CONFLICTS, OUTCOMES, REASONS, component_words, level_words
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.related import of_pair
from antigone.desk.web.searches.choosing import Choosing, Other, of_the_list_read
from antigone.desk.web.searches.pairs import choose_page
from antigone.protocol.settle import FinishedExamination, Settlement
from antigone.types import Profile

PM, AM = Profile.PM.value, Profile.AM.value


@page(Verb.OPEN, Thing.REVIEW, "GET", "HEAD", "POST")
def begin_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.OPEN, Thing.REVIEW.of(subject))
    choosing = Choosing(request, subject, subject.other_kind, of_the_list_read(request.actor, subject))
    form = Other(request.POST or None, choosing=choosing)
    made: list[Pair] = []

    def do(*, other: Subject, reason: str) -> None:
        case, record = (subject, other) if subject.is_case else (other, subject)
        made.append(begin_review(by=request.actor, case=case, record=record, reason=reason))

    if submitted(form, do):
        messages.success(request, _("Two examiners are asked, who know nothing of the list and of each other."))
        return redirect(made[0].address)
    words = _(
        "Two people compare the photographs, each without the other, the list and the name. You do not examine this"
        " pair: you know why it was chosen. Say why it is worth their time."
    )
    title = _("Put %(code)s before examiners") % {"code": subject.code}
    back = subject.address_of("searches")
    return choose_page(request, form, title=title, words=words, button=_("Put before examiners"), back=back)


@page(Verb.SEE, Thing.REVIEW, "GET", "HEAD")
def reviews_page(request: DeskRequest) -> HttpResponse:
    shown = Paginator(queries.reviews(request.actor).order_by("-pk"), 50).get_page(request.GET.get("page"))
    found = queries.outcomes(shown.object_list)
    rows = [{"pair": pair, "words": OUTCOMES[found[pair.pk][0]]} for pair in shown.object_list]
    return render(request, "desk/review/reviews.html", {"rows": rows, "page": shown})


@page(Verb.SEE, Thing.REVIEW, "GET", "HEAD")
def review(request: DeskRequest, number: int) -> HttpResponse:
    """The state of a review. What was said is shown once it is settled; whoever reads it is never asked."""
    pair = queries.find_review(request.actor, number)
    found = queries.settlement_of_pair(pair)
    if found.settled:
        saw_the_outcome(by=request.actor, pair=pair)
    slots = [{"slot": slot, "why": _why(why_waiting(slot))} for slot in queries.waiting_slots(pair)]
    off = CalledOff.objects.filter(pair=pair).select_related("by").first()
    side = side_of_pair(request.actor, Verb.END, Thing.REVIEW, pair.case, pair.record)
    may_end = may(request.actor, Verb.END, Thing.REVIEW.of(side))
    context: dict[str, Any] = {
        "pair": pair,
        "outcome": OUTCOMES[found.outcome],
        "settled": found.settled,
        "done": _done(found) if found.settled else [],
        "finished": len(found.done),
        "asked": Slot.objects.filter(pair=pair).values("place").distinct().count(),
        "slots": slots,
        "off": off,
        "end_form": Reason(prefix="end") if may_end and not (off or found.settled) else None,
        "related": of_pair(request.actor, pair.case, pair.record, pair),
    }
    return render(request, "desk/review/review.html", context)


@page(Verb.END, Thing.REVIEW, "POST")
def review_end(request: DeskRequest, number: int) -> HttpResponse:
    pair = queries.find_review(request.actor, number)
    side = side_of_pair(request.actor, Verb.END, Thing.REVIEW, pair.case, pair.record)
    require(request.actor, Verb.END, Thing.REVIEW.of(side))
    form = Reason(request.POST, prefix="end")
    if submitted(form, lambda reason: call_off(by=request.actor, pair=pair, reason=reason)):
        messages.success(request, _("The review is called off."))
    else:
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        return render(request, "desk/searches/form.html", _again(form, pair), status=400)
    return redirect(pair.address)


def _again(form: Reason, pair: Pair) -> dict[str, Any]:
    words = _("Nobody has to examine it any more. What was written stays.")
    return {"form": form, "title": _("Call the review off"), "words": words, "button": _("Call it off"), "grave": True}


def _why(found: list[WhyNot]) -> list[tuple[Person, str]]:
    told = []
    for each in found:
        if each.code:
            words = [str(CONFLICTS[conflict]) for conflict in each.conflicts] or [
                str(REASONS.get(each.code, each.code))
            ]
            told.append((each.person, ", ".join(words)))
    return told


def _done(found: Settlement) -> list[dict[str, Any]]:
    people = Person.objects.select_related("agency").in_bulk([_number(each) for each in found.done])
    dissent = {each.examination.number for each in found.dissent}
    rows = []
    for each in found.done:
        examination = each.examination
        blind, latest = examination.now.blind, examination.now.latest
        rows.append(
            {
                "person": people[_number(each)],
                "blind": level_words(examination.scale, blind.level) if blind else "",
                "reasons": blind.reasons if blind else "",
                "later": level_words(examination.scale, latest.level) if latest and latest != blind else "",
                "later_reasons": latest.reasons if latest and latest != blind else "",
                "unexplained": [component_words(c) for c in examination.unexplained],
                "dissents": examination.number in dissent,
            }
        )
    return rows


def _number(done: FinishedExamination) -> int:
    return int(done.examination.examiner.removeprefix("person "))
