"""Exclusions, links and warnings over HTTP: everything is said by people, and taken back by people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Model
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.common import At, Number, OneOf, Page, Paged, Reason, ReasonSaid, Said, page_of
from antigone.desk.api.gate import operation, who
from antigone.desk.api.searches import WeightOut
from antigone.desk.api.subjects import SubjectOut
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions import pairs as actions
from antigone.desk.candidates.models import DuplicateWarning, Exclusion, Link
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.types import Profile

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


router = Router(tags=["exclusions, links and warnings"])


@operation(router, "GET", "/exclusions", Verb.SEE, Thing.EXCLUSION, Page[ExclusionOut])
def exclusions(request: HttpRequest, asked: Query[Paged]) -> Page[ExclusionOut]:
    """The exclusions that you may see, also those that were lifted."""
    return page_of(queries.exclusions(who(request)), asked, ExclusionOut.of)


@operation(router, "GET", "/exclusions/{number}", Verb.SEE, Thing.EXCLUSION, ExclusionOut)
def exclusion(request: HttpRequest, number: At) -> ExclusionOut:
    """One exclusion."""
    return ExclusionOut.of(queries.find_exclusion(who(request), number))


@operation(router, "POST", "/exclusions", Verb.MAKE, Thing.EXCLUSION, ExclusionOut)
def exclude(request: HttpRequest, body: ExclusionSaid) -> ExclusionOut:
    """Record that a case and a record were proved to be of different people."""
    by = who(request)
    case, record = _one(by, body.case, Profile.PM), _one(by, body.record, Profile.AM)
    made = actions.exclude(by=by, case=case, record=record, ground=body.ground, reason=body.reason)
    return ExclusionOut.of(queries.find_exclusion(by, made.pk))


@operation(router, "POST", "/exclusions/{number}/lift", Verb.LIFT, Thing.EXCLUSION, ExclusionOut)
def lift_exclusion(request: HttpRequest, number: At, body: ReasonSaid) -> ExclusionOut:
    """Take an exclusion back that was proved wrong. Only a board member may."""
    by = who(request)
    actions.lift(by=by, exclusion=queries.find_exclusion(by, number), reason=body.reason)
    return ExclusionOut.of(queries.find_exclusion(by, number))


@operation(router, "GET", "/links", Verb.SEE, Thing.LINK, Page[LinkOut])
def links(request: HttpRequest, asked: Query[Paged]) -> Page[LinkOut]:
    """The links that you may see, also those that were undone."""
    return page_of(queries.links(who(request)), asked, LinkOut.of)


@operation(router, "GET", "/links/{number}", Verb.SEE, Thing.LINK, LinkOut)
def link(request: HttpRequest, number: At) -> LinkOut:
    """One link."""
    return LinkOut.of(queries.find_link(who(request), number))


@operation(router, "POST", "/links", Verb.MAKE, Thing.LINK, LinkOut)
def make_link(request: HttpRequest, body: LinkSaid) -> LinkOut:
    """Say that two cases are of one body, or two records of one person. Both stay as they are."""
    by = who(request)
    made = actions.link(by=by, one=_one(by, body.one), other=_one(by, body.other), reason=body.reason)
    return LinkOut.of(queries.find_link(by, made.pk))


@operation(router, "POST", "/links/{number}/undo", Verb.UNDO, Thing.LINK, LinkOut)
def undo_link(request: HttpRequest, number: At, body: ReasonSaid) -> LinkOut:
    """Say that they are not the same after all."""
    by = who(request)
    actions.undo_link(by=by, link=queries.find_link(by, number), reason=body.reason)
    return LinkOut.of(queries.find_link(by, number))


@operation(router, "GET", "/warnings", Verb.SEE, Thing.DUPLICATE_WARNING, Page[WarningOut])
def warnings(request: HttpRequest, asked: Query[Paged]) -> Page[WarningOut]:
    """The warnings that nobody dismissed, of pairs that nobody linked."""
    return page_of(queries.open_duplicate_warnings(who(request)), asked, WarningOut.of)


@operation(router, "GET", "/warnings/{number}", Verb.SEE, Thing.DUPLICATE_WARNING, WarningOut)
def warning(request: HttpRequest, number: At) -> WarningOut:
    """One warning."""
    return WarningOut.of(queries.find_duplicate_warning(who(request), number))


@operation(router, "POST", "/warnings/{number}/dismiss", Verb.DISMISS, Thing.DUPLICATE_WARNING, WarningOut)
def dismiss_warning(request: HttpRequest, number: At, body: ReasonSaid) -> WarningOut:
    """Say that a warning was wrong: they are two. It is not given again. To say that it was right, make a link."""
    by = who(request)
    actions.dismiss(by=by, warning=queries.find_duplicate_warning(by, number), reason=body.reason)
    return WarningOut.of(queries.find_duplicate_warning(by, number))


def _one(by: Actor, number: int, kind: Profile | None = None) -> Subject:
    return find_subject(by, number, kind)
