"""What cases and records have in common over HTTP: marks, and references to what others hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.columns import gives, takes
from antigone.desk.api.common import Acknowledged, At, Centimetres, OneOf, ReasonSaid, Said, Words, Years
from antigone.desk.api.gate import operation, who
from antigone.desk.subjects.actions import lines
from antigone.desk.subjects.models import Elsewhere, Mark, Sex, Subject
from antigone.desk.subjects.queries import find_subject
from antigone.types import Profile

SexIs = Annotated[str, OneOf(Sex)]
MarkIs = Annotated[str, OneOf(Mark.What)]
HeldIs = Annotated[str, OneOf(Elsewhere.What)]
State = Annotated[str, OneOf(("open", "closed"))]
Photographs = Annotated[str, OneOf(("with", "without"))]


@takes(Subject)
class BodySaid(Said):
    """What can be said of anybody. What is left out stays as it is; null makes it unknown."""

    age_low: Years | None = Field(None, description="Whole years, at death or when last seen: at least.")
    age_high: Years | None = Field(None, description="Whole years: at most.")
    stature_low: Centimetres | None = Field(None, description="Centimetres: at least.")
    stature_high: Centimetres | None = Field(None, description="Centimetres: at most.")


class Changing(ReasonSaid):
    """Why something is changed, and what the program had seen of it."""

    as_of: int | None = Field(
        None,
        ge=0,
        le=2**63 - 1,
        description="`revision` as it was read: what somebody else changed since is not written over (409).",
    )


class MarkSaid(Said):
    """Something on a body that tells it from others."""

    what: MarkIs
    where: Words = Field(description="On which part of the body, and which side.")
    description: Words


class MarkOut(Schema):
    """Something on a body that tells it from others."""

    number: int
    what: MarkIs
    where: str
    description: str

    @classmethod
    def of(cls, mark: Mark) -> MarkOut:
        return cls(number=mark.pk, what=mark.what, where=mark.where, description=mark.description)


class ReferenceSaid(Said):
    """A primary identifier that somebody else holds: its number, never the thing itself."""

    what: HeldIs
    holder: Words
    holders_number: Words = Field(description="Under which the holder keeps it.")
    taken_on: date | None = None


class ReferenceOut(Schema):
    """A primary identifier that somebody else holds."""

    number: int
    what: HeldIs
    holder: str
    holders_number: str
    taken_on: date | None

    @classmethod
    def of(cls, row: Elsewhere) -> ReferenceOut:
        return cls(number=row.pk, what=row.what, holder=row.holder, holders_number=row.number, taken_on=row.taken_on)


@gives(Subject)
class BodyOut(Schema):
    """A case or a record: what both have."""

    number: int
    code: str = Field(description="On the label of the body or the file; never used again.")
    incident: int
    agency: int = Field(description="Who holds it.")
    opened_at: datetime
    closed_at: datetime | None
    age_low: int | None
    age_high: int | None
    stature_low: int | None
    stature_high: int | None


class SubjectOut(Schema):
    """Which case or record is meant."""

    number: int
    kind: Annotated[str, OneOf(("pm", "am"))] = Field(description="pm: a dead person's case; am: a record.")
    code: str

    @classmethod
    def of(cls, subject: Subject) -> SubjectOut:
        return cls(number=subject.pk, kind=subject.kind, code=subject.code)


def body_of(subject: Subject) -> dict[str, Any]:
    """The fields of ``BodyOut``."""
    taken = {
        name: getattr(subject, name) for name in BodyOut.model_fields if name not in ("number", "incident", "agency")
    }
    return {**taken, "number": subject.pk, "incident": subject.incident_id, "agency": subject.agency_id}


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
