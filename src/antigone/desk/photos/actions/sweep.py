"""What passes by time: a source or consent whose last day is over, without anybody doing anything."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.actions._lawful_basis import take_out
from antigone.desk.photos.lawful_basis import lawful, run_out
from antigone.desk.photos.models import Consent, Photograph, Source


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
