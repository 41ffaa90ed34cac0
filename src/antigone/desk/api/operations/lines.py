"""Marks, and references to what others hold: the same for cases and records."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import Acknowledged, At, ReasonSaid
from antigone.desk.api.shapes.subjects import MarkOut, MarkSaid, ReferenceOut, ReferenceSaid
from antigone.desk.subjects.actions import lines
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.types import Profile

router = Router(tags=["marks and references"])


@operation(router, "POST", "/cases/{number}/marks", Verb.CHANGE, Thing.CASE, MarkOut)
def add_mark_to_case(request: HttpRequest, number: At, body: MarkSaid) -> MarkOut:
    """Describe one more mark on a body."""
    return _mark(request, _case(request, number), body)


@operation(router, "POST", "/records/{number}/marks", Verb.CHANGE, Thing.RECORD, MarkOut)
def add_mark_to_record(request: HttpRequest, number: At, body: MarkSaid) -> MarkOut:
    """Describe one more mark of a missing person."""
    return _mark(request, _record(request, number), body)


@operation(router, "POST", "/cases/{number}/marks/{mark}/remove", Verb.CHANGE, Thing.CASE, Acknowledged)
def remove_mark_from_case(request: HttpRequest, number: At, mark: At, body: ReasonSaid) -> Acknowledged:
    """Take a mark back that is not there; the history keeps it."""
    lines.remove_mark(by=who(request), subject=_case(request, number), mark=mark, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/records/{number}/marks/{mark}/remove", Verb.CHANGE, Thing.RECORD, Acknowledged)
def remove_mark_from_record(request: HttpRequest, number: At, mark: At, body: ReasonSaid) -> Acknowledged:
    """Take a mark back that is not there; the history keeps it."""
    lines.remove_mark(by=who(request), subject=_record(request, number), mark=mark, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/cases/{number}/references", Verb.CHANGE, Thing.CASE, ReferenceOut)
def add_reference_to_case(request: HttpRequest, number: At, body: ReferenceSaid) -> ReferenceOut:
    """Say who holds fingerprints, dental findings or DNA of a body, and under which number."""
    return _reference(request, _case(request, number), body)


@operation(router, "POST", "/records/{number}/references", Verb.CHANGE, Thing.RECORD, ReferenceOut)
def add_reference_to_record(request: HttpRequest, number: At, body: ReferenceSaid) -> ReferenceOut:
    """Say who holds fingerprints, dental findings or DNA of a missing person, and under which number."""
    return _reference(request, _record(request, number), body)


@operation(router, "POST", "/cases/{number}/references/{reference}/remove", Verb.CHANGE, Thing.CASE, Acknowledged)
def remove_reference_from_case(request: HttpRequest, number: At, reference: At, body: ReasonSaid) -> Acknowledged:
    """Take a reference back that was wrong; the history keeps it."""
    subject = _case(request, number)
    lines.remove_elsewhere(by=who(request), subject=subject, elsewhere=reference, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/records/{number}/references/{reference}/remove", Verb.CHANGE, Thing.RECORD, Acknowledged)
def remove_reference_from_record(request: HttpRequest, number: At, reference: At, body: ReasonSaid) -> Acknowledged:
    """Take a reference back that was wrong; the history keeps it."""
    subject = _record(request, number)
    lines.remove_elsewhere(by=who(request), subject=subject, elsewhere=reference, reason=body.reason)
    return Acknowledged(number=number)


def _case(request: HttpRequest, number: int) -> Subject:
    return find_subject(who(request), number, Profile.PM)


def _record(request: HttpRequest, number: int) -> Subject:
    return find_subject(who(request), number, Profile.AM)


def _mark(request: HttpRequest, subject: Subject, body: MarkSaid) -> MarkOut:
    return MarkOut.of(lines.add_mark(by=who(request), subject=subject, **body.said()))


def _reference(request: HttpRequest, subject: Subject, body: ReferenceSaid) -> ReferenceOut:
    said = body.said()
    made = lines.add_elsewhere(by=who(request), subject=subject, number=said.pop("holders_number"), **said)
    return ReferenceOut.of(made)
