"""Reading families' requests: staff what the permission table allows, a family its own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.secrets import token_hash
from antigone.desk.families.models import Allowed, Answer, FamilyPortal, Given, Message, Request, Visit
from antigone.desk.families.questions import SHORT, STEPS, in_words
from antigone.desk.families.secrets import in_groups
from antigone.desk.photos.lawful_basis import live_source

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=3)
"""A visit ends so long after its last page, and after its first."""


def open_portals() -> QuerySet[FamilyPortal]:
    """The portals at which anybody may begin a request now."""
    live = FamilyPortal.objects.filter(incident__closed_at=None, agency__closed_at=None, public_since__isnull=False)
    return live.filter(live_source("source__")).select_related("incident", "agency", "source").order_by("called", "pk")


def portals(by: Actor) -> QuerySet[FamilyPortal]:
    return FamilyPortal.objects.filter(within(by, Verb.SEE, Thing.FAMILY_PORTAL)).select_related(
        "incident", "agency", "source"
    )


def portal_of(by: Actor, incident: Incident) -> FamilyPortal | None:
    """The portal that one's own agency prepared for an incident."""
    return portals(by).filter(incident=incident, agency=by.agency).first()


def requests(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[Request]:
    seen = within(by, verb, Thing.REQUEST, agency="portal__agency")
    return Request.objects.filter(seen).select_related("portal__incident", "portal__agency", "record", "begun_by")


def find_request(by: Actor, number: int) -> Request:
    """Raises: NotThere."""
    return find(requests(by), number)


def find_given(by: Actor, number: int) -> Given:
    """Raises: NotThere."""
    seen = within(by, Verb.SEE, Thing.GIVEN, agency="request__portal__agency")
    found = Given.objects.filter(seen)
    return find(found.select_related("request__portal__incident", "request__record", "photograph"), number)


def with_signs(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with what a list shows: ``who`` (JSON of the name), ``unread``, ``pictures``, ``corrected``."""
    of = {"request": OuterRef("pk")}
    who = Answer.objects.filter(step="who", **of).order_by("-pk").values("said")[:1]
    return rows.annotate(
        who=Subquery(who),
        unread=Exists(Message.objects.filter(answered_at=None, by=None, **of)),
        pictures=Exists(Given.objects.filter(withdrawn_at=None, declined_at=None, photograph=None, **of)),
        corrected=Exists(Answer.objects.filter(pk__gt=OuterRef("taken_over"), **of)),
    )


def waiting(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with which staff has something to do."""
    live = rows.filter(sent_at__isnull=False, closed_at=None, erased_at=None)
    to_erase = Q(erasure_asked_at__isnull=False)
    late = Q(accepted_at__isnull=False) & (Q(pictures=True) | Q(corrected=True))
    return with_signs(live).filter(Q(accepted_at=None) | late | Q(unread=True) | Q(danger_at__isnull=False) | to_erase)


def told(request: Request) -> dict[str, dict[str, Any]]:
    """The latest answer to each question."""
    rows = request.answers.exclude(said="").order_by("pk").values_list("step", "said")
    return {step: json.loads(said) for step, said in rows}


def said_before(request: Request, step: str) -> list[Answer]:
    """All answers to a question, the latest first."""
    return list(request.answers.filter(step=step).exclude(said="").select_related("by").order_by("-pk"))


def corrected(request: Request) -> list[str]:
    """Questions that were answered again since staff took the answers over into the record."""
    later = request.answers.filter(pk__gt=request.taken_over).order_by("pk").values_list("step", flat=True)
    return list(dict.fromkeys(later))


def who(said: str | None) -> str:
    """The missing person's name, from the answer to the first question."""
    name = json.loads(said) if said else {}
    return " ".join(name[part] for part in ("given", "patronymic", "family") if name.get(part))


def allows(request: Request) -> dict[tuple[str, str], bool]:
    """The latest answer to each permission (and body) that was asked: yes or no."""
    rows = request.allowed.order_by("pk").values_list("what", "body", "yes")
    return {(what, body): yes for what, body, yes in rows}


def may(request: Request, what: Allowed.What, body: str = "") -> bool:
    """Whether the family allows it. What was never asked or answered is not allowed."""
    return request.erased_at is None and allows(request).get((str(what), body), False)


def summary(request: Request) -> dict[str, Any]:
    """Everything that a family told and allowed, in words: for the last check, their page, and staff."""
    said = told(request)
    answers = [(step, in_words(step.key, said[step.key])) for step in STEPS if said.get(step.key)]
    counted: dict[str, int] = {}
    allowed = []
    for (what, body), yes in allows(request).items():
        place = counted.get(what, 0)
        counted[what] = place + int(yes)
        allowed.append({"what": what, "words": SHORT[what], "body": body, "yes": yes, "back": f"{what}-{place}"})
    return {"answers": answers, "allowed": allowed, "empty": [s for s in STEPS if s.form and not said.get(s.key)]}


def photographs_of(request: Request) -> QuerySet[Given]:
    return request.given.select_related("photograph", "by").order_by("pk")


def visit_of(token: str) -> Visit | None:
    """The visit of a browser's token, if it is not over."""
    if not token:
        return None
    now = timezone.now()
    live = Visit.objects.filter(token_hash=token_hash(token), seen_at__gt=now - IDLE, began_at__gt=now - LONGEST)
    return live.select_related("request__portal__incident", "request__portal__agency").first()


def find_by_code(by: Actor, code: str) -> Request | None:
    return requests(by).filter(code=code).first()


def written_code(request: Request) -> str:
    return in_groups(request.code)
