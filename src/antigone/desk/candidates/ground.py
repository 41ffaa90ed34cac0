"""Temporary until photos is merged."""
from datetime import date
from django.db.models import Q
from antigone.types import Basis, Profile
_NO_CONSENT_NEEDED = [basis.value for basis in Basis if basis is not Basis.CONSENT]
def lawful(day: date) -> Q:
    source = Q(source__ended_at=None, source__valid_from__lte=day) & _until("source__valid_until", day)
    consent = Q(consent__isnull=False, consent__withdrawn_at=None, consent__given_on__lte=day)
    consented = consent & _until("consent__valid_until", day)
    grounded = source & (Q(source__basis__in=_NO_CONSENT_NEEDED) | consented)
    return Q(kind=Profile.PM.value) | (Q(kind=Profile.AM.value) & grounded)
def _until(column: str, day: date) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__gte": day})
