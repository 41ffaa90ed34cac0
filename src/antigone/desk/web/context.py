"""What every template knows: who is signed in, and which parts of the desk there are for them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.permissions import Thing, Verb

_PARTS = (
    ("my-work", _("My work"), Verb.SEE, Thing.WORK),
    ("incidents", _("Incidents"), Verb.SEE, Thing.INCIDENT),
    ("cases", _("Cases"), Verb.SEE, Thing.CASE),
    ("records", _("Missing persons"), Verb.SEE, Thing.RECORD),
    ("warnings", _("Warnings"), Verb.SEE, Thing.DOUBT),
    ("erasures", _("Erasures"), Verb.SEE, Thing.ERASURE),
    ("reviews", _("Reviews"), Verb.SEE, Thing.REVIEW),
    ("load", _("Load"), Verb.SEE, Thing.LOAD),
    ("known-pairs", _("Known pairs"), Verb.SEE, Thing.KNOWN_PAIR),
    ("error-rates", _("Error rates"), Verb.SEE, Thing.ERRORS),
    ("files", _("The board"), Verb.SEE, Thing.FILE),
    ("decisions", _("Decisions"), Verb.SEE, Thing.DECISION),
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
