"""Lawful sources and consents: the basis on which reference photographs are held and searched.

What ends takes its photographs out of the index in the same transaction, and they stay out: a photograph whose basis
is gone has ended (``Photograph.State.ENDED``). It is kept, encrypted and in no list, until it is erased; nobody can
bring it back by undoing a withdrawal, because there is no such act. When a new basis is given, the photograph is added
again under it and is a new photograph of the same person. What passes by time alone, the worker sweeps out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import takes_part
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, worker
from antigone.desk.accounts.just_now import FINAL
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.audit.clock import ClockGuard
from antigone.desk.photos.actions._index import leave
from antigone.desk.photos.lawful_basis import is_live, lawful, run_out, today
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken
from antigone.types import Basis, Profile

_AT_A_TIME = 1_000


class EndedWithBasis(NamedTuple):
    """How many photographs ended with their lawful basis."""

    ended: int
    """Photographs that were held on it."""
    left: int
    """Those of them whose template was in the index."""


def take_out(photographs: QuerySet[Photograph]) -> EndedWithBasis:
    """End these photographs; those in the index leave it, and ``signals.left`` is sent. Inside an act."""
    now, ended, left = timezone.now(), 0, 0
    standing = photographs.filter(ended_at=None)
    numbers = list(standing.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), _AT_A_TIME):
        some = numbers[start : start + _AT_A_TIME]
        left += len(leave(Photograph.objects.filter(pk__in=some, indexed=True)))
        ended += Photograph.objects.filter(pk__in=some).update(state=Photograph.State.ENDED, ended_at=now)
    return EndedWithBasis(ended, left)


def open_source(
    *,
    by: Actor,
    incident: Incident,
    name: str,
    controller: str,
    basis: Basis,
    instrument: str,
    purposes: str,
    recipients: str = "",
    valid_from: date,
    valid_until: date | None = None,
) -> Source:
    """Open a lawful source, on which the actor's agency will hold reference photographs in an incident.

    Raises:
        RuleBroken: if the agency takes no part in the incident, the incident is closed, a field is empty, or the days
            contradict each other.
    """
    said = {
        "name": clean_text(name, _("name"), 200),
        "controller": clean_text(controller, _("controller"), 200),
        "instrument": clean_text(instrument, _("instrument"), 300),
        "purposes": clean_text(purposes, _("purpose"), 2000),
        "recipients": clean_text(recipients, _("list of recipients"), 2000) if recipients.strip() else "",
    }
    _in_order(valid_from, valid_until)
    with act(by, Verb.OPEN, Thing.SOURCE.of(by.at(incident))) as doing:
        found = Incident.objects.get(pk=incident.pk)
        if found.closed_at is not None or not takes_part(by, found):
            raise RuleBroken(
                _("Your agency takes no part in this incident, or it is closed."),
                _("Ask the agency that leads it to share it with yours, so that you may work with it."),
            )
        if Source.objects.filter(incident=incident, agency=by.agency, name=said["name"], ended_at=None).exists():
            raise RuleBroken(
                _("Your agency has a lawful source of this name in the incident."),
                _("Choose another name, or use the source that is there."),
            )
        assert by.agency is not None, "an agency takes part"
        source = Source.objects.create(
            incident_id=incident.pk,
            agency_id=by.agency,
            basis=Basis(basis).value,
            valid_from=valid_from,
            valid_until=valid_until,
            made_at=timezone.now(),
            **said,
        )
        until = "" if valid_until is None else valid_until.isoformat()
        doing.record(source.pk, basis=source.basis, valid_from=valid_from.isoformat(), valid_until=until)
    return source


def end_source(*, by: Actor, source: Source, reason: str) -> int:
    """End a source. All its photographs leave the index now. Returns how many photographs ended.

    Raises:
        RuleBroken: if it has ended.
    """
    reason = clean_text(reason, _("reason"), 2000)
    with act(by, Verb.END, source, reason=reason) as doing:
        found = Source.objects.get(pk=source.pk)
        if found.ended_at is not None:
            raise OutOfStep(_("This lawful source has ended."), _("There is nothing to do."))
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        gone = take_out(Photograph.objects.filter(source=found))
        doing.record(found.pk, photographs=gone.ended, left_the_index=gone.left)
    return gone.ended


def add_consent(
    *,
    by: Actor,
    source: Source,
    subject: Subject,
    given_by: str,
    relation: str,
    given_on: date,
    how: str,
    valid_until: date | None = None,
) -> Consent:
    """Add somebody's consent that photographs of a missing person are searched.

    Raises:
        RuleBroken: if the source does not rest on consent or is not in force, is of another incident or agency than the
            record, the record is closed or a dead person's case, a field is empty, or the days contradict each other.
    """
    said = {
        "given_by": clean_text(given_by, _("name of who consents"), 200),
        "relation": clean_text(relation, _("relation"), 120),
        "how": clean_text(how, _("way in which it was given"), 200),
    }
    _in_order(given_on, valid_until)
    if given_on > today():
        raise RuleBroken(_("The consent would be given in the future."), _("Write the day on which it was given."))
    if valid_until is not None and valid_until < today():
        raise RuleBroken(_("The consent has run out."), _("Ask for a new one, and write that one down."))
    with act(by, Verb.ADD, Thing.CONSENT.of(subject)) as doing:
        _fit(Source.objects.get(pk=source.pk), Subject.objects.get(pk=subject.pk))
        consent = Consent.objects.create(
            source_id=source.pk,
            subject_id=subject.pk,
            given_on=given_on,
            valid_until=valid_until,
            made_at=timezone.now(),
            **said,
        )
        until = "" if valid_until is None else valid_until.isoformat()
        doing.record(consent.pk, source=source.pk, subject=subject.pk, given_on=given_on.isoformat(), valid_until=until)
    return consent


def withdraw_consent(*, by: Actor, consent: Consent, reason: str, final: bool = False) -> int:
    """Withdraw a consent. All photographs held on it leave the index now. Returns how many photographs ended.

    ``final``: whoever gave it said so themselves, on their own page or through staff: nobody else puts it back.

    It works in a closed incident and after the source ended: nobody must keep a consent against their will.

    Raises:
        RuleBroken: if it was withdrawn.
    """
    reason = clean_text(reason, _("reason"), 2000)
    of = consent.subject
    with act(by, Verb.WITHDRAW, Thing.CONSENT.of(of), reason=reason) as doing:
        found = Consent.objects.get(pk=consent.pk)
        if found.withdrawn_at is not None:
            raise OutOfStep(_("This consent was withdrawn."), _("There is nothing to do."))
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        gone = take_out(Photograph.objects.filter(consent=found))
        said = {FINAL: True} if final else {}
        doing.record(found.pk, subject=of.pk, photographs=gone.ended, left_the_index=gone.left, **said)
    return gone.ended


def withdraw_photograph(*, by: Actor, photograph: Photograph, reason: str) -> None:
    """Withdraw one reference photograph, for whoever gave it: it leaves the index now.

    As with a consent, neither a closed record nor a closed incident keeps it.

    Raises:
        RuleBroken: if it was taken out.
    """
    reason = clean_text(reason, _("reason"), 2000)
    of = photograph.subject
    with act(by, Verb.END, of.photographs_thing, reason=reason) as doing:
        found = Photograph.objects.filter(pk=photograph.pk, kind=Profile.AM.value)
        gone = take_out(found)
        if not gone.ended:
            raise OutOfStep(_("This photograph was taken out."), _("There is nothing to do."))
        doing.record(photograph.pk, subject=of.pk, left_the_index=gone.left, **{FINAL: True})


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise RuleBroken(_("The last day comes before the first."), _("Check both days."))


def _fit(source: Source, subject: Subject) -> None:
    """Raise RuleBroken if a consent for this person cannot belong to this source."""
    if source.basis != Basis.CONSENT.value:
        raise RuleBroken(
            _("This lawful source does not rest on consent."),
            _("Choose a source whose legal basis is consent, or open one."),
        )
    if subject.is_case:
        raise RuleBroken(
            _("Consents are for photographs of missing persons."), _("A dead person's photographs need none.")
        )
    if source.scope != subject.scope:
        raise RuleBroken(
            _("The source is of another incident or agency than the record."),
            _("Choose a source that the record's agency has in this incident."),
        )
    if subject.closed_at is not None or subject.incident.closed_at is not None:
        raise RuleBroken(_("This record is closed."), _("Nothing can be added to it."))
    if not is_live(source):
        raise RuleBroken(_("This lawful source is not in force today."), _("Choose one that is, or open a new one."))


def sweep_unlawful(*, by: Actor, thorough: bool = False) -> int:
    """Take out of the index every photograph that may not be in it today. Returns how many photographs ended.

    One act for each ground that ran out, so that a sweep of many does not keep people waiting. It may be done twice.
    ``thorough`` looks at each photograph of the index instead of only at grounds with a last day: for when a worker
    starts, because a database may have been restored, or a hand may have been in it.
    """
    ended = 0
    for source in Source.objects.filter(_standing("source"), run_out(), ended_at=None):
        ended += _end(by, source, Photograph.objects.filter(source=source), source=source.pk)
    past = Consent.objects.filter(_standing("consent"), run_out(), withdrawn_at=None)
    for consent in past.select_related("source"):
        ended += _end(by, consent.source, Photograph.objects.filter(consent=consent), consent=consent.pk)
    if thorough:
        astray = Photograph.objects.filter(indexed=True).exclude(
            pk__in=Photograph.objects.filter(lawful()).values("pk")
        )
        for source in Source.objects.filter(pk__in=astray.values("source")):
            ended += _end(by, source, astray.filter(source=source), source=source.pk, astray=True)
    return ended


def _standing(ground: str) -> Exists:
    return Exists(Photograph.objects.filter(**{ground: OuterRef("pk")}, ended_at=None))


def _end(by: Actor, of: Source, photographs: QuerySet[Photograph], **detail: int | bool) -> int:
    with act(by, Verb.END, Thing.AM_PHOTO.of(of)) as doing:
        gone = take_out(photographs)
        doing.record(None, photographs=gone.ended, left_the_index=gone.left, **detail)
    return gone.ended


EVERY = 60.0
"""Seconds."""


@dataclass(slots=True)
class Sweeper:
    """Sweeps thoroughly when it is first asked, and then at most once a minute."""

    last: float | None = None
    clock: ClockGuard = field(default_factory=ClockGuard)

    def when_due(self) -> int:
        """Sweep if it is due, and the clock can be believed. Returns how many photographs ended.

        Until then nothing unlawful is searched either: whatever searches asks for the day itself (``lawful``).
        """
        now = time.monotonic()
        if (self.last is not None and now - self.last < EVERY) or self.clock.holds():
            return 0
        ended = sweep_unlawful(by=worker(), thorough=self.last is None)
        self.last = now
        return ended
