"""One photograph: what was found in it, advice, and what people do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.queries import erasure_of
from antigone.desk.erasing.words import AS
from antigone.desk.photos.actions.looks import look_in_sitting
from antigone.desk.photos.actions.photographs import (
    choose_face,
    end_photograph,
    grade_photograph,
    reveal_photograph,
    unseal_details,
)
from antigone.desk.photos.actions.putting_back import put_back_photograph
from antigone.desk.photos.by_hand import hand_work, history_of
from antigone.desk.photos.core_words import advice_in_words
from antigone.desk.photos.lawful_basis import may_be_searched
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.photos.queries import (
    blurred_picture,
    find_photograph,
    is_hidden,
    is_waited_for,
    looks_of,
)
from antigone.desk.photos.vault import Size
from antigone.desk.photos.words import GRADES
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS
from antigone.desk.web.confirming import asked_once_more, put_back, until
from antigone.desk.web.covers import cover, is_uncovered, sitting
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.photographs.forms import STAGES, Choose, Grade
from antigone.desk.web.related import lists_of_photograph
from antigone.errors import NotThere
from antigone.types import MOST_FACES


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET", "HEAD")
def photograph_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, find_photograph(request.actor, number))


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET", "HEAD")
def state(request: DeskRequest, number: int) -> HttpResponse:
    """The state of a photograph, for the page's own script that waits for the worker."""
    found = find_photograph(request.actor, number)
    return render(request, "desk/photographs/_one.html", {"photograph": found, "delay": 3})


@page(Verb.SEE, PHOTOGRAPH_THINGS, "POST")
def reveal(request: DeskRequest, number: int) -> HttpResponse:
    """The page with the clear picture in the answer itself, so that reloading shows it blurred."""
    return _show(request, find_photograph(request.actor, number), clear=True)


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET", "HEAD")
def blurred(request: DeskRequest, number: int) -> HttpResponse:
    return _picture(blurred_picture(_ready(find_photograph(request.actor, number))))


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET")
def clear(request: DeskRequest, number: int, size: Size) -> HttpResponse:
    """The picture itself: each time it is sent, the audit has a row."""
    found = _ready(find_photograph(request.actor, number))
    return _picture(reveal_photograph(by=request.actor, photograph=found, size=size))


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET")
def in_sitting(request: DeskRequest, number: int) -> HttpResponse:
    """The picture beside another one: clear while it is uncovered there, which the audit has once of a sitting."""
    found = _ready(find_photograph(request.actor, number))
    if not is_uncovered(request, found):
        return _picture(blurred_picture(found))
    return _picture(look_in_sitting(by=request.actor, photograph=found, since=sitting(request)))


@page(Verb.SEE, PHOTOGRAPH_THINGS, "POST")
def cover_all(request: DeskRequest) -> HttpResponse:
    """Cover again what is uncovered, on whatever page."""
    cover(request)
    return HttpResponse()


@page(Verb.CHOOSE, PHOTOGRAPH_THINGS, "POST")
def choose(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.CHOOSE, number)
    form = Choose(request.POST, faces=list(found.faces.all()))
    if submitted(form, lambda face: choose_face(by=request.actor, photograph=found, number=face)):
        messages.success(request, _("The face is chosen. The desk prepares it for searching."))
        return redirect(found.address)
    return _show(request, found, choose_form=form)


@page(Verb.GRADE, PHOTOGRAPH_THINGS, "POST")
def grade(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.GRADE, number)
    form = Grade(request.POST)
    if submitted(form, lambda grade: grade_photograph(by=request.actor, photograph=found, grade=grade)):
        messages.success(request, _("The grade is kept."))
        return redirect(found.address)
    return _show(request, found, grade_form=form)


@page(Verb.END, PHOTOGRAPH_THINGS, "POST")
def end(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.END, number)
    form = Reason(request.POST, prefix="end")
    follows = (
        _("The photograph leaves search at once, and every list that shows it is marked and made again."),
        _("Nothing of it is destroyed. For ten minutes you can put it back yourself."),
    )
    title, button = _("Take this photograph out of search"), _("Take it out")
    asked = asked_once_more(request, form, title=title, follows=follows, button=button, back=found.address)
    if asked is not None:
        return asked
    if submitted(form, lambda reason: end_photograph(by=request.actor, photograph=found, reason=reason)):
        messages.success(request, _("The photograph is taken out. It is searched no more."))
        return redirect(found.address)
    return _show(request, found, end_form=form)


@page(Verb.UNDO, PHOTOGRAPH_THINGS, "POST")
def put_back_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.UNDO, number)
    return put_back(request, found.address, lambda: put_back_photograph(by=request.actor, photograph=found))


@page(Verb.UNSEAL, PHOTOGRAPH_THINGS, "POST")
def details(request: DeskRequest, number: int) -> HttpResponse:
    """The camera's metadata, in the answer itself: it has no address."""
    found = _allowed(request, Verb.UNSEAL, number)
    form = Reason(request.POST, prefix="unseal")
    read: list[dict[str, Any]] = []
    if submitted(form, lambda reason: read.append(unseal_details(by=request.actor, photograph=found, reason=reason))):
        return _show(request, found, unsealed=sorted(read[0].items()))
    return _show(request, found, unseal_form=form)


def _allowed(request: DeskRequest, verb: Verb, number: int) -> Photograph:
    found = find_photograph(request.actor, number)
    require(request.actor, verb, found)
    return found


def _ready(photograph: Photograph) -> Photograph:
    if photograph.erased_at is not None:
        raise NotThere(_("This photograph was erased: its key is destroyed."), _("There is nothing left to show."))
    if photograph.state == Photograph.State.WAITING:
        raise NotThere(_("There is no picture of this photograph yet."), _("Wait until the desk has looked at it."))
    if not photograph.has_pictures:
        raise NotThere(_("This photograph cannot be shown: its file is damaged."), _("Use another photograph."))
    return photograph


def _picture(jpeg: bytes) -> HttpResponse:
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = "inline"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _erased(request: DeskRequest, found: Photograph) -> HttpResponse:
    """What is left: that there was one, and why it is gone."""
    erasure = erasure_of(found)
    context = {
        "photograph": found,
        "subject": found.subject,
        "erasure": erasure,
        "asked_as": AS[Erasure.As(erasure.asked_as)] if erasure else "",
        "sees_erasure": may(request.actor, Verb.SEE, Thing.ERASURE.of(found)),
    }
    return render(request, "desk/photographs/erased.html", context)


def _show(request: DeskRequest, found: Photograph, *, clear: bool = False, **more: object) -> HttpResponse:
    if found.erased_at is not None:
        return _erased(request, found)
    subject, faces = found.subject, list(found.faces.all())
    chosen = next((face for face in faces if face.chosen), None)
    hidden, preparing = is_hidden(found), _preparing(found)
    at_work = found.ended_at is None and subject.closed_at is None and subject.incident.closed_at is None

    def allowed(verb: Verb) -> bool:
        return may(request.actor, verb, found)

    context = {
        "photograph": found,
        "subject": subject,
        "sees_searches": may(request.actor, Verb.SEE, Thing.SEARCH.of(subject)),
        "related": lists_of_photograph(request.actor, found),
        "faces": [_drawn(found, face) for face in faces],
        "several": len(faces) > 1,
        "crowd": len(faces) >= MOST_FACES,
        "chosen": chosen,
        "stage": dict(STAGES).get(found.stage, found.stage),
        "hidden": hidden,
        "clear": clear or not hidden,
        "looks": looks_of(request.actor) if hidden else None,
        "preparing": preparing,
        "gave_up": preparing and not is_waited_for(found),
        "lawful": may_be_searched(found),
        "grade_words": dict(GRADES).get(found.grade) if found.grade is not None else None,
        "may_choose": at_work and allowed(Verb.CHOOSE),
        "may_set_points": at_work and allowed(Verb.SET_POINTS),
        "may_cover": at_work and allowed(Verb.COVER),
        "work": hand_work(found),
        "by_hand": history_of(found),
        "grade_form": Grade(initial={"grade": found.grade}) if at_work and allowed(Verb.GRADE) else None,
        "back_until": until(request, Verb.END, found.thing, found.pk) if found.ended_at else None,
        "back_address": found.address_of("put-back"),
        "end_form": Reason(prefix="end") if at_work and allowed(Verb.END) else None,
        "unseal_form": Reason(prefix="unseal") if allowed(Verb.UNSEAL) else None,
        "may_ask_erasure": may(request.actor, Verb.ASK, Thing.ERASURE.of(subject)),
        "letter": max(1, round(max(found.width or 1, found.height or 1) / 18)),
        **more,
    }
    faulty = any(name.endswith("_form") for name in more)
    return render(request, "desk/photographs/one.html", context, status=400 if faulty else 200)


def _preparing(photograph: Photograph) -> bool:
    """Whether the worker still has something to do with it."""
    if photograph.state == Photograph.State.WAITING:
        return True
    face = next((face for face in photograph.faces.all() if face.chosen), None)
    return photograph.state == Photograph.State.USABLE and face is not None and not face.templates.exists()


def _drawn(photograph: Photograph, face: Face) -> dict[str, Any]:
    """A face for the page: its box, and the square that is shown."""
    left, top, width, height = face.box
    side = 1.5 * max(width, height)
    square = left + width / 2 - side / 2, top + height / 2 - side / 2, side, side
    return {
        "face": face,
        "number": face.number,
        "chosen": face.chosen,
        "x": left,
        "y": top,
        "width": width,
        "height": height,
        "base": top - height * 0.03,
        "square": " ".join(f"{value:.1f}" for value in square),
        "advice": advice_in_words(face.quality),
        "observations": [_(each) for each in face.quality.get("observations", [])],
    }
