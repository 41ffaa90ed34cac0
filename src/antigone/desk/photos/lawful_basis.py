"""The one place that decides which photographs may be held, searched and shown today.

A photograph of the dead needs no ground. A reference photograph is lawful on a day if

- its source is of the subject's incident and agency, has not ended, and the day lies within its validity;
- where the source rests on consent, it has a consent of this source for this very person, given by that day, neither
  withdrawn nor past its last day.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.accounts.sight import not_hidden
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.types import Basis, Profile

WITHOUT_CONSENT = tuple(basis.value for basis in Basis if basis is not Basis.CONSENT)
"""On these a photograph is held without asking anybody for consent."""


def today() -> date:
    """The day in the desk's time zone: a basis that is valid until the 5th holds through the 5th there."""
    return timezone.localdate()


def live_source(prefix: str = "", day: date | None = None) -> Q:
    """A filter for sources in force on ``day`` (today). ``prefix``: how they are reached, such as ``source__``."""
    day = day or today()
    return Q(**{f"{prefix}ended_at": None, f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def live_consent(prefix: str = "", day: date | None = None) -> Q:
    """A filter for consents that hold on ``day`` (today), whatever their source does."""
    day = day or today()
    return Q(**{f"{prefix}withdrawn_at": None, f"{prefix}given_on__lte": day}) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def run_out(day: date | None = None) -> Q:
    """A filter for sources, or consents, whose last day is over, whether anybody noticed or not."""
    return Q(valid_until__lt=day or today())


def lawful(day: date | None = None, prefix: str = "") -> Q:
    """A filter for photographs that may be in the index on ``day`` (today), as far as their basis goes."""
    at = {name: f"{prefix}{name}" for name in ("kind", "source", "consent", "subject")}
    ground = (
        Q(**{f"{at['source']}__incident": F(f"{at['subject']}__incident")})
        & Q(**{f"{at['source']}__agency": F(f"{at['subject']}__agency")})
        & live_source(f"{at['source']}__", day)
    )
    consented = (
        Q(**{f"{at['consent']}__source": F(at["source"])})
        & Q(**{f"{at['consent']}__subject": F(at["subject"])})
        & live_consent(f"{at['consent']}__", day)
    )
    on_consent = Q(**{f"{at['source']}__basis": Basis.CONSENT.value})
    # Written without negation: SQL's NOT over a join that may find nothing is not what it seems.
    without = Q(**{f"{at['source']}__basis__in": WITHOUT_CONSENT, at["consent"]: None})
    return Q(**{at["kind"]: Profile.PM.value}) | (ground & ((on_consent & consented) | without))


def searched() -> QuerySet[Photograph]:
    """Photographs that may be searched with, and among, today."""
    return Photograph.objects.filter(lawful(), indexed=True)


def shown() -> QuerySet[Photograph]:
    """Photographs that may be looked at, and brought into search, today."""
    return Photograph.objects.filter(lawful(), ended_at=None)


def may_be_searched(photograph: Photograph) -> bool:
    """Whether a photograph has a live basis today, or needs none."""
    return Photograph.objects.filter(lawful(), pk=photograph.pk).exists()


def may_be_held(source: Source, consent: Consent | None) -> bool:
    """Whether a reference photograph may be added on this source and consent today."""
    if consent is None:
        return Source.objects.filter(live_source(), pk=source.pk, basis__in=WITHOUT_CONSENT).exists()
    return _live_consents().filter(pk=consent.pk, source=source).exists()


def sources_of(owner: Owned) -> QuerySet[Source]:
    """The sources of the owner's agency in its incident that are in force today."""
    return Source.objects.filter(live_source(), agency=owner.scope.agency, incident=owner.scope.incident)


def laws_for(record: Subject) -> QuerySet[Source]:
    """The sources on which a photograph of this record may be held today without anybody's consent."""
    return sources_of(record).filter(basis__in=WITHOUT_CONSENT)


def consents_for(record: Subject) -> QuerySet[Consent]:
    """The consents, each with its source, on which a photograph of this record may be held today."""
    return _live_consents().filter(subject=record).select_related("source")


def _live_consents() -> QuerySet[Consent]:
    return Consent.objects.filter(live_consent(), live_source("source__"), source__basis=Basis.CONSENT.value)


def sources(by: Actor, incident: Incident) -> QuerySet[Source]:
    """The sources of an incident: those in force first, each with ``live`` and ``standing``, its photographs."""
    seen = within(by, Verb.SEE, Thing.SOURCE, incident="incident")
    counted = Q(photographs__ended_at=None) & not_hidden(Photograph, "photographs__")
    return (
        Source.objects.filter(seen, incident=incident)
        .select_related("agency")
        .annotate(
            standing=Count("photographs", filter=counted),
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
    """The photographs held on a source or a consent that have not ended."""
    of = {"source": source} if consent is None else {"consent": consent}
    return Photograph.objects.filter(**of, ended_at=None)


def consents(by: Actor, *, source: Source | None = None, subject: Subject | None = None) -> QuerySet[Consent]:
    """Consents, the latest first, each with ``live`` (together with its source) and ``standing``."""
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
