"""Requests to erase: asked, agreed to, refused, carried out, with the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.queries import names_known
from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure, refuse_erasure, take_back_erasure
from antigone.desk.erasing.actions.photographs import Receipt, erase_photograph
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.paper import as_paper
from antigone.desk.erasing.queries import erasures, find_erasure, waiting_erasures
from antigone.desk.erasing.traces import open_marks
from antigone.desk.erasing.words import AS, GROUNDS, STATES, destroyed, kept, lists_marked, what
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import find_photograph
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.erasing.forms import Agree, AskErasureForm, CarryOut, Refuse
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import RuleBroken
from antigone.types import Profile


@page(Verb.ASK, Thing.ERASURE, "GET", "HEAD", "POST")
def ask_for_photograph(request: DeskRequest, number: int) -> HttpResponse:
    found = find_photograph(request.actor, number)
    title = _("Erase photograph %(number)d of %(code)s") % {"number": found.pk, "code": found.subject.code}
    return _ask(request, found.subject, found, title, found.address)


@page(Verb.ASK, Thing.ERASURE, "GET", "HEAD", "POST")
def ask_for_record(request: DeskRequest, number: int) -> HttpResponse:
    found = find_subject(request.actor, number, Profile.AM)
    title = _("Erase all that %(code)s says") % {"code": found.code}
    return _ask(request, found, None, title, found.address)


def _ask(request: DeskRequest, subject: Subject, photograph: Photograph | None, title: str, back: str) -> HttpResponse:
    require(request.actor, Verb.ASK, Thing.ERASURE.of(subject))
    by_order = subject.is_case
    form = AskErasureForm(request.POST or None, by_order=by_order)
    made: list[Erasure] = []

    def do(**fields: Any) -> None:
        made.append(ask_erasure(by=request.actor, subject=subject, photograph=photograph, **fields))

    if submitted(form, do):
        messages.success(request, _("The request is written down. A second person agrees to it, or it is refused."))
        return redirect(made[0].address)
    waiting = Erasure.objects.filter(subject=subject, photograph=photograph, state__in=("asked", "agreed")).first()
    context = {
        "form": form,
        "title": title,
        "back": back,
        "subject": subject,
        "photograph": photograph,
        "by_order": by_order,
        "waiting": waiting,
        "over": (photograph or subject).erased_at is not None,
    }
    return render(request, "desk/erasing/ask.html", context, status=400 if form.is_bound else 200)


_SOON = 7
"""Days before a request is due."""


@page(Verb.SEE, Thing.ERASURE, "GET", "HEAD")
def erasures_page(request: DeskRequest) -> HttpResponse:
    everything = request.GET.get("show") == "all"
    rows = erasures(request.actor) if everything else waiting_erasures(request.actor)
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"rows": [_line(each) for each in shown], "erasures": shown, "everything": everything}
    context["known"] = names_known(request.actor, (each.subject_id for each in shown))
    return render(request, "desk/erasing/erasures.html", context)


@page(Verb.SEE, Thing.ERASURE, "GET", "HEAD")
def erasure_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, find_erasure(request.actor, number))


@page(Verb.AGREE, Thing.ERASURE, "POST")
def agree_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.AGREE, number)
    form = Agree(request.POST, prefix="agree")
    if submitted(form, lambda reason: agree_erasure(by=request.actor, erasure=found, reason=reason)):
        messages.success(request, _("You have agreed. A registrar other than you carries it out."))
        return redirect(found.address)
    return _show(request, found, agree_form=form)


@page(Verb.REFUSE, Thing.ERASURE, "POST")
def refuse_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.REFUSE, number)
    form = Refuse(request.POST, prefix="refuse")

    def do(**fields: Any) -> None:
        refuse_erasure(by=request.actor, erasure=found, **fields)

    if submitted(form, do):
        messages.success(
            request, _("The request is refused. Tell whoever asked, with the reason and where to complain.")
        )
        return redirect(found.address)
    return _show(request, found, refuse_form=form)


@page(Verb.WITHDRAW, Thing.ERASURE, "POST")
def take_back_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.WITHDRAW, number)
    form = Reason(request.POST, prefix="back")
    if submitted(form, lambda reason: take_back_erasure(by=request.actor, erasure=found, reason=reason)):
        messages.success(request, _("The request is taken back."))
        return redirect(found.address)
    return _show(request, found, back_form=form)


@page(Verb.ERASE, Thing.AM_PHOTO, "POST")
def carry_out_page(request: DeskRequest, number: int) -> HttpResponse:
    """Carry an erasure out. The answer is the receipt, with the code that stands nowhere else."""
    found = find_erasure(request.actor, number)
    require(request.actor, Verb.ERASE, found.erases)
    form = CarryOut(request.POST, prefix="carry")
    made: list[Receipt] = []

    def do(reason: str) -> None:
        if found.photograph is not None:
            photograph = Photograph.objects.select_related("subject").get(pk=found.photograph.pk)
            made.append(erase_photograph(by=request.actor, photograph=photograph, reason=reason))
        else:
            record = Record.objects.select_related("subject").get(pk=found.subject_id)
            made.append(erase_record(by=request.actor, record=record, reason=reason))

    if submitted(form, do):
        return _show(request, find_erasure(request.actor, number), code=made[0].code)
    return _show(request, found, carry_form=form)


@page(Verb.SEE, Thing.ERASURE, "GET", "HEAD", "POST")
def paper_page(request: DeskRequest, number: int) -> HttpResponse:
    """The receipt as a PDF; with the code only for whoever sends it."""
    found = find_erasure(request.actor, number)
    if found.state != Erasure.State.DONE:
        messages.error(
            request, _("There is no receipt: nothing was erased. It is made when the request is carried out.")
        )
        return redirect(found.address)
    code = request.POST.get("code", "")
    if code:
        try:
            open_marks(code, bytes(found.proof or b""))
        except RuleBroken as fault:
            messages.error(request, f"{fault.detail} {fault.hint}")
            return redirect(found.address)
    answer = HttpResponse(as_paper(found, code), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{found.pk}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _allowed(request: DeskRequest, verb: Verb, number: int) -> Erasure:
    found = find_erasure(request.actor, number)
    require(request.actor, verb, found)
    return found


def _line(erasure: Erasure) -> dict[str, Any]:
    left = (erasure.due_on - timezone.localdate()).days
    return {
        "erasure": erasure,
        "what": what(erasure),
        "asked_as": AS[Erasure.As(erasure.asked_as)],
        "state": STATES[Erasure.State(erasure.state)],
        "soon": erasure.is_open and left <= _SOON,
        "late": erasure.is_open and left < 0,
    }


def _show(request: DeskRequest, found: Erasure, *, code: str = "", **more: Any) -> HttpResponse:
    def allowed(verb: Verb) -> bool:
        return may(request.actor, verb, found)

    asked, is_agreed = found.state == Erasure.State.ASKED, found.state == Erasure.State.AGREED
    erases = is_agreed and may(request.actor, Verb.ERASE, found.erases)
    context = {
        **_line(found),
        "subject": found.subject,
        "known": names_known(request.actor, [found.subject_id]),
        "ground": GROUNDS.get(Erasure.Ground(found.ground)) if found.ground else "",
        "agree_form": Agree(prefix="agree") if asked and allowed(Verb.AGREE) else None,
        "refuse_form": Refuse(prefix="refuse") if found.is_open and allowed(Verb.REFUSE) else None,
        "back_form": Reason(prefix="back") if found.is_open and allowed(Verb.WITHDRAW) else None,
        "agreed_by_them": erases and found.answered_by_id == request.actor.person,
        "carry_form": CarryOut(prefix="carry") if erases and found.answered_by_id != request.actor.person else None,
        "photographs": Photograph.objects.filter(subject=found.subject_id, erased_at=None).count(),
        "destroyed": destroyed(found),
        "lists": lists_marked(found),
        "kept": kept(found),
        "code": code,
        **more,
    }
    faulty = any(name.endswith("_form") for name in more)
    return render(request, "desk/erasing/erasure.html", context, status=400 if faulty else 200)
