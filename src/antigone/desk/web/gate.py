"""What every page shares: the actor, the permission, the session's end, and context for all templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from antigone.desk.accounts.access import require_somewhere, somewhere
from antigone.desk.accounts.actor import LONGEST_SESSION, Actor, acting, address_of, visitor
from antigone.desk.accounts.exercise import exercises
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import hide, keep_apart, sight
from antigone.desk.photos.space import is_short
from antigone.desk.web.errors import WITHOUT_DATABASE, explain
from antigone.desk.web.news import last_look, new_for
from antigone.desk.web.worklist import counts_of, worklist
from antigone.errors import AntigoneError

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request after the middleware: with an actor, and a person where somebody is signed in."""

    actor: Actor
    user: Person


Page = Callable[Concatenate[DeskRequest, P], HttpResponse]


def public(*methods: str) -> Callable[[Page[P]], Page[P]]:
    """A page for people who are not signed in."""

    def gate(view: Page[P]) -> Page[P]:
        asked: Any = login_not_required(require_http_methods(methods)(view))
        asked.public = True
        return asked  # type: ignore[no-any-return]

    return gate


def page(verb: Verb, thing: Thing | Mapping[str, Thing], *methods: str) -> Callable[[Page[P]], Page[P]]:
    """A page for those who may do this to something; to what exactly, its queries and actions say.

    ``thing``: of cases and of records where they differ (``THINGS``). The address says which is meant (``kind``), or
    else its number does, and then whoever may do it to either is let in to ask.
    """
    things = {"": thing} if isinstance(thing, Thing) else thing

    def gate(view: Page[P]) -> Page[P]:
        @wraps(view)
        def asked(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            require_somewhere(request.actor, verb, things, str(kwargs.get("kind", "")))
            return view(request, *args, **kwargs)

        limited: Any = require_http_methods(methods)(asked)
        limited.permission = verb, things
        limited.methods = methods
        return limited  # type: ignore[no-any-return]

    return gate


BEGAN, SEEN = "began", "seen"
_STEP_BACK = 10 * 60
"""Seconds by which a clock may have been set back since somebody signed in."""
_SEEN_EVERY = 60
"""Seconds: a sitting in use is written at most so often."""
_COUNTED_EVERY = 180
"""Seconds: what waits is counted for the header at most so often, but on the front page and after what somebody did.
It asks the database 25 to 45 things: for somebody who asks for a page every 20 seconds, a minute would make all their
pages half as dear again.
"""


class SessionLimitMiddleware:
    """Gives a request its actor, hides what they judge blind, and ends a sitting that has lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(DeskRequest, plain)
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            age = now - float(request.session.get(BEGAN, 0))
            if not -_STEP_BACK <= age <= LONGEST_SESSION.total_seconds():  # begun at a time that is still to come
                logout(request)
            elif now - float(request.session.get(SEEN, 0)) > _SEEN_EVERY:
                request.session[SEEN] = now
        signed_in = request.user.is_authenticated
        address = address_of(request)
        request.actor = _at_the_desk(request, address) if signed_in else visitor(address)
        hide(request.actor.blind_to)
        keep_apart(exercises(), practised_in(request) if signed_in else None)
        response = self.get_response(request)
        if signed_in and request.method not in ("GET", "HEAD") and response.status_code < 400:
            request.session.pop(WAITING, None)  # something was done, not refused: the next page counts anew
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


EXERCISE = "exercise"


def practised_in(request: DeskRequest) -> int | None:
    """The exercise in which whoever sits here chose to be, while it stands."""
    number = request.session.get(EXERCISE)
    if number is None:
        return None
    mine = Incident.objects.filter(pk=number, exercise=True, closed_at=None, agency=request.user.agency_id)
    if mine.exists():
        return int(number)
    del request.session[EXERCISE]
    return None


def _at_the_desk(request: DeskRequest, address: str) -> Actor:
    sitting = datetime.fromtimestamp(float(request.session.get(BEGAN, 0)), UTC)
    return replace(acting(request.user, address), remembered={}, sitting=sitting)


class FaultMiddleware:
    """Turns a fault that people can act on into a page that says how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return explain(request, fault) if isinstance(fault, AntigoneError) else None


_PARTS = (
    ("my-work", gettext_lazy("My work"), Verb.SEE, Thing.ASSIGNMENT),
    ("incidents", gettext_lazy("Incidents"), Verb.SEE, Thing.INCIDENT),
    ("cases", gettext_lazy("Cases"), Verb.SEE, Thing.CASE),
    ("records", gettext_lazy("Missing persons"), Verb.SEE, Thing.RECORD),
    ("requests", gettext_lazy("Requests of families"), Verb.SEE, Thing.REQUEST),
    ("files", gettext_lazy("The board"), Verb.SEE, Thing.FILE),
    ("notifications", gettext_lazy("Families to tell"), Verb.SEE, Thing.NOTIFICATION),
    ("people", gettext_lazy("People"), Verb.SEE, Thing.PERSON),
    ("audit", gettext_lazy("Audit"), Verb.SEE, Thing.AUDIT),
)
"""What people come for, in the order of the work."""
_MORE = (
    ("warnings", gettext_lazy("Warnings"), Verb.SEE, Thing.DUPLICATE_WARNING),
    ("reviews", gettext_lazy("Reviews"), Verb.SEE, Thing.REVIEW),
    ("decisions", gettext_lazy("Decisions"), Verb.SEE, Thing.DECISION),
    ("load", gettext_lazy("Load"), Verb.SEE, Thing.LOAD),
    ("known-pairs", gettext_lazy("Known pairs"), Verb.SEE, Thing.KNOWN_PAIR),
    ("error-rates", gettext_lazy("Error rates"), Verb.SEE, Thing.ERRORS),
    ("recipients", gettext_lazy("Recipients"), Verb.SEE, Thing.RECIPIENT),
    ("erasures", gettext_lazy("Erasures"), Verb.SEE, Thing.ERASURE),
    ("trainings", gettext_lazy("Trainings"), Verb.SEE, Thing.TRAINING),
    ("exercise", gettext_lazy("Exercise"), Verb.SEE, Thing.EXERCISE),
    ("appointments", gettext_lazy("Appointments"), Verb.SEE, Thing.APPOINTMENT),
    ("agencies", gettext_lazy("Agencies"), Verb.SEE, Thing.AGENCY),
    ("work", gettext_lazy("Work of the worker"), Verb.SEE, Thing.JOB),
    ("figures-publish", gettext_lazy("Figures"), Verb.PUBLISH, Thing.FIGURES),
)
"""What is wanted now and then: behind one word, so that on a telephone the work itself is not pushed off the screen."""


WAITING = "waiting"


def keep_waiting(request: HttpRequest, counts: Mapping[str, int]) -> None:
    """Keep how much is new, and how much waits in each part of the desk, until some minutes have passed, something is
    done, or what is judged blind changes: a header must not read the whole desk for each page.
    """
    desk_request = cast(DeskRequest, request)
    new = len(new_for(desk_request.actor, last_look(desk_request.user)))
    kept = {
        "at": timezone.now().timestamp(),
        "blind": _blind(request),
        "exercise": sight().within,
        "counts": dict(counts),
        "new": new,
    }
    request.session[WAITING] = kept


def _waiting(request: HttpRequest) -> Mapping[str, int]:
    kept = request.session.get(WAITING) or {}
    old = kept.get("exercise") != sight().within or timezone.now().timestamp() - kept.get("at", 0) > _COUNTED_EVERY
    if old or kept.get("blind") != _blind(request):
        keep_waiting(request, counts_of(worklist(cast(DeskRequest, request).actor)))
    counts: Mapping[str, int] = request.session[WAITING]["counts"]
    return counts


def _blind(request: HttpRequest) -> list[int]:
    return sorted(cast(DeskRequest, request).actor.blind_to)


def desk(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", None)
    short = {"no_room": is_short()}
    if actor is None or actor.person is None or getattr(request, WITHOUT_DATABASE, False):
        return {"signed_in": None, "parts": [], "more_parts": [], **short}
    waiting = _waiting(request)
    shown, more = (
        [(name, words, waiting.get(name, 0)) for name, words, verb, thing in each if somewhere(actor, verb, thing)]
        for each in (_PARTS, _MORE)
    )
    new = request.session[WAITING].get("new", 0)
    return {"signed_in": request.user, "parts": shown, "more_parts": more, "new_notices": new, **short, **_practised()}


def _practised() -> dict[str, object]:
    """What marks each page of somebody who practises."""
    number = sight().within
    if number is None:
        return {}
    exercise = Incident.objects.get(pk=number)
    return {"exercise": exercise, "title_mark": f"{exercise.code}: "}
