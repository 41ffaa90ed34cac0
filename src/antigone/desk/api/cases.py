"""Cases of the dead over HTTP: the list, one of them, opening, changing, closing, the inventory."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.columns import gives, takes
from antigone.desk.api.common import (
    Acknowledged,
    At,
    Number,
    OneOf,
    Page,
    Paged,
    ReasonIfWritten,
    ReasonSaid,
    Said,
    Words,
    page_of,
)
from antigone.desk.api.gate import operation, who
from antigone.desk.api.subjects import (
    BodyOut,
    BodySaid,
    Changing,
    Degrees,
    DegreesOut,
    MarkOut,
    Photographs,
    ReferenceOut,
    SexIs,
    State,
    body_of,
)
from antigone.desk.cases.actions import cases as actions
from antigone.desk.cases.actions.effects import add_effect, move_effect, strike_effect
from antigone.desk.cases.models import Article16, Case, Effect
from antigone.desk.cases.queries import find_case, narrow_cases, with_all
from antigone.desk.identification.pipeline import in_state, with_state
from antigone.desk.subjects.models import Subject, written
from antigone.desk.subjects.queries import last_revision, subjects
from antigone.types import Profile

ConditionIs = Annotated[str, OneOf(Case.Condition)]


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


class MoveEffect(ReasonIfWritten):
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


router = Router(tags=["cases"])


@operation(router, "GET", "/cases", Verb.SEE, Thing.CASE, Page[CaseOut])
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Page[CaseOut]:
    """The cases that you may see, the latest first."""
    by, narrowed = who(request), asked.asked()
    rows = in_state(narrow_cases(subjects(by, Profile.PM), narrowed), by, narrowed["state"])
    return page_of(rows, asked, CaseOut.of, full=with_state(with_all(photographs=False), by))


@operation(router, "GET", "/cases/{number}", Verb.SEE, Thing.CASE, WholeCase)
def case(request: HttpRequest, number: At) -> WholeCase:
    """One case."""
    return _whole(request, number)


@operation(router, "POST", "/cases", Verb.OPEN, Thing.CASE, WholeCase)
def open_case(request: HttpRequest, body: OpenCase) -> WholeCase:
    """Open a case of your agency. Its code is made now and never used again."""
    by, said = who(request), body.said()
    incident = accounts.find_incident(by, said.pop("incident"))
    made = actions.open_case(by=by, incident=incident, **said)
    return _whole(request, made.pk)


@operation(router, "PATCH", "/cases/{number}", Verb.CHANGE, Thing.CASE, WholeCase)
def change_case(request: HttpRequest, number: At, body: ChangeCase) -> WholeCase:
    """Change what a case says. What it said is kept."""
    by = who(request)
    actions.change_case(by=by, case=find_case(by, number), **body.said())
    return _whole(request, number)


@operation(router, "PUT", "/cases/{number}/article16", Verb.CHANGE, Thing.CASE, WholeCase)
def change_article16(request: HttpRequest, number: At, body: Article16Said) -> WholeCase:
    """Write what article 16 of the First Geneva Convention asks for. What is left out stays as it is."""
    by, said = who(request), body.said()
    reason, as_of = said.pop("reason", ""), said.pop("as_of", None)
    actions.change_article16(by=by, case=find_case(by, number), reason=reason, fields=said, as_of=as_of)
    return _whole(request, number)


@operation(router, "POST", "/cases/{number}/effects", Verb.CHANGE, Thing.CASE, EffectOut)
def add_effect_to_case(request: HttpRequest, number: At, body: EffectSaid) -> EffectOut:
    """Write the next line of the inventory."""
    by = who(request)
    return EffectOut.of(add_effect(by=by, case=find_case(by, number), **body.said()))


@operation(router, "POST", "/cases/{number}/effects/{place}/move", Verb.CHANGE, Thing.CASE, Acknowledged)
def move_effect_of_case(request: HttpRequest, number: At, place: At, body: MoveEffect) -> Acknowledged:
    """Say where a thing is kept now."""
    by = who(request)
    move_effect(by=by, case=find_case(by, number), place=place, **body.said())
    return Acknowledged(number=number)


@operation(router, "POST", "/cases/{number}/effects/{place}/strike", Verb.CHANGE, Thing.CASE, Acknowledged)
def strike_effect_of_case(request: HttpRequest, number: At, place: At, body: ReasonSaid) -> Acknowledged:
    """Strike a line that is wrong, or whose thing was given away: it stays readable."""
    by = who(request)
    strike_effect(by=by, case=find_case(by, number), place=place, reason=body.reason)
    return Acknowledged(number=number)


def _whole(request: HttpRequest, number: int) -> WholeCase:
    by = who(request)
    found = find_case(by, number)
    found.subject = with_state(Subject.objects.filter(pk=found.pk), by).get()
    return WholeCase.whole(found, last_revision(found.subject))
