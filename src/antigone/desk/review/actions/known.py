"""Known pairs: made by a validator from evidence other than faces, and ended."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.models import Exclusion
from antigone.desk.candidates.queries import excluded_for
from antigone.desk.photos.models import Photograph
from antigone.desk.review.actions.begin import keep_photographs
from antigone.desk.review.models import KnownTruth, Measuring, Pair
from antigone.desk.review.open import photographs_for
from antigone.desk.review.people import identified_as
from antigone.desk.review.to_protocol import entry_for
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.pairs import Truth
from antigone.types import Profile

PROVED = (Exclusion.Ground.FINGERPRINTS, Exclusion.Ground.DENTAL, Exclusion.Ground.DNA)
"""Exclusions on other grounds are not sure enough to call an examiner wrong."""


def make_known_pair(
    *, by: Actor, case: Subject, record: Subject, ground: KnownTruth.Ground, how: str, truth: Truth | None = None
) -> Pair:
    """Make a case and a record of one's own agency a known pair.

    Args:
        how: how it is known, in words.
        truth: for the ground SOURCE; otherwise it follows from the ground.

    Raises:
        RuleBroken: if the ground does not stand, the two stand on no list together (then the pair would look different
            once it is unmasked), one has no photograph, or it is a known pair or before examiners already.
    """
    how = clean_text(how, "how it is known", 2000)
    with act(by, Verb.MAKE, Thing.KNOWN_PAIR.of(case), reason=how) as doing:
        found = Subject.objects.in_bulk([case.pk, record.pk])
        case, record = found[case.pk], found[record.pk]
        if not case.pairs_with(record) or record.agency_id != case.agency_id:
            raise RuleBroken(
                _("A known pair is of a case and a record of your agency."), _("Check the codes that you typed.")
            )
        if Pair.objects.filter(case=case, record=record).exclude(truth__ended_at__isnull=False).exists():
            raise OutOfStep(
                _("This pair is known already, or was before examiners."), _("Choose two that nobody compared.")
            )
        photographs = {subject.kind: photographs_for(subject) for subject in (case, record)}
        if ground is KnownTruth.Ground.SOURCE:
            photographs[Profile.AM.value] = _allowed(photographs[Profile.AM.value])
        entry = entry_for(case.pk, record.pk)
        if entry is None or not all(photographs.values()):
            raise RuleBroken(
                _("The two stand on no candidate list together, or one has no photograph that may be used."),
                _("It would look different from other work. Search the case first, or choose others."),
            )
        known, exclusion = _truth(case, record, ground, truth)
        assert doing.by.person is not None
        pair = Pair.objects.create(
            incident_id=case.incident_id,
            agency_id=case.agency_id,
            case=case,
            record=record,
            candidate=entry,
            known=True,
            by_id=doing.by.person,
            at=timezone.now(),
            reason=how,
        )
        KnownTruth.objects.create(pair=pair, truth=known.value, ground=ground.value, how=how, exclusion=exclusion)
        keep_photographs(pair, photographs)
        doing.record(pair.pk, ground=ground.value)
    return pair


def end_known_pair(*, by: Actor, pair: Pair, counted: bool, reason: str) -> None:
    """End a known pair: nobody gets it. Not ``counted``: its truth was wrong, and nobody is measured by it.

    Raises:
        RuleBroken: if it was ended.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, Thing.KNOWN_PAIR.of(pair), reason=reason) as doing:
        found = KnownTruth.objects.get(pair=pair)
        if found.ended_at is not None:
            raise OutOfStep(_("This known pair was ended."), _("There is nothing to do."))
        assert doing.by.person is not None
        found.ended_at, found.ended_by_id = timezone.now(), doing.by.person
        found.ended_reason, found.counted = reason, counted
        found.save(update_fields=["ended_at", "ended_by", "ended_reason", "counted"])
        doing.record(pair.pk, counted=counted)


def _truth(
    case: Subject, record: Subject, ground: KnownTruth.Ground, said: Truth | None
) -> tuple[Truth, Exclusion | None]:
    identified = identified_as(case)
    if ground is KnownTruth.Ground.EXCLUSION:
        exclusion = excluded_for(case).get(record.pk)
        if exclusion is None or exclusion.ground not in PROVED:
            raise RuleBroken(
                _("No exclusion by fingerprints, teeth or DNA stands between the two."), _("Choose another pair.")
            )
        return Truth.DIFFERENT, exclusion
    if ground is KnownTruth.Ground.ESTABLISHED and identified == record.pk:
        return Truth.SAME, None
    if ground is KnownTruth.Ground.ELSEWHERE and identified is not None and identified != record.pk:
        return Truth.DIFFERENT, None
    if ground is KnownTruth.Ground.SOURCE and said is not None:
        return said, None
    raise RuleBroken(_("No identification stands that says so."), _("Choose another pair, or another ground."))


def _allowed(photographs: list[Photograph]) -> list[Photograph]:
    """The photographs whose source allows that examiners are measured with them."""
    sources = [each.source_id for each in photographs if each.source_id is not None]
    allowed = set(Measuring.objects.filter(source__in=sources, ended_at=None).values_list("source", flat=True))
    return [each for each in photographs if each.source_id in allowed]
