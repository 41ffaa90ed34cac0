"""Several candidates of a list at once: put before examiners, or excluded, with one reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.pairs import exclude
from antigone.desk.candidates.listing import listing
from antigone.desk.candidates.models import Run
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.subjects.models import Subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.searches.forms import ExcludeSeveral
from antigone.desk.web.searches.lines import CandidateLine, lines_of
from antigone.errors import RuleBroken

Do = Callable[[Subject, Subject, CandidateLine], object]


@page(Verb.OPEN, Thing.REVIEW, "GET", "HEAD", "POST")
def examine_page(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_run(request.actor, number)
    require(request.actor, Verb.OPEN, Thing.REVIEW.of(run.subject))
    chosen = _chosen(request, run)
    form = Reason(request.POST or None)
    some = [line for line in chosen if line.can_be_examined]

    def do(reason: str) -> None:
        def one(case: Subject, record: Subject, line: CandidateLine) -> None:
            begin_review(by=request.actor, case=case, record=record, reason=reason, candidate=line.listed.candidate)

        _all(request, run, some, one, _("Two examiners are asked, who know nothing of the list and of each other."))

    if some and submitted(form, do):
        return redirect(run.address)
    words = _(
        "Two people compare the photographs of each pair, each without the other, the list and the name. You do not"
        " examine them: you know why they were chosen. Say why they are worth their time."
    )
    return _ask(request, run, form, (some, chosen), title=_("Put before examiners"), words=words)


@page(Verb.MAKE, Thing.EXCLUSION, "GET", "HEAD", "POST")
def exclude_page(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_run(request.actor, number)
    require(request.actor, Verb.MAKE, Thing.EXCLUSION.of(run.subject))
    chosen = _chosen(request, run)
    form = ExcludeSeveral(request.POST or None)
    some = [line for line in chosen if line.can_be_excluded]

    def do(ground: str, reason: str) -> None:
        def one(case: Subject, record: Subject, line: CandidateLine) -> None:
            exclude(by=request.actor, case=case, record=record, ground=ground, reason=reason)

        done = _("Excluded. It stands at the end of every list, also for whoever is linked.")
        _all(request, run, some, one, done)

    if some and submitted(form, do):
        return redirect(run.address)
    words = _(
        "Say that this case and a record were proved to be of different people. It stays, and holds for everybody who"
        " is linked to either. Only a board member can lift it. A face that does not look alike is no proof."
    )
    return _ask(request, run, form, (some, chosen), title=_("Exclude"), words=words, grave=True)


def _chosen(request: DeskRequest, run: Run) -> list[CandidateLine]:
    """The chosen entries of the list, by their numbers in the address."""
    wanted = set(request.GET.getlist("chosen"))
    if not wanted or run.state != Run.State.DONE:
        return []
    lines = lines_of(request.actor, run.subject, listing(request.actor, run))
    return [line for line in lines if str(line.listed.candidate.pk) in wanted and line.listed.subject is not None]


def _all(request: DeskRequest, run: Run, lines: list[CandidateLine], do: Do, done: str) -> None:
    """Each by itself: one that a rule stands against does not stop the others."""
    count, faults = 0, []
    for line in lines:
        other = line.listed.subject
        assert other is not None, "chosen only if it may be seen"
        case, record = (run.subject, other) if run.subject.is_case else (other, run.subject)
        try:
            do(case, record, line)
            count += 1
        except RuleBroken as fault:
            faults.append(f"{other.code}: {fault.detail} {fault.hint}")
    if not count:
        raise RuleBroken(" ".join(faults), "")
    for words in faults:
        messages.error(request, words)
    counted = ngettext("%(number)s pair.", "%(number)s pairs.", count) % {"number": count}
    messages.success(request, f"{counted} {done}")


def _ask(
    request: DeskRequest,
    run: Run,
    form: Any,
    lines: tuple[list[CandidateLine], list[CandidateLine]],
    *,
    title: str,
    words: str,
    grave: bool = False,
) -> HttpResponse:
    some, chosen = lines
    context = {
        "run": run,
        "form": form,
        "title": title,
        "words": words,
        "some": some,
        "others": [line for line in chosen if line not in some],
        "grave": grave,
    }
    return render(request, "desk/searches/several.html", context, status=400 if form.is_bound else 200)
