"""Recalls: what must be undone, who is assigned, and the facts for the letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.queries import names_known
from antigone.desk.identification import queries
from antigone.desk.identification.actions.recalls import (
    add_found,
    assign,
    end_recall,
    end_task,
    say_cannot,
    see_cannot,
)
from antigone.desk.identification.models import Recall, RecallEntry
from antigone.desk.identification.person_refs import number_of
from antigone.desk.identification.to_protocol import recall_of
from antigone.desk.identification.words import GROUNDS, HOWS, TO_UNDO, WHATS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import both_of, done
from antigone.desk.web.identification.forms import ActDoneForm, Assign, FoundActForm
from antigone.protocol.recall import Ended, RecallGround, facts_for_the_letter


@page(Verb.SEE, Thing.RECALL, "GET", "HEAD")
def recalls_page(request: DeskRequest) -> HttpResponse:
    rows = Paginator(queries.recalls(request.actor), 50).get_page(request.GET.get("page"))
    listed = [{"row": row, "ground": GROUNDS[RecallGround(row.ground)]} for row in rows]
    known = names_known(request.actor, both_of(row.decision for row in rows))
    return render(request, "desk/identification/recalls.html", {"rows": rows, "listed": listed, "known": known})


@page(Verb.SEE, Thing.RECALL, "GET", "HEAD")
def recall_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, queries.find_recall(request.actor, number))


@page(Verb.ASSIGN, Thing.RECALL, "POST")
def assign_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.ASSIGN, number)
    form = Assign(request.POST, people=_people(found))
    return _entered(
        request, found, form, lambda act, **said: assign(by=request.actor, recall=found, number=act, **said)
    )


@page(Verb.CHANGE, Thing.RECALL, "POST")
def undone_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.CHANGE, number)
    form = ActDoneForm(request.POST)
    return _entered(
        request, found, form, lambda act, **said: end_task(by=request.actor, recall=found, number=act, **said)
    )


@page(Verb.CHANGE, Thing.RECALL, "POST")
def cannot_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.CHANGE, number)
    form = ActDoneForm(request.POST)
    return _entered(
        request, found, form, lambda act, **said: say_cannot(by=request.actor, recall=found, number=act, **said)
    )


@page(Verb.CHANGE, Thing.RECALL, "POST")
def see_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.CHANGE, number)
    act = request.POST.get("act", "")[:40]
    said = _("You confirmed that it cannot be undone.")
    return done(
        request,
        lambda: see_cannot(by=request.actor, recall=found, number=act),
        said,
        found.address,
        lambda **more: _show(request, found, **more),
    )


@page(Verb.CHANGE, Thing.RECALL, "POST")
def found_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.CHANGE, number)
    form = FoundActForm(request.POST, prefix="found")
    if submitted(form, lambda **said: add_found(by=request.actor, recall=found, **said)):
        return redirect(found.address)
    return _show(request, found, found_form=form)


@page(Verb.CLOSE, Thing.RECALL, "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.CLOSE, number)
    said = _("The recall is at its end. The case can be identified again.")
    return done(
        request,
        lambda: end_recall(by=request.actor, recall=found),
        said,
        found.address,
        lambda **more: _show(request, found, **more),
    )


@page(Verb.SEE, Thing.RECALL, "GET", "HEAD")
def facts_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_recall(request.actor, number)
    return render(request, "desk/identification/facts.html", {"recall": found, "facts": _facts(found)})


@page(Verb.SEE, Thing.RECALL, "GET", "HEAD")
def facts_as_text(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_recall(request.actor, number)
    lines = [f"{label}: {words}" for label, words in _facts(found)]
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}-facts.txt"'
    answer["Cache-Control"] = "no-store"
    return answer


def _facts(found: Recall) -> list[tuple[str, str]]:
    """The protocol's facts, with labels in the reader's language."""
    labels = {
        "case": _("Case"),
        "record": _("Record"),
        "decided": _("Decided"),
        "policy": _("Policy"),
        "grounds of the decision": _("Grounds of the decision"),
        "recalled": _("Recalled"),
        "why": _("Why"),
    }
    return [(labels.get(label, label), words) for label, words in facts_for_the_letter(recall_of(found))]


def _allowed(request: DeskRequest, verb: Verb, number: int) -> Recall:
    found = queries.find_recall(request.actor, number)
    require(request.actor, verb, found)
    return found


def _people(found: Recall) -> Any:
    people = Person.objects.filter(agency__in=queries.agencies_in(found.incident), ended_at=None)
    return people.select_related("agency").order_by("name", "pk")


def _entered(request: DeskRequest, found: Recall, form: Any, do: Callable[..., object]) -> HttpResponse:
    act = request.POST.get("act", "")[:40]
    if submitted(form, lambda **said: do(act, **said)):
        return redirect(found.address)
    said = " ".join(str(words) for errors in form.errors.values() for words in errors)
    return _show(request, found, trouble=said)


def _show(request: DeskRequest, found: Recall, **more: Any) -> HttpResponse:
    context = {
        "recall": found,
        "known": names_known(request.actor, both_of([found.decision])),
        "ground": GROUNDS[RecallGround(found.ground)],
        "tasks": _tasks(found),
        "open": found.ended_at is None,
        "may_assign": found.ended_at is None and may(request.actor, Verb.ASSIGN, found),
        "may_change": found.ended_at is None and may(request.actor, Verb.CHANGE, found),
        "may_close": found.ended_at is None and may(request.actor, Verb.CLOSE, found),
        "assign_form": Assign(people=_people(found), auto_id=False),
        "done_form": ActDoneForm(auto_id=False),
        "found_form": FoundActForm(prefix="found"),
        "me": request.actor.person,
        **more,
    }
    context["left"] = sum(task["end"] is None for task in context["tasks"])
    return render(request, "desk/identification/recall.html", context, status=400 if more else 200)


def _tasks(found: Recall) -> list[dict[str, Any]]:
    """Each act that is to be undone, in order."""
    value, today = recall_of(found), timezone.localdate()
    ended = {entry.act: entry for entry in value.entries if isinstance(entry, Ended)}
    late = {task.number for task in value.overdue(today)}
    said = {
        entry.act.number: entry
        for entry in found.entries.filter(what=RecallEntry.What.SAID).select_related("act", "by")
    }
    answers = {task.number: value.answers_for(task.number) for task in value.tasks}
    numbers = {number for answer in answers.values() if answer and (number := number_of(answer.to)) is not None}
    numbers |= {number for end in ended.values() for key in (end.by, end.seen_by) if (number := number_of(key))}
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))

    def named(key: str) -> str:
        return names.get(number_of(key) or 0, "")

    tasks = []
    for task in value.tasks:
        answer, end = answers[task.number], ended.get(task.number)
        tasks.append(
            {
                "act": task,
                "what": WHATS[task.what],
                "to_undo": TO_UNDO[task.what],
                "to": named(answer.to) if answer else "",
                "due": answer.due if answer else None,
                "late": task.number in late,
                "said": said.get(task.number),
                "end": end,
                "how": HOWS[end.how] if end else "",
                "by": named(end.by) if end else "",
                "seen_by": named(end.seen_by) if end and end.seen_by else "",
            }
        )
    return tasks
