"""Files: opened, filled with lines of evidence and discrepancies, brought before the board, sent back, ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions._lives import move, person_of
from antigone.desk.identification.models import (
    Decision,
    Discrepancy,
    DiscrepancyExplanation,
    EvidenceLine,
    Expert,
    File,
    Motion,
)
from antigone.desk.identification.person_refs import of_expert, of_person
from antigone.desk.identification.queries import (
    agencies_in,
    is_before,
    named_experts,
    rests_on_a_recalled_one,
    standing,
)
from antigone.desk.identification.to_protocol import file_of
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.actions.changing import still_open
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere, OutOfStep, RuleBroken
from antigone.protocol.codec import freeze
from antigone.protocol.evidence import EvidenceKind, against
from antigone.protocol.lifecycle import Move
from antigone.protocol.scales import Direction

MOST = 20
"""Lines in one file: independence is worked out over sets of them, which doubles with each that shares something."""


def open_file(*, by: Actor, case: Subject, record: Subject, reason: str) -> File:
    """Open a file on whether a case and a record are one person. It belongs to the agency of the case.

    Raises:
        RuleBroken: if they are not a case and a record of one incident, one is closed or identified, or there is one.
        NotThere: if ``by`` may not see both.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.OPEN, Thing.FILE.of(case), reason=reason) as doing:
        for each in (case, record):
            if not may(doing.by, Verb.SEE, each):
                raise NotThere(_("There is no such case or record here."), _("Perhaps it is another agency's."))
        if not case.pairs_with(record):
            raise RuleBroken(
                _("A file is of a case and a record of the same incident."), _("Check the code that you typed.")
            )
        _not_identified(still_open(case), still_open(record))
        if File.objects.filter(case=case, record=record, ended_at=None).exists():
            raise OutOfStep(_("There is a file of these two."), _("Open it from the list of files."))
        place = (File.objects.filter(incident=case.incident_id).aggregate(last=Max("place"))["last"] or 0) + 1
        file = File.objects.create(
            incident_id=case.incident_id,
            agency_id=case.agency_id,
            place=place,
            number=f"{case.incident.code}-F-{place:05d}",
            case=case,
            record=record,
            reason=reason,
            opened_by_id=person_of(doing.by),
            opened_at=timezone.now(),
        )
        doing.record(file.pk, case=case.code, record=record.code)
    return file


def add_line(
    *,
    by: Actor,
    file: File,
    kind: str,
    direction: str,
    words: str,
    source: str,
    people: Sequence[Person] = (),
    experts: Sequence[Expert] = (),
    depends_on: Iterable[int] = (),
    depends_on_face: bool = False,
    photographs: Iterable[Photograph] = (),
    rests_on: Iterable[str] = (),
) -> EvidenceLine:
    """Add a line of evidence, as those who examined it report it.

    ``people`` of the desk and ``experts`` from outside, of the incident's register, examined it, or checked that.

    Raises:
        RuleBroken: if it is no such line, or the file has ended.
    """
    words, source = clean_text(words, "what the line says", 4000), clean_text(source, "source", 500)
    with act(by, Verb.CHANGE, file) as doing:
        found = open_one(file)
        if kind not in list(EvidenceKind) or direction not in list(Direction):
            raise RuleBroken(_("There is no such line of evidence."), _("Choose one of the list."))
        standing_ones = list(found.lines.filter(taken_back_at=None).values_list("place", flat=True))
        if len(standing_ones) >= MOST:
            raise RuleBroken(_("A file holds no more lines than this."), _("Take back those that say nothing."))
        row = EvidenceLine(
            file=found,
            place=(found.lines.aggregate(last=Max("place"))["last"] or 0) + 1,
            kind=kind,
            direction=direction,
            words=words,
            source=source,
            examined_by=_examiners(found, people, experts),
            depends_on=_others(standing_ones, depends_on),
            depends_on_face=depends_on_face,
            photographs=_photographs(found, photographs),
            rests_on=_decisions(found, rests_on),
            by_id=person_of(doing.by),
            at=timezone.now(),
        )
        row.save(force_insert=True)
        file_of(found)  # a line that the protocol does not know cannot stay
        doing.record(found.pk, line=row.place, kind=kind, direction=direction)
    return row


def take_back_line(*, by: Actor, line: EvidenceLine, reason: str) -> None:
    """Take a line back that was written down wrongly. It stays readable.

    A line for two persons is not taken back: it is explained in the ledger, where the board sees it.

    Raises:
        RuleBroken: if it speaks against, another depends on it, or it was taken back.
    """
    reason = clean_text(reason, "reason", 2000)
    file = line.file
    with act(by, Verb.CHANGE, file, reason=reason) as doing:
        found = open_one(file)
        row = EvidenceLine.objects.get(pk=line.pk)
        if row.taken_back_at is not None:
            raise OutOfStep(_("This line was taken back."), _("There is nothing to do."))
        if row.direction == Direction.DIFFERENT:
            raise RuleBroken(
                _("A line for two persons is not taken back."), _("Explain it in the ledger, for the board to see.")
            )
        others = found.lines.filter(taken_back_at=None).exclude(pk=row.pk)
        if any(row.place in other.depends_on for other in others):
            raise RuleBroken(_("Another line depends on this one."), _("Take that one back first."))
        row.taken_back_at, row.taken_back_by_id, row.taken_back_reason = timezone.now(), person_of(doing.by), reason
        row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
        doing.record(found.pk, line=row.place, taken_back=True)


def raise_discrepancy(
    *, by: Actor, file: File, words: str, about: Iterable[str] = (), explained: str = ""
) -> Discrepancy:
    """Add a discrepancy to the ledger; with ``explained``, together with its explanation.

    ``about``: keys of what speaks against one person by itself (``protocol.evidence.against``).

    Raises:
        RuleBroken: if nothing of the file has such a key, or the file has ended.
    """
    words = clean_text(words, "what does not fit", 4000)
    explained = clean_text(explained, "explanation", 4000) if explained.strip() else ""
    with act(by, Verb.CHANGE, file) as doing:
        found, keys = open_one(file), sorted(set(about))
        if keys and not set(keys) <= against(file_of(found)).keys():
            raise RuleBroken(_("Nothing in this file speaks against it so."), _("Open the file again and look."))
        now, person = timezone.now(), person_of(doing.by)
        row = Discrepancy.objects.create(
            file=found,
            place=(found.ledger.aggregate(last=Max("place"))["last"] or 0) + 1,
            words=words,
            about=keys,
            by_id=person,
            at=now,
        )
        if explained:
            DiscrepancyExplanation.objects.create(discrepancy=row, words=explained, by_id=person, at=now)
        doing.record(found.pk, discrepancy=row.place, about=keys, explained=bool(explained))
    return row


def explain(*, by: Actor, discrepancy: Discrepancy, words: str) -> DiscrepancyExplanation:
    """Explain a discrepancy, by name.

    Raises:
        RuleBroken: if it is explained, or the file has ended.
    """
    words = clean_text(words, "explanation", 4000)
    file = discrepancy.file
    with act(by, Verb.CHANGE, file) as doing:
        found = open_one(file)
        if DiscrepancyExplanation.objects.filter(discrepancy=discrepancy).exists():
            raise OutOfStep(_("This is explained."), _("If the explanation does not hold, enter that in the ledger."))
        row = DiscrepancyExplanation.objects.create(
            discrepancy=discrepancy, words=words, by_id=person_of(doing.by), at=timezone.now()
        )
        doing.record(found.pk, discrepancy=discrepancy.place, explained=True)
    return row


def bring(*, by: Actor, file: File) -> None:
    """Bring a file before the board: its examinations are finished, or two people said why there are none.

    Raises:
        RuleBroken: if they are not, or the case or record is identified, closed, or before the board with another file.
    """
    with act(by, Verb.BRING, file) as doing:
        found = open_one(file)
        case, record = still_open(found.case), still_open(found.record)
        _not_identified(case, record)
        whole, now = freeze(file_of(found)), timezone.now()
        for subject in (case, record):
            move(doing.by, subject, Move.BRING, at=now, file=found, frozen=whole)
        doing.record(found.pk)


def send_back(*, by: Actor, file: File, reason: str) -> None:
    """Send a file back from the board: more is to be brought together. It stays open.

    Raises:
        RuleBroken: if it does not lie before the board, or is being voted on.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.DECIDE, file, reason=reason) as doing:
        found = open_one(file)
        if not is_before(found):
            raise OutOfStep(_("This file does not lie before the board."), _("Bring it first."))
        not_voting(found)
        go_back(doing.by, found, reason)
        doing.record(found.pk, sent_back=True)


def end_file(*, by: Actor, file: File, reason: str) -> None:
    """End a file without a decision. What is in it stays readable; another can be opened.

    Raises:
        RuleBroken: if it lies before the board, or has ended.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.BRING, file, reason=reason) as doing:
        found = open_one(file)
        if is_before(found):
            raise OutOfStep(_("This file lies before the board."), _("The board sends it back first."))
        finish(doing.by, found, File.How.GIVEN_UP, reason)
        doing.record(found.pk, ended=True)


def open_one(file: File) -> File:
    """The file as it is now. Raises if it is not open.

    Raises:
        RuleBroken: if it has ended, or its incident is closed.
    """
    found = File.objects.select_related("incident", "case__incident", "record__incident").get(pk=file.pk)
    if found.incident.closed_at is not None:
        raise OutOfStep(_("This incident is closed."), _("Nothing can be changed in it."))
    if found.ended_at is not None:
        raise OutOfStep(_("This file has ended."), _("Open another one, if something new is known."))
    return found


def not_voting(file: File) -> None:
    if Motion.objects.filter(sitting__file=file, closed_at=None).exists():
        raise OutOfStep(_("The board is voting on it."), _("Close the vote first."))


def go_back(by: Actor, file: File, reason: str) -> None:
    """Move the case and the record of a file back from the board, and end its sitting. Inside an act."""
    now = timezone.now()
    for subject in (file.case, file.record):
        move(by, subject, Move.SEND_BACK, at=now, reason=reason, file=file)
    file.sittings.filter(ended_at=None).update(ended_at=now)


def finish(by: Actor, file: File, how: File.How, reason: str) -> None:
    """End the file. Inside an act."""
    file.ended_at, file.how, file.ended_by_id, file.ended_reason = timezone.now(), how, person_of(by), reason
    file.save(update_fields=["ended_at", "how", "ended_by", "ended_reason"])
    file.sittings.filter(ended_at=None).update(ended_at=timezone.now())


def _not_identified(*subjects: Subject) -> None:
    for subject in subjects:
        found = standing(subject)
        if found is not None:
            raise OutOfStep(
                _("%(code)s is identified: %(decision)s.") % {"code": subject.code, "decision": found.number},
                _("If that is wrong, recall the identification first."),
            )


def _examiners(file: File, people: Sequence[Person], experts: Sequence[Expert]) -> list[str]:
    taking_part = Person.objects.filter(agency__in=agencies_in(file.incident))
    known = {person.pk for person in taking_part.filter(pk__in=[person.pk for person in people])}
    if known != {person.pk for person in people}:
        raise RuleBroken(_("There is no such person in this incident."), _("Choose one of the list."))
    wanted = {expert.pk for expert in experts}
    usable = set(named_experts(file.incident).filter(pk__in=wanted).values_list("pk", flat=True))
    if usable != wanted:
        raise RuleBroken(
            _("This expert is not in the register of the incident, or nobody has confirmed them."),
            _("Enter them there with how you know them; a second person confirms it."),
        )
    keys = {*map(of_person, known), *map(of_expert, usable)}
    if not keys:
        raise RuleBroken(_("Nobody is named who examined it."), _("Name who examined it and who checked that."))
    return sorted(keys)


def _others(known: list[int], wanted: Iterable[int]) -> list[int]:
    numbers = sorted(set(wanted))
    if not set(numbers) <= set(known):
        raise RuleBroken(_("There is no such line to depend on."), _("Name lines of this file."))
    return numbers


def _photographs(file: File, wanted: Iterable[Photograph]) -> list[int]:
    numbers = {photograph.pk for photograph in wanted}
    own = Photograph.objects.filter(pk__in=numbers, subject__in=(file.case_id, file.record_id))
    if set(own.values_list("pk", flat=True)) != numbers:
        raise RuleBroken(_("A photograph is of somebody else."), _("Name photographs of this case and record."))
    return sorted(numbers)


def _decisions(file: File, wanted: Iterable[str]) -> list[str]:
    numbers = sorted({number.strip().upper() for number in wanted if number.strip()})
    rows = {row.number: row for row in Decision.objects.filter(incident=file.incident_id, number__in=numbers)}
    for number in numbers:
        row = rows.get(number)
        if row is None or not row.stands or rests_on_a_recalled_one(row):
            raise RuleBroken(
                _("No identification stands under this number: %(number)s.") % {"number": number},
                _("Name decisions that identify somebody and were not recalled."),
            )
    return numbers
