"""From rows to the protocol's values, which check the rules again."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.accounts.models import Incident
from antigone.desk.candidates.queries import excluded_for
from antigone.desk.identification.faces import face_of, pictures_of
from antigone.desk.identification.models import (
    Act,
    BoardPolicy,
    Decision,
    Discrepancy,
    EvidenceLine,
    File,
    LifeMove,
    Motion,
    Recall,
    RecallEntry,
    Seat,
)
from antigone.desk.identification.person_refs import of_person
from antigone.desk.identification.snapshot import Frozen
from antigone.desk.subjects.models import Subject
from antigone.errors import ProtocolDamaged
from antigone.protocol import evidence, recall
from antigone.protocol.codec import sha256, thaw
from antigone.protocol.identification import CastVote, Identification, Member, SittingHeld
from antigone.protocol.lifecycle import Life, Move, Moved
from antigone.protocol.policy import Policy
from antigone.protocol.scales import Direction
from antigone.types import Profile

HERE = Policy()
"""Antigone's own: what holds where an incident has no rules of its own."""


def rules_of(incident: Incident | int) -> BoardPolicy | None:
    return BoardPolicy.objects.filter(incident=incident).order_by("-version").first()


def policy_of(incident: Incident | int) -> Policy:
    found = rules_of(incident)
    return HERE if found is None else found.policy


def file_of(file: File, combination: evidence.Combination | None = None) -> evidence.CaseFile:
    """A file as it is now, with what was examined, excluded and explained meanwhile."""
    lines = EvidenceLine.objects.filter(file=file, taken_back_at=None).order_by("place")
    ledger = Discrepancy.objects.filter(file=file).select_related("explanation").order_by("place")
    stands = excluded_for(file.case).get(file.record_id)
    return evidence.CaseFile(
        case=file.case.code,
        record=file.record.code,
        face=face_of(file.case, file.record),
        lines=tuple(_line(file, line) for line in lines),
        ledger=tuple(_discrepancy(entry) for entry in ledger),
        exclusions=() if stands is None else (f"{stands.reason} (exclusion {stands.pk})",),
        combination=combination,
    )


def _line(file: File, row: EvidenceLine) -> evidence.Line:
    return evidence.Line(
        number=row.place,
        kind=evidence.EvidenceKind(row.kind),
        direction=Direction(row.direction),
        words=row.words,
        source=row.source,
        examined_by=frozenset(row.examined_by),
        at=row.at,
        depends_on=frozenset(row.depends_on),
        depends_on_face=row.depends_on_face,
        pictures=pictures_of(file.case, file.record, row.photographs) if row.photographs else frozenset(),
    )


def _discrepancy(row: Discrepancy) -> evidence.LedgerEntry:
    said = getattr(row, "explanation", None)
    explained = None if said is None else evidence.Explained(said.words, of_person(said.by_id), said.at)
    return evidence.LedgerEntry(row.place, row.words, of_person(row.by_id), row.at, frozenset(row.about), explained)


def member_of(seat: Seat) -> Member:
    return Member(of_person(seat.person_id), seat.person.agency.name, seat.discipline)


def sitting_of(proposal: Motion) -> SittingHeld:
    """A sitting as of its last vote: who was present, and how each voted on the motion."""
    there = proposal.sitting.present.select_related("seat__person__agency").order_by("pk")
    votes = list(proposal.votes.order_by("pk"))
    return SittingHeld(
        tuple(member_of(each.seat) for each in there),
        tuple(CastVote(of_person(vote.person_id), vote.agrees, vote.reasons) for vote in votes),
        max((vote.at for vote in votes), default=proposal.at),
    )


def frozen_of(decision: Decision) -> Frozen:
    """Everything that a decision rested on, read and so checked again.

    Raises:
        ProtocolDamaged: if it is not what was decided.
    """
    if sha256(decision.frozen) != decision.sha256:
        raise ProtocolDamaged(f"{decision.number} is not what its hash says.", "Restore it from a backup.")
    return thaw(Frozen, decision.frozen)


def identification_of(decision: Decision) -> Identification:
    return frozen_of(decision).identification


def relied_of(act: Act) -> recall.Relied:
    rests_on = frozenset({act.decision.number, *act.rests_on})
    return recall.Relied(act.number, recall.What(act.what), act.at, of_person(act.by_id), act.words, rests_on)


def acts_around(decision: Decision) -> list[Act]:
    """Every act that relied on a decision, also through other identifications, in the order in which they were done."""
    found: dict[int, Act] = {}
    ahead = {decision.pk}
    while ahead:
        new = Act.objects.filter(decision__in=ahead).exclude(pk__in=found).select_related("decision")
        rows = {act.pk: act for act in new}
        found |= rows
        ahead = {act.other_id for act in rows.values() if act.other_id is not None}
    return [found[number] for number in sorted(found)]


def recall_of(row: Recall, *, begun: bool = False) -> recall.RecallLog:
    """A recall with its whole log; with ``begun``, as it was when it began."""
    known = Act.objects.filter(pk__in=row.acts).select_related("decision").order_by("pk")
    entries: Iterable[RecallEntry] = ()
    if not begun:
        entries = row.entries.select_related("act__decision").order_by("place")
    return recall.RecallLog(
        number=row.number,
        identification=identification_of(row.decision),
        ground=recall.RecallGround(row.ground),
        reason=row.reason,
        by=of_person(row.by_id),
        at=row.at,
        acts=tuple(relied_of(act) for act in known),
        entries=tuple(_entry(entry) for entry in entries if entry.what != RecallEntry.What.SAID),
    )


def _entry(row: RecallEntry) -> recall.Assigned | recall.Ended | recall.FoundLater:
    if row.what == RecallEntry.What.ASSIGNED:
        assert row.to_id is not None and row.due is not None, "the desk assigns to somebody, by a day"
        return recall.Assigned(row.at, row.act.number, of_person(row.to_id), row.due)
    if row.what == RecallEntry.What.FOUND:
        return recall.FoundLater(row.at, relied_of(row.act))
    seen = "" if row.seen_by_id is None else of_person(row.seen_by_id)
    return recall.Ended(row.at, row.act.number, of_person(row.by_id), recall.How(row.how), row.words, seen)


def life_of(subject: Subject) -> Life:
    """The whole life of a case or record, each move checked again."""
    rows = LifeMove.objects.filter(subject=subject).select_related("file", "decision", "recall__decision")
    return Life(
        Profile(subject.kind),
        subject.code,
        subject.opened_at,
        tuple(moved_of(row) for row in rows.order_by("place")),
    )


def moved_of(row: LifeMove) -> Moved:
    move = Move(row.move)
    return Moved(
        at=row.at,
        move=move,
        by=of_person(row.by_id),
        reason=row.reason,
        file=thaw(evidence.CaseFile, row.frozen) if row.frozen else None,
        identification=None if row.decision is None else identification_of(row.decision),
        recall=None if row.recall is None else recall_of(row.recall, begun=move is Move.RECALL),
    )
