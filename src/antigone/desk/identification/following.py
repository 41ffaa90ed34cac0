"""What the board knows of what happens below it, and says to it: search, closing, examiners and their ties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import events as candidates
from antigone.desk.erasing import events as erasing
from antigone.desk.identification.actions._lives import back_in_search, move, out_of_search, same_as
from antigone.desk.identification.models import Decision, Discrepancy, File, Line, Seat
from antigone.desk.identification.queries import before_the_board, frozen, kept_out, standing, standing_for, state_of
from antigone.desk.identification.reading import frozen_of
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
    photos.erased.connect(_photographs_erased, dispatch_uid="identification: what decisions keep of photographs")
    erasing.erased.connect(_record_erased, dispatch_uid="identification: what decisions keep of a record")
    candidates.linked.connect(_linked, dispatch_uid="identification: out of search")
    candidates.unlinked.connect(_unlinked, dispatch_uid="identification: back in search")
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
    if before_the_board(File.objects.filter(Q(case=subject) | Q(record=subject), ended_at=None)).exists():
        return gettext("A file of it lies before the board. Have it decided or sent back first.")
    return None


def _photographs_erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    """What was decided stands without the photographs. Their numbers and hashes in it stay: it is frozen."""
    numbers = {photograph.pk for photograph in photographs}
    of = [photograph.subject_id for photograph in photographs]
    rows = Decision.objects.filter(Q(case__in=of) | Q(record__in=of))
    return {"hashes": sum(bool(numbers & {each.number for each in frozen_of(row).photographs}) for row in rows)}


def _record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    """Nothing goes: none of it stands for anything any more, and all of it is what the board must answer for."""
    files = File.objects.filter(record=subject)
    return {"decisions": Decision.objects.filter(record=subject).count(), "board_files": files.count()}


def _linked(subjects: list[Subject], **_: Any) -> int:
    """Whoever is said to be the same as somebody identified is identified too, and is not searched any more."""
    if not standing_for([subjects[0].pk]):
        return 0
    return len(out_of_search(same_as(*subjects)))


def _unlinked(subjects: list[Subject], **_: Any) -> int:
    """Photographs of whoever was out of search only through this link come back, if their ground holds today."""
    if not standing_for([subject.pk for subject in subjects]):
        return 0
    return len(back_in_search(same_as(*subjects)))


def _closing(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    move(by, subject, Move.CLOSE, reason=reason)


def _reopening(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    """What was closed before there were lives has none to go on with."""
    if state_of(subject) is State.CLOSED:
        move(by, subject, Move.REOPEN, reason=reason)
