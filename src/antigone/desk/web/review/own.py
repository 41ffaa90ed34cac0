"""An examiner's own page: their known pairs, error rates with intervals, and the time that they take. Nobody else's."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.review import queries
from antigone.desk.review.models import Assignment
from antigone.desk.review.open import limits_for, open_assignments
from antigone.desk.review.proficiency import progress
from antigone.desk.review.to_protocol import examinations
from antigone.desk.review.words import STEPS, level_words
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.review.mine import rates_of
from antigone.desk.web.review.proficiency import shown
from antigone.errors import NotThere
from antigone.protocol.examination import Step
from antigone.protocol.known_pairs import Trial
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import Direction

LATELY = 200
"""Finished examinations from which the time is told."""
_TIMED = (Step.ANALYSE_PM, Step.ANALYSE_REFERENCE, Step.COMPARE, Step.CONCLUDE)


@page(Verb.SEE, Thing.ASSIGNMENT, "GET", "HEAD")
def own(request: DeskRequest) -> HttpResponse:
    if Role.EXAMINER not in request.actor.roles:
        raise NotThere(_("There is no such page here."), _("It is for examiners."))
    person = request.user
    (errors,) = queries.errors_of(request.actor, [person])
    done = list(queries.my_finished_assignments(request.actor)[:LATELY])
    context: dict[str, Any] = {
        "row": rates_of(person, errors, limits_for(request.actor.agency)),
        "known": _known(queries.trials_of([person])[person.pk]),
        "finished": len(done),
        "times": _times(done),
        "set": shown(progress(person)),
    }
    return render(request, "desk/review/own.html", context)


def _known(trials: list[Trial]) -> list[dict[str, Any]]:
    """Known pairs that they finished, the latest first: only such as nobody has before them just now."""
    pairs = [int(trial.assignment.pair.number) for trial in trials if hasattr(trial.assignment.pair, "number")]
    busy = Assignment.objects.filter(pair__in=pairs).filter(Exists(open_assignments().filter(pk=OuterRef("pk"))))
    kept_back = set(busy.values_list("pair", flat=True))
    rows = []
    for trial in sorted(trials, key=lambda each: each.examination.now.last, reverse=True):
        blind = trial.examination.now.blind
        if blind is None or int(getattr(trial.assignment.pair, "number", 0)) in kept_back:
            continue
        rows.append(
            {
                "number": trial.examination.number,
                "day": trial.examination.now.last,
                "said": level_words(trial.examination.scale, blind.level),
                "same": trial.truth is Truth.SAME,
                "wrong": trial.said is _WRONG[trial.truth],
            }
        )
    return rows


_WRONG = {Truth.SAME: Direction.DIFFERENT, Truth.DIFFERENT: Direction.SAME}


def _times(done: list[Assignment]) -> list[dict[str, Any]]:
    """The time at each step: half of the examinations took less."""
    found = examinations(done).values()
    rows = []
    for step in _TIMED:
        took = [each.now.time.get(step, timedelta()).total_seconds() / 60 for each in found]
        if took:
            rows.append({"step": STEPS[step], "half": median(took), "least": min(took), "most": max(took)})
    return rows
