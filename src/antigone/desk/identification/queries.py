"""Reading files, decisions, recalls: only what the actor may see. ``standing`` and ``frozen`` are for rules."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Grant, Incident, Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.candidates.queries import groups
from antigone.desk.identification.models import Act, Decision, Expert, Faceless, File, LifeMove, Recall, Seat
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.subjects.models import Subject
from antigone.protocol.lifecycle import LifeState, Move
from antigone.protocol.recall import RecallGround


def standing(subject: Subject) -> Decision | None:
    """The established identification that stands for a case or record, or for whatever is linked to it as the same."""
    return standing_for([subject.pk]).get(subject.pk)


def standing_for(numbers: Iterable[int]) -> dict[int, Decision]:
    """For each of these cases and records, the identification that stands, if one does."""
    linked = groups(numbers)
    everybody = {number for group in linked.values() for number in group}
    rows = Decision.objects.filter(
        Q(case__in=everybody) | Q(record__in=everybody), conclusion=ESTABLISHED, recalled_at=None
    ).select_related("case", "record", "incident")
    found = {side: row for row in rows for side in (row.case_id, row.record_id)}
    held = {number: [found[each] for each in sorted(group) if each in found] for number, group in linked.items()}
    return {number: rows[0] for number, rows in held.items() if rows}


def frozen(subject: Subject) -> bool:
    """Whether an open recall freezes it: of its own identification, or of one on which that rests."""
    open_ones = Recall.objects.filter(ended_at=None)
    if open_ones.filter(Q(decision__case=subject) | Q(decision__record=subject)).exists():
        return True
    found = standing(subject)
    return found is not None and rests_on_a_recalled_one(found)


def rests_on_a_recalled_one(decision: Decision) -> bool:
    """Whether it rests, however far, on an identification whose recall is not at its end."""
    seen, ahead = set[int](), {decision.pk}
    while ahead:
        seen |= ahead
        if Recall.objects.filter(decision__in=ahead, ended_at=None).exists():
            return True
        ahead = set(Act.objects.filter(other__in=ahead).values_list("decision", flat=True)) - seen
    return False


def kept_out(subject: Subject) -> bool:
    """Whether no photograph of it may be searched: somebody is identified, or was found alive."""
    return standing(subject) is not None or alive(subject)


def alive(subject: Subject) -> bool:
    """Whether the missing person was found alive: the record's life ended so, and went no further."""
    last = LifeMove.objects.filter(subject=subject).exclude(move=Move.END_RECALL).order_by("-place").first()
    if last is None or subject.is_case:
        return False
    recalled = last.recall is not None and last.recall.ground == RecallGround.FOUND_ALIVE
    return last.move == Move.FIND_ALIVE or (last.move == Move.CLOSE and recalled)


def standing_faceless(subject: Subject) -> QuerySet[Faceless]:
    """Statements that no face of it can be compared, without those taken back; the earliest first."""
    return Faceless.objects.filter(subject=subject, taken_back_at=None).select_related("by").order_by("pk")


def state_of(subject: Subject) -> LifeState:
    """The state of a case's or record's life, as far as the board knows it."""
    last = LifeMove.objects.filter(subject=subject).order_by("-place").first()
    return LifeState.OPEN if last is None else LifeState(last.state)


def files(by: Actor) -> QuerySet[File]:
    rows = File.objects.filter(within(by, Verb.SEE, Thing.FILE, incident="incident"))
    return rows.select_related("incident", "agency", "case", "record", "opened_by")


def find_file(by: Actor, number: int) -> File:
    return find(files(by), number)


def is_before(file: File) -> bool:
    """Whether it lies before the board now."""
    last = LifeMove.objects.filter(subject=file.case_id).exclude(move=Move.END_RECALL).order_by("-place").first()
    return last is not None and last.move == Move.BRING and last.file_id == file.pk


def before_the_board(rows: QuerySet[File]) -> QuerySet[File]:
    """Those of these files that lie before the board now."""
    last = LifeMove.objects.filter(subject=OuterRef("case")).exclude(move=Move.END_RECALL).order_by("-place")
    where = rows.alias(last_move=Subquery(last.values("move")[:1]), last_file=Subquery(last.values("file")[:1]))
    found: QuerySet[File] = where.filter(last_move=Move.BRING.value, last_file=F("pk"))
    return found


def decisions(by: Actor) -> QuerySet[Decision]:
    mine = within(by, Verb.SEE, Thing.DECISION, incident="incident")
    rows = Decision.objects.filter(mine)
    return rows.select_related("incident", "agency", "case", "record", "file", "by", "recall")


def find_decision(by: Actor, number: int) -> Decision:
    return find(decisions(by), number)


def recalls(by: Actor) -> QuerySet[Recall]:
    mine = within(by, Verb.SEE, Thing.RECALL, incident="incident")
    rows = Recall.objects.filter(mine)
    return rows.select_related("incident", "decision__case", "decision__record", "by")


def find_recall(by: Actor, number: int) -> Recall:
    return find(recalls(by), number)


def seats(incident: Incident | int) -> QuerySet[Seat]:
    """Seats on the board, now or also before."""
    return Seat.objects.filter(incident=incident).select_related("person__agency", "appointed_by", "ended_by")


def experts(incident: Incident | int) -> QuerySet[Expert]:
    """The register of experts of an incident, with those who were taken out of it."""
    return Expert.objects.filter(incident=incident).select_related("by", "confirmed_by", "ended_by")


def named_experts(incident: Incident | int) -> QuerySet[Expert]:
    """Those who can be named in a line of evidence."""
    return experts(incident).filter(confirmed_at__isnull=False, ended_at=None)


def seat_of(by: Actor, incident: int) -> Seat | None:
    """The actor's own seat on the board now, if they have one."""
    return Seat.objects.filter(incident=incident, person=by.person, ended_at=None).select_related("person").first()


def agencies_in(incident: Incident) -> QuerySet[Agency]:
    """The agency that leads an incident, and those that it lets into it."""
    let = Grant.objects.filter(incident=incident, owner=incident.agency_id, revoked_at=None).values("to")
    return Agency.objects.filter(Q(pk=incident.agency_id) | Q(pk__in=let), closed_at=None)


def may_sit(incident: Incident) -> QuerySet[Person]:
    """Board members of the agencies that take part, without those who have a seat."""
    seated = Seat.objects.filter(incident=incident, ended_at=None).values("person")
    found = Person.objects.filter(agency__in=agencies_in(incident), held__role=Role.BOARD_MEMBER, ended_at=None)
    return found.exclude(pk__in=seated).select_related("agency").order_by("name", "pk")
