"""Reading sources and consents: only what the actor may see."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.lawful import live_consent, live_source
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere
from antigone.types import Profile

_NO = noop("There is no such thing here."), noop("Perhaps the address is wrong, or it is another agency's.")


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
    found = Source.objects.filter(within(by, Verb.SEE, Thing.SOURCE, incident="incident"), pk=number)
    source = found.select_related("agency", "incident").first()
    if source is None:
        raise NotThere(_(_NO[0]), _(_NO[1]))
    return source


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
    consent = Consent.objects.filter(_seen(by), pk=number).select_related("subject__incident", "source").first()
    if consent is None:
        raise NotThere(_(_NO[0]), _(_NO[1]))
    return consent


def _seen(by: Actor) -> Q:
    return within(by, Verb.SEE, Thing.CONSENT, agency="subject__agency", incident="subject__incident")


def find_record(by: Actor, number: int) -> Subject:
    """The record whose consents are asked for. Raises: NotThere."""
    seen = within(by, Verb.SEE, Thing.RECORD, incident="incident")
    subject = Subject.objects.filter(seen, pk=number, kind=Profile.AM.value).select_related("incident").first()
    if subject is None:
        raise NotThere(_(_NO[0]), _(_NO[1]))
    return subject
