"""A dead person's case."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, WithJsonSchema

from antigone.desk.api.shapes.columns import gives, takes
from antigone.desk.api.shapes.common import Number, OneOf, Paged, ReasonSaid, Said, Words
from antigone.desk.api.shapes.subjects import (
    BodyOut,
    BodySaid,
    Changing,
    MarkOut,
    Photographs,
    ReferenceOut,
    SexIs,
    State,
    body_of,
)
from antigone.desk.cases.models import Article16, Case, Effect
from antigone.desk.subjects.fields import written
from antigone.desk.subjects.models import Subject

ConditionIs = Annotated[str, OneOf(Case.Condition)]
Degrees = Annotated[Decimal, WithJsonSchema({"type": "number"})]
DegreesOut = Annotated[float, WithJsonSchema({"type": "number"})]


class CasesAsked(Paged):
    """What narrows the list of cases."""

    q: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] | None = Field(
        None, description="A part of the code, of the other number, or of the place of finding."
    )
    incident: Number | None = None
    agency: Number | None = None
    sex: SexIs | None = None
    age: int | None = Field(None, ge=0, le=120, description="May be of this age.")
    condition: ConditionIs | None = None
    found_from: date | None = None
    found_to: date | None = None
    state: State | None = None
    photographs: Photographs | None = None


@takes(Case)
class CaseSaid(BodySaid):
    """What is known of a dead person and of the finding. Any of it, or none."""

    latitude: Degrees | None = Field(None, description="Degrees, -90 to 90; kept to five places.")
    longitude: Degrees | None = Field(None, description="Degrees, -180 to 180.")


class OpenCase(CaseSaid):
    """A new case of your agency."""

    incident: Number = Field(description="The incident's number. Your agency must take part in it.")


class ChangeCase(CaseSaid, Changing):
    """Fields of a case that are said differently."""


@takes(Article16)
class Article16Said(Changing):
    """Fields a to h of article 16 of the First Geneva Convention."""


@gives(Article16)
class Article16Out(Schema):
    """Fields a to h of article 16 of the First Geneva Convention."""

    @classmethod
    def of(cls, row: Article16) -> Article16Out:
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class EffectSaid(Said):
    """One more line of the inventory."""

    description: Words
    found_where: Words = ""
    kept_where: Words = Field("", description="Packet, seal and shelf.")


class MoveEffect(ReasonSaid):
    """Where a thing is kept now."""

    kept_where: Words


class EffectOut(Schema):
    """One line of the inventory of what was with the body."""

    place: int = Field(description="Its number in the inventory; never used again.")
    description: str
    found_where: str
    kept_where: str
    withdrawn_at: datetime | None = Field(description="When it was struck; the line stays.")

    @classmethod
    def of(cls, row: Effect) -> EffectOut:
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


@gives(Case)
class CaseOut(BodyOut):
    """A dead person's case, as lists show it."""

    latitude: DegreesOut | None
    longitude: DegreesOut | None

    @classmethod
    def of(cls, subject: Subject) -> CaseOut:
        return cls(**_fields(subject))


class WholeCase(CaseOut):
    """A dead person's case with its marks, references and inventory."""

    revision: int = Field(description="Its last revision; 0 if it never changed. `as_of` of a change.")
    marks: list[MarkOut]
    references: list[ReferenceOut] = Field(description="Primary identifiers that others hold.")
    effects: list[EffectOut]
    article16: Article16Out | None

    @classmethod
    def whole(cls, case: Case, revision: int) -> WholeCase:
        article16: Article16 | None = getattr(case, "article16", None)
        return cls(
            **_fields(case.subject),
            revision=revision,
            marks=[MarkOut.of(mark) for mark in case.subject.marks.all()],
            references=[ReferenceOut.of(row) for row in case.subject.elsewhere.all()],
            effects=[EffectOut.of(row) for row in case.effects.all()],
            article16=None if article16 is None else Article16Out.of(article16),
        )


def _fields(subject: Subject) -> dict[str, Any]:
    return {**body_of(subject), **{name: getattr(subject.case, name) for name in written(Case)}}
