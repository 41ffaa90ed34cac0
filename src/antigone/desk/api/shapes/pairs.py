"""What people decide of two: exclusions, links, and warnings that were wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Model
from ninja import Schema
from pydantic import Field

from antigone.desk.api.shapes.common import Number, OneOf, Reason, Said
from antigone.desk.api.shapes.searches import WeightOut
from antigone.desk.api.shapes.subjects import SubjectOut
from antigone.desk.candidates.models import DuplicateWarning, Exclusion, Link

GroundIs = Annotated[str, OneOf(Exclusion.Ground)]


class ExclusionSaid(Said):
    """A case and a record are proved to be of different people."""

    case: Number
    record: Number
    ground: GroundIs = Field(description="What proves it. A face that does not look alike is no proof.")
    reason: Reason


class ExclusionOut(Schema):
    """A case and a record are proved to be of different people: for whoever is linked to either, too."""

    number: int
    case: SubjectOut
    record: SubjectOut
    ground: GroundIs
    reason: str
    by: int = Field(description="A person's number.")
    at: datetime
    lifted_at: datetime | None = Field(description="When it was proved wrong; it stays on record.")
    lifted_by: int | None
    lifted_reason: str

    @classmethod
    def of(cls, row: Exclusion) -> ExclusionOut:
        return cls(
            **_plain(cls, row, "number", "case", "record", "by", "lifted_by"),
            case=SubjectOut.of(row.case),
            record=SubjectOut.of(row.record),
            number=row.pk,
            by=row.by_id,
            lifted_by=row.lifted_by_id,
        )


class LinkSaid(Said):
    """Two cases are of one body, or two records of one person."""

    one: Number
    other: Number
    reason: Reason


class LinkOut(Schema):
    """Two cases are of one body, or two records of one person. Never a merge."""

    number: int
    first: SubjectOut
    second: SubjectOut
    reason: str
    by: int = Field(description="A person's number.")
    at: datetime
    undone_at: datetime | None
    undone_by: int | None
    undone_reason: str

    @classmethod
    def of(cls, row: Link) -> LinkOut:
        return cls(
            **_plain(cls, row, "number", "first", "second", "by", "undone_by"),
            first=SubjectOut.of(row.first),
            second=SubjectOut.of(row.second),
            number=row.pk,
            by=row.by_id,
            undone_by=row.undone_by_id,
        )


class WarningOut(Schema):
    """The engine's warning that two of one kind may be the same: for a person to link or to dismiss."""

    number: int
    first: SubjectOut
    second: SubjectOut
    score: float
    weight: WeightOut | None
    at: datetime
    dismissed_at: datetime | None
    dismissed_by: int | None
    dismissed_reason: str

    @classmethod
    def of(cls, row: DuplicateWarning) -> WarningOut:
        return cls(
            **_plain(cls, row, "number", "first", "second", "weight", "dismissed_by"),
            first=SubjectOut.of(row.first),
            second=SubjectOut.of(row.second),
            number=row.pk,
            weight=WeightOut.of(row.weight),
            dismissed_by=row.dismissed_by_id,
        )


def _plain(shape: type[Schema], row: Model, *made: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in set(shape.model_fields) - set(made)}
