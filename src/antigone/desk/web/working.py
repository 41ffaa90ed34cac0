"""What the workers do: how much waits, how fast it goes, and when it will be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.jobs.queries import QueueState, progress
from antigone.desk.jobs.words import KINDS
from antigone.desk.web.gate import DeskRequest, page


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One kind of job, for people."""

    words: str | Promise
    found: QueueState
    left: str
    """How long it still takes, in words; empty if nobody can say."""


@page(Verb.SEE, Thing.JOB, "GET", "HEAD")
def work_page(request: DeskRequest) -> HttpResponse:
    blind = bool(request.actor.blind_to)  # from numbers that grow they could tell what comes to whom they judge
    lines = [] if blind else [QueueLine(KINDS[each.kind], each, in_words(each.left)) for each in progress()]
    context = {"lines": lines, "blind": blind, "over": not any(line.found.waiting for line in lines)}
    return render(request, "desk/work.html", context)


def in_words(left: timedelta | None) -> str:
    """As people say it, rounded up to the next minute: nobody plans by seconds."""
    if left is None:
        return ""
    now = timezone.now()
    return timesince(now - timedelta(minutes=int(left.total_seconds() // 60) + 1), now, depth=1)


urlpatterns = [path("work", work_page, name="work")]
