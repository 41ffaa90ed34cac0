"""Faces as lists and pairs show them: small ones within the page, one of each side large, covered where hidden."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect

from antigone.desk.photos.actions.looks import look_at_faces
from antigone.desk.photos.looking import turn_of
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import chosen_face, is_hidden, photographs_of, standing_photographs_of
from antigone.desk.subjects.models import Subject
from antigone.desk.web.covers import sitting, uncover, uncovered
from antigone.desk.web.gate import DeskRequest
from antigone.errors import AntigoneError

_WHOLE_HEAD = 2.2
"""Of the face's box, its larger side: from above the hair to below the chin, and beyond both ears."""


@dataclass(frozen=True, slots=True)
class StripPicture:
    """One photograph of a side, small."""

    photograph: Photograph
    small: str
    """As an address within the page; empty while it is covered, or where there is no chosen face."""
    hidden: bool
    """Whether it has to be covered again."""
    here: bool
    """Whether it is the one that is shown large."""


@dataclass(frozen=True, slots=True)
class FaceSide:
    """One person: a photograph of theirs large, and all of them small."""

    subject: Subject
    name: str
    strip: tuple[StripPicture, ...]
    shown: Photograph | None
    square: str
    """The part of it that is shown: the whole head."""
    turn: str
    """What turns the face upright, as SVG has it."""
    hidden: bool
    covered: bool
    word: str
    """What the address calls its chosen photograph."""


@dataclass(frozen=True, slots=True)
class AskedSide:
    """Who is to be shown on one side of a page."""

    subject: Subject
    name: str
    best: int | None
    """The photograph that is shown unless another is asked for; None: the one of the best quality."""
    word: str
    """What the address calls the one that is asked for."""


def sides_of(request: DeskRequest, page: str, people: Sequence[AskedSide]) -> list[FaceSide]:
    """The sides of a page, as far as they are uncovered on it."""
    open_now = uncovered(request, page)
    found = [_standing(request, each.subject) for each in people]
    clear = [each for rows in found for each in rows if each.subject_id in open_now or not is_hidden(each)]
    small = small_faces(request, clear)
    return [
        _side(each, request.GET.get(each.word, ""), rows, small, is_open=each.subject.pk in open_now)
        for each, rows in zip(people, found, strict=True)
    ]


def small_faces(request: DeskRequest, photographs: Sequence[Photograph]) -> dict[int, str]:
    """Clear small faces as addresses within the page: one answer, one row of the audit for each in a sitting."""
    found = look_at_faces(by=request.actor, photographs=photographs, since=sitting(request))
    return {number: "data:image/jpeg;base64," + b64encode(jpeg).decode() for number, jpeg in found.items()}


def uncover_side(request: DeskRequest, page: str, allowed: Iterable[Subject | None]) -> HttpResponse:
    """Uncover one of these subjects on a page, and go back to it as it was."""
    asked = request.POST.get("subject", "")
    subject = next((each for each in allowed if each is not None and str(each.pk) == asked), None)
    if subject is not None and photographs_of(request.actor, subject).exists():
        uncover(request, page, [subject.pk])
    query = request.POST.get("query", "")
    return redirect(f"{page}?{query}" if query else page)


def _standing(request: DeskRequest, subject: Subject) -> list[Photograph]:
    return [each for each in standing_photographs_of(request.actor, subject) if each.has_pictures]


def _side(asked: AskedSide, chosen: str, rows: list[Photograph], small: dict[int, str], *, is_open: bool) -> FaceSide:
    shown = next((each for each in rows if str(each.pk) == chosen), None)
    shown = shown or next((each for each in rows if each.pk == asked.best), None) or next(iter(_best_first(rows)), None)
    return FaceSide(
        subject=asked.subject,
        name=asked.name,
        strip=tuple(StripPicture(each, small.get(each.pk, ""), is_hidden(each), each == shown) for each in rows),
        shown=shown,
        square=_square(shown) if shown else "",
        turn=_turn(shown) if shown else "",
        hidden=shown is not None and is_hidden(shown),
        covered=shown is not None and is_hidden(shown) and not is_open,
        word=asked.word,
    )


def _best_first(rows: list[Photograph]) -> list[Photograph]:
    def quality(each: Photograph) -> float:
        face = chosen_face(each)
        return -1.0 if face is None else float(face.quality.get("overall", 0))

    return sorted(rows, key=lambda each: -quality(each))


def _square(photograph: Photograph) -> str:
    left, top, width, height = _box(photograph)
    side = max(width, height) * (_WHOLE_HEAD if chosen_face(photograph) is not None else 1)
    return _numbers(left + width / 2 - side / 2, top + height / 2 - side / 2, side, side)


def _turn(photograph: Photograph) -> str:
    left, top, width, height = _box(photograph)
    with suppress(ValueError, AntigoneError):  # then it is shown as it was taken
        return f"rotate({_numbers(turn_of(photograph), left + width / 2, top + height / 2)})"
    return ""


def _box(photograph: Photograph) -> tuple[float, float, float, float]:
    """The chosen face's; the whole photograph if there is none."""
    face = chosen_face(photograph)
    if face is None:
        return 0, 0, photograph.width or 1, photograph.height or 1
    left, top, width, height = face.box
    return left, top, width, height


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.1f}" for value in values)
