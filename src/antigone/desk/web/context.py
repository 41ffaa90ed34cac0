"""What every template knows: who is signed in, and which parts of the desk there are for them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.permissions import Thing, Verb

_PARTS = (
    ("incidents", _("Incidents"), Verb.SEE, Thing.INCIDENT),
    ("cases", _("Cases"), Verb.SEE, Thing.CASE),
    ("records", _("Missing persons"), Verb.SEE, Thing.RECORD),
    ("requests", _("Requests of families"), Verb.SEE, Thing.REQUEST),
    ("warnings", _("Warnings"), Verb.SEE, Thing.DOUBT),
    ("erasures", _("Erasures"), Verb.SEE, Thing.ERASURE),
    ("people", _("People"), Verb.SEE, Thing.PERSON),
    ("agencies", _("Agencies"), Verb.SEE, Thing.AGENCY),
    ("audit", _("Audit"), Verb.SEE, Thing.AUDIT),
)


def desk(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", None)
    if actor is None or actor.person is None:
        return {"signed_in": None, "parts": []}
    parts = [(name, words) for name, words, verb, thing in _PARTS if somewhere(actor, verb, thing)]
    return {"signed_in": request.user, "parts": parts}
