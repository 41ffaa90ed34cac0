"""What cases and records share over HTTP: marks, references to what others hold, closing and opening again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field, WithJsonSchema

from antigone.desk.accounts.permissions import Verb
from antigone.desk.api.columns import gives, takes
from antigone.desk.api.common import (
    Acknowledged,
    At,
    Centimetres,
    OneOf,
    ReasonIfWritten,
    ReasonSaid,
    Said,
    Words,
    Years,
)
from antigone.desk.api.gate import operation, who
from antigone.desk.identification.pipeline import OPEN
from antigone.desk.identification.states import PipelineState
from antigone.desk.subjects.actions import lines
from antigone.desk.subjects.actions.closing import close_subject, reopen_subject
from antigone.desk.subjects.models import THINGS, Elsewhere, KindConverter, Mark, Sex, Subject
from antigone.desk.subjects.queries import find_subject
from antigone.types import Profile

Kind = Annotated[
    Profile,
    WithJsonSchema({"type": "string", "enum": list(KindConverter.WORDS.values())}),
    Path(description="cases: of the dead; records: of the missing."),
]
"""Of an address that both share: ``{kind:kind}``, which Django has read already."""
SexIs = Annotated[str, OneOf(Sex)]
MarkIs = Annotated[str, OneOf(Mark.What)]
HeldIs = Annotated[str, OneOf(Elsewhere.What)]
State = Annotated[str, OneOf((OPEN, *PipelineState))]
"""Of the pipeline; ``open``: whatever is not closed."""
StateIs = Annotated[str, OneOf(PipelineState)]
Photographs = Annotated[str, OneOf(("with", "without"))]
Degrees = Annotated[Decimal, WithJsonSchema({"type": "number"})]
DegreesOut = Annotated[float, WithJsonSchema({"type": "number"})]


@takes(Subject)
class BodySaid(Said):
    """What can be said of anybody. What is left out stays as it is; null makes it unknown."""

    age_low: Years | None = Field(None, description="Whole years, at death or when last seen: at least.")
    age_high: Years | None = Field(None, description="Whole years: at most.")
    stature_low: Centimetres | None = Field(None, description="Centimetres: at least.")
    stature_high: Centimetres | None = Field(None, description="Centimetres: at most.")


class Changing(ReasonIfWritten):
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
    state: StateIs = Field(description="Where it is in the pipeline, as far as you may know.")
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


router = Router(tags=["cases and records"])


@operation(router, "POST", "/{kind:kind}/{number}/marks", Verb.CHANGE, THINGS, MarkOut)
def add_mark(request: HttpRequest, kind: Kind, number: At, body: MarkSaid) -> MarkOut:
    """Describe one more mark on a body, or of a missing person."""
    by = who(request)
    return MarkOut.of(lines.add_mark(by=by, subject=find_subject(by, number, kind), **body.said()))


@operation(router, "POST", "/{kind:kind}/{number}/marks/{mark}/remove", Verb.CHANGE, THINGS, Acknowledged)
def remove_mark(request: HttpRequest, kind: Kind, number: At, mark: At, body: ReasonSaid) -> Acknowledged:
    """Take a mark back that is not there; the history keeps it."""
    by = who(request)
    lines.remove_mark(by=by, subject=find_subject(by, number, kind), mark=mark, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/{kind:kind}/{number}/references", Verb.CHANGE, THINGS, ReferenceOut)
def add_reference(request: HttpRequest, kind: Kind, number: At, body: ReferenceSaid) -> ReferenceOut:
    """Say who holds fingerprints, dental findings or DNA of a body or a missing person, and under which number."""
    by, said = who(request), body.said()
    theirs = said.pop("holders_number")
    return ReferenceOut.of(lines.add_elsewhere(by=by, subject=find_subject(by, number, kind), number=theirs, **said))


@operation(router, "POST", "/{kind:kind}/{number}/references/{reference}/remove", Verb.CHANGE, THINGS, Acknowledged)
def remove_reference(request: HttpRequest, kind: Kind, number: At, reference: At, body: ReasonSaid) -> Acknowledged:
    """Take a reference back that was wrong; the history keeps it."""
    by = who(request)
    subject = find_subject(by, number, kind)
    lines.remove_elsewhere(by=by, subject=subject, elsewhere=reference, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/{kind:kind}/{number}/close", Verb.CLOSE, THINGS, Acknowledged)
def close(request: HttpRequest, kind: Kind, number: At, body: ReasonSaid) -> Acknowledged:
    """End the work on a case or record: nothing in it changes until it is opened again."""
    by = who(request)
    close_subject(by=by, subject=find_subject(by, number, kind), reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/{kind:kind}/{number}/reopen", Verb.OPEN, THINGS, Acknowledged)
def reopen(request: HttpRequest, kind: Kind, number: At, body: ReasonSaid) -> Acknowledged:
    """Go on with a case or record that was closed."""
    by = who(request)
    reopen_subject(by=by, subject=find_subject(by, number, kind), reason=body.reason)
    return Acknowledged(number=number)
