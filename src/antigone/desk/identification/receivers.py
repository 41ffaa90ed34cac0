"""What the board does and answers when apps below it search, link, close, erase, assign, reconcile or count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from antigone.desk import signals as desk
from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import signals as candidates
from antigone.desk.erasing import signals as erasing
from antigone.desk.identification.actions._lives import back_in_search, move, out_of_search, same_as
from antigone.desk.identification.actions.papers import forget_papers
from antigone.desk.identification.models import Decision, Discrepancy, EvidenceLine, EvidencePaper, File, Recall, Seat
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.identification.queries import (
    before_the_board,
    frozen,
    kept_out,
    rests_on_a_recalled_one,
    standing,
    standing_for,
    state_of,
)
from antigone.desk.identification.to_protocol import frozen_of
from antigone.desk.photos import signals as photos
from antigone.desk.photos.models import Photograph
from antigone.desk.reconciling import signals as reconciling
from antigone.desk.review import signals as review
from antigone.desk.signals import Counts, Figure
from antigone.desk.subjects import signals as subjects
from antigone.desk.subjects.models import Subject
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.lifecycle import LifeState, Move
from antigone.types import Refusal


@receiver(photos.kept_out, dispatch_uid="identification: keep out whoever is identified or alive")
def kept_out_of_search(photograph: Photograph, **_: Any) -> bool:
    return kept_out(photograph.subject)


@receiver(candidates.linked, dispatch_uid="identification: take out of search")
def out_of_search_by_link(subjects: list[Subject], **_: Any) -> int:
    """Take whoever is linked to somebody identified out of search: they are identified too."""
    if not standing_for([subjects[0].pk]):
        return 0
    return len(out_of_search(same_as(*subjects)))


@receiver(candidates.unlinked, dispatch_uid="identification: bring back into search")
def back_in_search_without_link(subjects: list[Subject], **_: Any) -> int:
    """Put back the photographs that were out of search only through this link, if they are lawful today."""
    if not standing_for([subject.pk for subject in subjects]):
        return 0
    return len(back_in_search(same_as(*subjects)))


@receiver(subjects.closing, dispatch_uid="identification: close, unless it lies before the board")
def close(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    move(by, subject, Move.CLOSE, reason=reason)


@receiver(subjects.reopening, dispatch_uid="identification: reopen")
def reopen(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    """What was closed before there were lives has none to go on with."""
    if state_of(subject) is LifeState.CLOSED:
        move(by, subject, Move.REOPEN, reason=reason)


@receiver(review.conflicts, dispatch_uid="identification: the board, and who worked on a file")
def conflicts(
    case: Subject, record: Subject, since: datetime | None, **_: Any
) -> Iterable[tuple[int, ConflictOfInterest]]:
    """Conflicts of interest: who sits on the incident's board, and who worked on a file of either."""
    seats = Q(ended_at=None) if since is None else Q(ended_at=None) | Q(ended_at__gt=since)
    for person in Seat.objects.filter(seats, incident=case.incident_id).values_list("person", flat=True):
        yield person, ConflictOfInterest.ON_THE_BOARD
    files = File.objects.filter(Q(case=case) | Q(record=record))
    people = set(files.values_list("opened_by", flat=True))
    for rows in (EvidenceLine.objects, Discrepancy.objects, Decision.objects):
        people |= set(rows.filter(file__in=files).values_list("by", flat=True))
    for person in people:
        yield person, ConflictOfInterest.KNOWS_THE_OUTCOME


@receiver(review.objections, dispatch_uid="identification: whoever is identified")
def objection(case: Subject, record: Subject, **_: Any) -> Refusal | None:
    """Object to examining whoever is identified. What was recalled is examined again at once."""
    if any(standing(subject) is not None for subject in (case, record)):
        return Refusal("identified", noop("One of the two is identified."), noop("If that is wrong, recall it first."))
    return None


@receiver(review.identified_as, dispatch_uid="identification: identifications that stand")
def identified_as(case: Subject, **_: Any) -> int | None:
    """With which record the identification of a case stands: always by other evidence than faces."""
    found = standing(case)
    return None if found is None else found.record_id


@receiver(erasing.reasons_to_keep, dispatch_uid="identification: keep what an identification rests on")
def why_kept(subject: Subject, **_: Any) -> str | None:
    """Why an erasure must keep something: an identified person has a grave, and people who may ask why."""
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


@receiver(photos.erased, dispatch_uid="identification: count decisions that hold its hash")
def photographs_erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    """Keep decisions without the photographs: the numbers and hashes in them are frozen."""
    numbers = {photograph.pk for photograph in photographs}
    of = [photograph.subject_id for photograph in photographs]
    rows = Decision.objects.filter(Q(case__in=of) | Q(record__in=of))
    return {"hashes": sum(bool(numbers & {each.number for each in frozen_of(row).photographs}) for row in rows)}


@receiver(erasing.erased, dispatch_uid="identification: count what the board must answer for")
def record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    """Keep everything that was said: it is what the board must answer for. Papers go with the record as photographs
    do, but for those on which a decision rested.
    """
    files = File.objects.filter(record=subject)
    papers = EvidencePaper.objects.filter(line__file__in=files, wrapped__isnull=False)
    decided = Exists(Decision.objects.filter(file=OuterRef("line__file")))
    return {
        "decisions": Decision.objects.filter(record=subject).count(),
        "board_files": files.count(),
        "board_papers": papers.filter(decided).count(),
        "papers": forget_papers(papers.filter(~decided)),
    }


@receiver(erasing.tables_to_clear, dispatch_uid="identification: the table of papers")
def tables(**_: Any) -> tuple[type[Model], ...]:
    return (EvidencePaper,)


@receiver(photos.names_in_use, dispatch_uid="identification: papers of lines of evidence")
def names_in_use(names: list[str], **_: Any) -> set[str]:
    found = EvidencePaper.objects.filter(sealed__in=names, wrapped__isnull=False)
    return set(found.values_list("sealed", flat=True))


@receiver(reconciling.identified, dispatch_uid="identification: pairs that stand")
def identified(incident: int, **_: Any) -> Iterable[tuple[int, int]]:
    """Case and record of each identification that stands. What an open recall freezes is left open: nobody is used up
    by an identification that may be none.
    """
    standing = Decision.objects.filter(incident=incident, conclusion=ESTABLISHED, recalled_at=None).order_by("pk")
    rows = list(standing)
    recalls = Recall.objects.filter(ended_at=None).exists()  # as a rule there is none: then nothing more is asked
    yield from ((row.case_id, row.record_id) for row in rows if not (recalls and rests_on_a_recalled_one(row)))


@receiver(desk.figures, dispatch_uid="identification: identifications, standing and recalled")
def figures(until: datetime, **_: Any) -> Iterable[Figure]:
    established = Decision.objects.filter(conclusion=ESTABLISHED, at__lte=until)
    recalled = established.filter(recalled_at__isnull=False).count()
    yield Counts(
        noop("Identifications established by a board"),
        {noop("that stand"): established.count() - recalled, noop("that were recalled"): recalled},
    )
