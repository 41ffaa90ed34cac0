"""The history of a case or record: its revisions."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Verb
from antigone.desk.subjects.models import THINGS
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.cases import case as cases
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records import record as records
from antigone.types import Profile


@page(Verb.SEE, THINGS, "GET", "HEAD")
def history_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    if kind is Profile.PM:
        told = cases.tell(subject.case, list(subject.history()))
    else:
        works = may(request.actor, Verb.CHANGE, subject)
        told = records.tell(subject.record, records.revisions_of(subject.record, works))
    context = {
        "subject": subject,
        "is_case": kind is Profile.PM,
        "told": Paginator(told, 50).get_page(request.GET.get("page")),
    }
    return render(request, "desk/subjects/history.html", context)
