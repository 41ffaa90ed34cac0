"""Reading sources and consents: only what the actor may see."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.lawful import live_consent, live_source
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject


def sources(by: Actor, incident: Incident) -> QuerySet[Source]:
    """Of an incident: in force first, each with ``live`` and ``standing``, its photographs that have not ended."""
    seen = within(by, Verb.SEE, Thing.SOURCE, incident="incident")
    return (
        Source.objects.filter(seen, incident=incident)
        .select_related("agency")
        .annotate(
            standing=Count("photographs", filter=Q(photographs__ended_at=None)),
            live=Exists(Source.objects.filter(live_source(), pk=OuterRef("pk"))),
        )
        .order_by("-live", "name", "id")
    )


def find_source(by: Actor, number: int) -> Source:
    """Raises: NotThere."""
    found = Source.objects.filter(within(by, Verb.SEE, Thing.SOURCE, incident="incident"))
    return find(found.select_related("agency", "incident"), number)


def is_live(source: Source) -> bool:
    return Source.objects.filter(live_source(), pk=source.pk).exists()


def standing(source: Source | None = None, consent: Consent | None = None) -> QuerySet[Photograph]:
    """The photographs that hang on a source or a consent."""
    of = {"source": source} if consent is None else {"consent": consent}
    return Photograph.objects.filter(**of, ended_at=None)


def consents(by: Actor, *, source: Source | None = None, subject: Subject | None = None) -> QuerySet[Consent]:
    """The latest first, each with ``live`` (together with its source) and ``standing``."""
    of = {name: thing for name, thing in (("source", source), ("subject", subject)) if thing is not None}
    return (
        Consent.objects.filter(_seen(by), **of)
        .select_related("subject", "source")
        .annotate(
            standing=Count("photographs", filter=Q(photographs__ended_at=None)),
            live=Exists(Consent.objects.filter(live_consent(), live_source("source__"), pk=OuterRef("pk"))),
        )
        .order_by("-id")
    )


def find_consent(by: Actor, number: int) -> Consent:
    """Raises: NotThere."""
    return find(Consent.objects.filter(_seen(by)).select_related("subject__incident", "source"), number)


def _seen(by: Actor) -> Q:
    return within(by, Verb.SEE, Thing.CONSENT, of="subject")
