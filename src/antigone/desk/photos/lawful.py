"""Which reference photographs may be searched today: the one place where that is said.

A photograph of the dead needs no ground. A reference photograph is lawful on a day if

- its source is of the subject's incident and agency, has not ended, and the day lies within its validity;
- where the source rests on consent, it has a consent of this source for this very person, given by that day, neither
  withdrawn nor past its last day.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from antigone.types import Basis, Profile


def today() -> date:
    """The day in the desk's time zone: a ground that is valid until the 5th holds through the 5th there."""
    return timezone.localdate()


def live_source(prefix: str = "", day: date | None = None) -> Q:
    """Sources that are in force on ``day`` (today). ``prefix``: how they are reached, such as ``source__``."""
    day = day or today()
    return Q(**{f"{prefix}ended_at": None, f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def live_consent(prefix: str = "", day: date | None = None) -> Q:
    """Consents that hold on ``day`` (today), whatever their source does."""
    day = day or today()
    return Q(**{f"{prefix}withdrawn_at": None, f"{prefix}given_on__lte": day}) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def lawful(day: date | None = None, prefix: str = "") -> Q:
    """Photographs that may be in the index on ``day`` (today), as far as their ground goes."""
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
    other_bases = [basis.value for basis in Basis if basis is not Basis.CONSENT]
    without = Q(**{f"{at['source']}__basis__in": other_bases, at["consent"]: None})
    return Q(**{at["kind"]: Profile.PM.value}) | (ground & ((on_consent & consented) | without))
