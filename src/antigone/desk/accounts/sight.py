"""What somebody judges blind is not there for them: one filter below every query that is made while they read.

    with hiding(actor.blind_to):   a page, an operation of the API: set for the whole request (``hide``)
        Decision.objects.all()     has none that tells of what they judge

Every model of the desk reads through ``SightManager`` (``desk_model.DeskModel``), so nobody has to remember to ask.
Which columns of a row lead to a case or a record follows from its foreign keys (``leads_to``): a new model is covered
the day it is written. What is not seen by keys, a model says itself (``also_tells_of``).

Acts see everything (``act.act``): a rule that is asked of half of the rows is another rule. So does the bench, which
shows an examiner their own work (``seeing_all``). docs/decisions/0032-what-is-judged-blind-is-not-there.md says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import _GeneratorContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from django.db.models import Manager, Model, Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

Row = TypeVar("Row", bound=Model)
_hidden: ContextVar[frozenset[int]] = ContextVar("hidden", default=frozenset())


def hide(numbers: frozenset[int]) -> None:
    """From now on until the request is answered, nothing that tells of these cases and records is there."""
    _hidden.set(numbers)


@contextmanager
def _with(numbers: frozenset[int]) -> Iterator[None]:
    before = _hidden.set(numbers)
    try:
        yield
    finally:
        _hidden.reset(before)


def hiding(numbers: frozenset[int]) -> _GeneratorContextManager[None]:
    """What is read inside is read by somebody who judges these cases and records blind."""
    return _with(numbers)


def seeing_all() -> _GeneratorContextManager[None]:
    """What is read inside is whole: the rules of an act, and the bench, which shows an examiner what it may.

    Also before a function: ``@seeing_all()``.
    """
    return _with(frozenset())


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


def not_hidden(model: type[Model], prefix: str = "") -> Q:
    """The rows of a model that may be there for whoever reads now; ``prefix`` where they are joined to others, for
    counting: ``Count("items", filter=not_hidden(ImportItem, "items__"))``.
    """
    numbers, allowed = _hidden.get(), Q()
    if numbers:
        for column in leads_to(model):
            allowed &= ~Q(**{f"{prefix}{column}__in": numbers})
        also: Callable[[Collection[int]], Q] | None = getattr(model, "also_tells_of", None)
        if also is not None and not prefix:
            allowed &= ~also(numbers)
    return allowed


class SightManager(Manager[Row]):
    """Reads the rows that may be there for whoever reads now."""

    def get_queryset(self) -> QuerySet[Row]:
        rows = super().get_queryset()
        return rows.filter(not_hidden(self.model)) if _hidden.get() else rows


class SightMiddleware:
    """Ends what a request hides when it is answered, and not before the last line of a long file is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with seeing_all():
            answer = self.get_response(request)
            numbers = _hidden.get()
        if numbers and isinstance(answer, StreamingHttpResponse):
            answer.streaming_content = _sent(iter(answer), numbers)
        return answer


def _sent(lines: Iterator[bytes], numbers: frozenset[int]) -> Iterator[bytes]:
    while True:
        with _with(numbers):
            line = next(lines, None)
        if line is None:
            return
        yield line
