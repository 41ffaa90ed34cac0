"""What the board knows of what happens below it, and says to it: search, closing, examiners and their ties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.actor import Actor
from antigone.desk.identification.actions._lives import move
from antigone.desk.identification.models import Decision, Discrepancy, File, Line, Seat
from antigone.desk.identification.queries import frozen, kept_out, standing, state_of
from antigone.desk.photos import events as photos
from antigone.desk.photos.models import Photograph
from antigone.desk.review import hooks
from antigone.desk.subjects import events as subjects
from antigone.desk.subjects.models import Subject
from antigone.protocol.lifecycle import Move, State
from antigone.protocol.two_examiners import Tie
from antigone.types import Refusal


def connect() -> None:
    photos.asked.connect(_asked, dispatch_uid="identification: keep out")
    photos.may_be_erased.connect(_may_be_erased, dispatch_uid="identification: keep what it rests on")
    subjects.closing.connect(_closing, dispatch_uid="identification: close")
    subjects.reopening.connect(_reopening, dispatch_uid="identification: reopen")
    for known, ours in ((hooks.TIES, _ties), (hooks.OBJECTIONS, _objection), (hooks.TRUTHS, _identified_as)):
        if ours not in known:
            known.append(ours)  # type: ignore[arg-type]


def _ties(case: Subject, record: Subject) -> Iterator[tuple[int, Tie]]:
    """Who sits on the board of their incident, and who worked on a file of either."""
    for person in Seat.objects.filter(incident=case.incident_id, ended_at=None).values_list("person", flat=True):
        yield person, Tie.ON_THE_BOARD
    files = File.objects.filter(Q(case=case) | Q(record=record))
    people = set(files.values_list("opened_by", flat=True))
    for rows in (Line.objects, Discrepancy.objects, Decision.objects):
        people |= set(rows.filter(file__in=files).values_list("by", flat=True))
    for person in people:
        yield person, Tie.KNOWS_THE_OUTCOME


def _objection(case: Subject, record: Subject) -> Refusal | None:
    """Nobody examines who is identified. What was recalled is examined again at once."""
    if any(standing(subject) is not None for subject in (case, record)):
        return Refusal("identified", noop("One of the two is identified."), noop("If that is wrong, recall it first."))
    return None


def _identified_as(case: Subject) -> int | None:
    """An identification stands only by other evidence than faces: the protocol makes no other."""
    found = standing(case)
    return None if found is None else found.record_id


def _asked(photograph: Photograph, **_: Any) -> bool:
    return kept_out(photograph.subject)


def _may_be_erased(subject: Subject, **_: Any) -> str | None:
    """Who is identified has a grave, a name on it, and people who may ask why: what that rests on is kept."""
    if standing(subject) is not None:
        return gettext(
            "An identification rests on it. Refuse the request on that ground, or recall the identification first if it"
            " is wrong."
        )
    if frozen(subject):
        return gettext("A recall of an identification is open. Bring it to its end first.")
    return None


def _closing(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    move(by, subject, Move.CLOSE, reason=reason)


def _reopening(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    """What was closed before there were lives has none to go on with."""
    if state_of(subject) is State.CLOSED:
        move(by, subject, Move.REOPEN, reason=reason)
