"""What every template knows: who is signed in, and which parts of the desk there are for them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.permissions import Thing, Verb

_PARTS = (
    ("my-work", _("My work"), Verb.SEE, Thing.ASSIGNMENT),
    ("incidents", _("Incidents"), Verb.SEE, Thing.INCIDENT),
    ("cases", _("Cases"), Verb.SEE, Thing.CASE),
    ("records", _("Missing persons"), Verb.SEE, Thing.RECORD),
    ("requests", _("Requests of families"), Verb.SEE, Thing.REQUEST),
    ("files", _("The board"), Verb.SEE, Thing.FILE),
    ("notifications", _("Families to tell"), Verb.SEE, Thing.NOTIFICATION),
    ("people", _("People"), Verb.SEE, Thing.PERSON),
    ("audit", _("Audit"), Verb.SEE, Thing.AUDIT),
)
"""What people come for, in the order of the work."""
_MORE = (
    ("warnings", _("Warnings"), Verb.SEE, Thing.DUPLICATE_WARNING),
    ("reviews", _("Reviews"), Verb.SEE, Thing.REVIEW),
    ("decisions", _("Decisions"), Verb.SEE, Thing.DECISION),
    ("load", _("Load"), Verb.SEE, Thing.LOAD),
    ("known-pairs", _("Known pairs"), Verb.SEE, Thing.KNOWN_PAIR),
    ("error-rates", _("Error rates"), Verb.SEE, Thing.ERRORS),
    ("recipients", _("Recipients"), Verb.SEE, Thing.RECIPIENT),
    ("erasures", _("Erasures"), Verb.SEE, Thing.ERASURE),
    ("trainings", _("Trainings"), Verb.SEE, Thing.TRAINING),
    ("agencies", _("Agencies"), Verb.SEE, Thing.AGENCY),
    ("figures-publish", _("Figures"), Verb.PUBLISH, Thing.FIGURES),
)
"""What is wanted now and then: behind one word, so that on a telephone the work itself is not pushed off the screen."""


def desk(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", None)
    if actor is None or actor.person is None:
        return {"signed_in": None, "parts": [], "more_parts": []}
    shown, more = (
        [(name, words) for name, words, verb, thing in each if somewhere(actor, verb, thing)]
        for each in (_PARTS, _MORE)
    )
    return {"signed_in": request.user, "parts": shown, "more_parts": more}
