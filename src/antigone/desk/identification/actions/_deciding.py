"""Carrying out the board's decision: in the act that closes the vote, all of it or nothing."""

from __future__ import annotations

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates.actions.pairs import exclude_inside
from antigone.desk.candidates.models import Candidate, Exclusion
from antigone.desk.identification.actions._lives import move, out_of_search, person_of, same_as
from antigone.desk.identification.actions.files import finish, go_back
from antigone.desk.identification.actions.relied import enter
from antigone.desk.identification.models import Decision, DecisionExclusion, EvidenceLine, File, Motion
from antigone.desk.identification.queries import frozen, rests_on_a_recalled_one, standing
from antigone.desk.identification.snapshot import Frozen, lists_of, names_in, person_name, photographs_of
from antigone.desk.identification.to_protocol import sitting_of
from antigone.desk.subjects.actions.changing import still_open
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep
from antigone.protocol.codec import freeze, sha256, thaw
from antigone.protocol.evidence import CaseFile, EvidenceKind
from antigone.protocol.identification import Identification
from antigone.protocol.lifecycle import Move
from antigone.protocol.policy import Policy
from antigone.protocol.recall import What
from antigone.protocol.scales import Conclusion, Direction

_GROUNDS = {
    EvidenceKind.FINGERPRINTS: Exclusion.Ground.FINGERPRINTS,
    EvidenceKind.DENTAL: Exclusion.Ground.DENTAL,
    EvidenceKind.DNA: Exclusion.Ground.DNA,
    EvidenceKind.MEDICAL: Exclusion.Ground.MEDICAL,
}


def decide(by: Actor, proposal: Motion, file: File, policy: Policy) -> Decision:
    """Make the decision of a vote that was carried, with all its consequences.

    Raises:
        RuleBroken: if the file, the board or the vote does not bear it, or somebody is identified, frozen or closed.
    """
    last = Decision.objects.filter(incident=file.incident_id).aggregate(last=Max("place"))["last"] or 0
    number = f"{file.incident.code}-D-{last + 1:05d}"
    identification = Identification(
        number,
        thaw(CaseFile, proposal.frozen),
        policy,
        Conclusion[proposal.conclusion],
        proposal.reasons,
        sitting_of(proposal),
    )
    whole = freeze(_around(file, identification))
    thaw(Frozen, whole)  # what cannot be read back is not decided
    if identification.identifies:
        _must_be_free(file)
    now = timezone.now()
    earlier = Decision.objects.filter(file=file, superseded_at=None, recalled_at=None)
    for row in earlier:
        row.superseded_at = now
        row.save(update_fields=["superseded_at"])
    decision = Decision.objects.create(
        incident_id=file.incident_id,
        agency_id=file.agency_id,
        place=last + 1,
        number=number,
        file=file,
        proposal=proposal,
        case=file.case,
        record=file.record,
        conclusion=proposal.conclusion,
        frozen=whole,
        sha256=sha256(whole),
        by_id=person_of(by),
        at=now,
    )
    if identification.identifies:
        _identified(by, decision, file)
    elif identification.conclusion is Conclusion.EXCLUDED:
        _excluded(by, decision, file)
    else:
        go_back(by, file, f"{number}: {decision.conclusion_words}")
    return decision


def _around(file: File, identification: Identification) -> Frozen:
    return Frozen(
        identification,
        file.incident.code,
        names_in(identification),
        person_name(file.record),
        lists_of(file.case, file.record),
        photographs_of(file.case, file.record),
    )


def _must_be_free(file: File) -> None:
    """Raise unless neither is identified already, and nothing that this would rest on is being recalled."""
    for subject in (still_open(file.case), still_open(file.record)):
        other = standing(subject)
        if other is not None:
            raise OutOfStep(
                _("%(code)s is identified: %(decision)s.") % {"code": subject.code, "decision": other.number},
                _("Undo the link if they are two; or recall that identification."),
            )
        if frozen(subject):
            raise OutOfStep(
                _("An earlier recall is not at its end."), _("Follow each act that relied on it to its end first.")
            )
    for row in _rested_on(file):
        if not row.stands or rests_on_a_recalled_one(row):
            raise OutOfStep(
                _("%(decision)s, on which a line rests, does not stand.") % {"decision": row.number},
                _("Take the line back, or wait until the recall is at its end."),
            )


def _rested_on(file: File) -> list[Decision]:
    lines = EvidenceLine.objects.filter(file=file, taken_back_at=None)
    numbers = {number for line in lines for number in line.rests_on}
    return list(Decision.objects.filter(number__in=numbers).order_by("pk"))


def _identified(by: Actor, decision: Decision, file: File) -> None:
    bodies, persons = same_as(file.case), same_as(file.record)
    for subject in (file.case, file.record):
        move(by, subject, Move.IDENTIFY, at=decision.at, file=file, decision=decision)
    left = out_of_search([*bodies, *persons])
    codes = ", ".join(subject.code for subject in (*bodies, *persons))
    enter(by, decision, What.OUT_OF_SEARCH, f"Left search, {len(left)} photographs: {codes}")
    _exclude_others(by, decision, bodies, persons)
    for row in _rested_on(file):
        enter(by, row, What.IDENTIFICATION, f"{decision.number} rests on it", other=decision)
    finish(by, file, File.How.IDENTIFIED, decision.number)
    others = File.objects.filter(Q(case__in=bodies) | Q(record__in=persons), ended_at=None)
    for other in others.select_related("case", "record"):
        finish(by, other, File.How.EXCLUDED, f"identified as another: {decision.number}")


def _exclude_others(by: Actor, decision: Decision, bodies: list[Subject], persons: list[Subject]) -> None:
    """Exclude whoever else was on their lists, or had them on a list, or had a file with them."""
    same = {subject.pk for subject in (*bodies, *persons)}
    wanted = [(decision.case_id, other) for other in sorted(_met(bodies) - same)]
    wanted += [(other, decision.record_id) for other in sorted(_met(persons) - same)]
    made = exclude_inside(by, wanted, Exclusion.Ground.ELSEWHERE, f"identified as another: {decision.number}")
    if made:
        DecisionExclusion.objects.bulk_create(DecisionExclusion(decision=decision, exclusion=each) for each in made)
        enter(by, decision, What.EXCLUSION, f"Excluded as identified as another, {len(made)} pairs")


def _met(subjects: list[Subject]) -> set[int]:
    numbers = [subject.pk for subject in subjects]
    column, back = ("case", "record") if subjects[0].is_case else ("record", "case")
    met = set(Candidate.objects.filter(run__subject__in=numbers).values_list("subject", flat=True))
    met |= set(Candidate.objects.filter(subject__in=numbers).values_list("run__subject", flat=True))
    return met | set(File.objects.filter(**{f"{column}__in": numbers}).values_list(back, flat=True))


def _excluded(by: Actor, decision: Decision, file: File) -> None:
    lines = EvidenceLine.objects.filter(file=file, taken_back_at=None, direction=Direction.DIFFERENT).order_by("place")
    grounds = [_GROUNDS.get(EvidenceKind(line.kind), Exclusion.Ground.DESCRIPTION) for line in lines]
    ground = grounds[0] if grounds else Exclusion.Ground.DESCRIPTION
    exclude_inside(by, [(file.case_id, file.record_id)], ground, f"{decision.number}: {decision.proposal.reasons}")
    go_back(by, file, f"{decision.number}: {decision.conclusion_words}")
    finish(by, file, File.How.EXCLUDED, decision.number)
