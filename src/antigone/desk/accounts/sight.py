"""What somebody judges blind is not there for them: one filter below every query that is made while they read.

    with hiding(actor.blind_to):   a page, an operation of the API: set for the whole request (``hide``)
        Decision.objects.all()     has none that tells of what they judge

Every model of the desk reads through ``SightManager`` (``desk_model.DeskModel``), so nobody has to remember to ask.
Which columns of a row lead to a case or a record follows from its foreign keys (``leads_to``): a new model is covered
the day it is written. What is not seen by keys, a model says itself (``also_tells_of``).

Acts see everything (``act.act``): a rule that is asked of half of the rows is another rule. So does the bench, which
shows an examiner their own work (``seeing_all``). docs/decisions/0032-what-is-judged-blind-is-not-there.md says why.

The same filter keeps an exercise apart, by the keys that lead to its incident: it is not there for whoever works, and
nothing else of an incident is there for whoever practises in it, in acts too. What has no request, such as the worker,
sees both: each of its jobs is of one incident. docs/decisions/0064-an-exercise-on-a-real-desk.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import _GeneratorContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from django.db.models import Manager, Model, Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is there for whoever reads."""

    blind_to: frozenset[int] = frozenset()
    """Subjects that they judge blind."""
    exercises: frozenset[int] | None = None
    """All exercises of the desk; None if nobody has asked which there are."""
    without: frozenset[int] = frozenset()
    """Incidents that are not there: exercises, for whoever does not practise in them."""
    within: int | None = None
    """The exercise that alone is there."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.blind_to and not self.without and self.within is None


_WHOLE = Sight()
_sight: ContextVar[Sight] = ContextVar("sight", default=_WHOLE)


def sight() -> Sight:
    """What is there for whoever reads now."""
    return _sight.get()


def hide(numbers: frozenset[int]) -> None:
    """From now on until the request is answered, nothing that tells of these cases and records is there."""
    _sight.set(replace(_sight.get(), blind_to=numbers))


def keep_apart(exercises: frozenset[int], within: int | None = None) -> None:
    """From now on until the request is answered, no exercise is there; or, within one, it alone."""
    _sight.set(replace(_sight.get(), exercises=exercises, without=exercises - {within}, within=within))


@contextmanager
def _with(now: Sight) -> Iterator[None]:
    before = _sight.set(now)
    try:
        yield
    finally:
        _sight.reset(before)


def hiding(numbers: frozenset[int]) -> _GeneratorContextManager[None]:
    """What is read inside is read by somebody who judges these cases and records blind."""
    return _with(replace(_sight.get(), blind_to=numbers))


def seeing_all() -> _GeneratorContextManager[None]:
    """What is read inside is whole: the rules of an act, and the bench, which shows an examiner what it may.

    Also before a function: ``@seeing_all()``. An exercise stays apart.
    """
    return _lifted()


@contextmanager
def _lifted() -> Iterator[None]:
    with _with(replace(_sight.get(), blind_to=frozenset())):
        yield


@contextmanager
def apart_from(exercises: frozenset[int], within: int | None = None) -> Iterator[None]:
    """What is read inside has no exercise in it, or one alone: for what reads without a request."""
    with _with(_sight.get()):
        keep_apart(exercises, within)
        yield


@contextmanager
def with_exercises() -> Iterator[None]:
    """What is read inside has exercises in it beside all else: making them, and throwing them away."""
    with _with(replace(_sight.get(), without=frozenset(), within=None)):
        yield


@cache
def leads_to(model: type[Model]) -> tuple[str, ...]:
    """The columns by which a row of this model tells of a case or a record: ``photograph__subject``.

    They follow from its foreign keys, and theirs. A model that says them itself (``subject_columns``) leaves out what
    would only lead to the same ones by a longer way.
    """
    return _columns(model, ())


def _columns(model: type[Model], before: tuple[type[Model], ...]) -> tuple[str, ...]:
    said: tuple[str, ...] | None = getattr(model, "subject_columns", None)
    return _followed(model, before) if said is None else said


def _followed(model: type[Model], before: tuple[type[Model], ...]) -> tuple[str, ...]:
    found = []
    for field in model._meta.concrete_fields:
        other: Any = field.related_model
        if other is None or other is model or other in before:
            continue
        for column in _columns(other, (*before, model)):
            found.append(field.name if column == "pk" else f"{field.name}__{column}")
    return tuple(found)


@cache
def incident_of(model: type[Model]) -> str:
    """The column by which a row of this model belongs to an incident, ``photograph__subject__incident``; empty if none
    does: the shortest way of those that are never empty, else of all.
    """
    ways = sorted(_to_incident(model, (), False), key=lambda way: (way[1], way[0].count("__"), way[0]))
    return ways[0][0] if ways else ""


def _to_incident(model: type[Model], before: tuple[type[Model], ...], empty: bool) -> Iterator[tuple[str, bool]]:
    """Each way by foreign keys, and whether one on it may be empty."""
    if model._meta.label == "accounts.Incident":
        yield "pk", empty
        return
    for field in model._meta.concrete_fields:
        other: Any = field.related_model
        if other is not None and other is not model and other not in before:
            for column, may_be_empty in _to_incident(other, (*before, model), empty or field.null):
                yield (field.name if column == "pk" else f"{field.name}__{column}"), may_be_empty


def not_hidden(model: type[Model], prefix: str = "") -> Q:
    """The rows of a model that may be there for whoever reads now; ``prefix`` where they are joined to others, for
    counting: ``Count("items", filter=not_hidden(ImportItem, "items__"))``.
    """
    now, allowed = _sight.get(), Q()
    if now.blind_to:
        for column in leads_to(model):
            allowed &= ~Q(**{f"{prefix}{column}__in": now.blind_to})
        also: Callable[[Collection[int]], Q] | None = getattr(model, "also_tells_of", None)
        if also is not None and not prefix:
            allowed &= ~also(now.blind_to)
    column = incident_of(model) if now.without or now.within is not None else ""
    if column and now.within is not None:
        allowed &= Q(**{f"{prefix}{column}": now.within})
    elif column:
        allowed &= ~Q(**{f"{prefix}{column}__in": now.without})
    return allowed


class SightManager(Manager[Row]):
    """Reads the rows that may be there for whoever reads now."""

    def get_queryset(self) -> QuerySet[Row]:
        rows = super().get_queryset()
        return rows if _sight.get().whole else rows.filter(not_hidden(self.model))


class SightMiddleware:
    """Ends what a request hides when it is answered, and not before the last line of a long file is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with _with(_WHOLE):
            answer = self.get_response(request)
            now = _sight.get()
        if not now.whole and isinstance(answer, StreamingHttpResponse):
            answer.streaming_content = _sent(iter(answer), now)
        return answer


def _sent(lines: Iterator[bytes], now: Sight) -> Iterator[bytes]:
    while True:
        with _with(now):
            line = next(lines, None)
        if line is None:
            return
        yield line
