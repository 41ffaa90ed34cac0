"""Records of the missing over HTTP: the list, by name, one, opening, changing, closing; names and informants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import require
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
from antigone.desk.identification.pipeline import in_state, with_state
from antigone.desk.records.actions import records as actions
from antigone.desk.records.actions.names import (
    add_informant,
    add_name,
    change_informant,
    change_name,
    remove_informant,
    remove_name,
)
from antigone.desk.records.models import Informant, Name, Record
from antigone.desk.records.queries import MOST, find_record, narrow_records, search_by_name, with_names
from antigone.desk.subjects.models import Subject, written
from antigone.desk.subjects.queries import last_revision, subjects
from antigone.types import Profile

NameIs = Annotated[str, OneOf(Name.What)]


class RecordsAsked(Paged):
    """What narrows the list of records. By name: `/records/by-name`."""

    incident: Number | None = None
    agency: Number | None = None
    sex: SexIs | None = None
    age: int | None = Field(None, ge=0, le=120, description="May be of this age.")
    seen_from: date | None = Field(None, description="Last seen on this day or later.")
    seen_to: date | None = Field(None, description="Last seen on this day or earlier.")
    state: State | None = None
    photographs: Photographs | None = None


class NameAsked(Schema):
    """A name to look for."""

    name: str = Field(
        max_length=200, pattern=r"^[^\x00]*$", description="In any script and spelling; its parts in any order."
    )
    incident: Number | None = None
    limit: int = Field(50, ge=1, le=MOST, description="At most so many, the likest first.")


class NameSaid(Said):
    """A name in one script. A family name or a given name at least."""

    what: NameIs = Name.What.OWN.value
    family: Words = ""
    given: Words = ""
    patronymic: Words = ""


class ChangeName(ReasonIfWritten):
    """A name that is written differently. What is left out stays as it is."""

    what: NameIs | None = None
    family: Words | None = None
    given: Words | None = None
    patronymic: Words | None = None


class NameOut(Schema):
    """A name in one script."""

    number: int
    what: NameIs
    family: str
    given: str
    patronymic: str

    @classmethod
    def of(cls, name: Name) -> NameOut:
        return cls(number=name.pk, what=name.what, family=name.family, given=name.given, patronymic=name.patronymic)


class InformantSaid(Said):
    """Who told us, and how they can be reached without harm to them."""

    name: Words
    relation: Words = ""
    languages: Words = ""
    contact: Words = ""
    safe: bool | None = Field(None, description="Whether this contact is safe; null until somebody asked.")
    never: Words = Field("", description="How they must never be contacted.")


class ChangeInformant(ReasonIfWritten):
    """What is said differently of an informant: above all whether a contact is still safe."""

    name: Words
    relation: Words = ""
    languages: Words = ""
    contact: Words = ""
    safe: bool | None = None
    never: Words = ""


class InformantOut(Schema):
    """Who told us. Nobody is contacted unless that is safe."""

    number: int
    name: str
    relation: str
    languages: str
    contact: str
    safe: bool | None = Field(description="Whether this contact is safe; null if nobody asked yet.")
    never: str = Field(description="How they must never be contacted.")

    @classmethod
    def of(cls, row: Informant) -> InformantOut:
        fields = {name: getattr(row, name) for name in cls.model_fields if name != "number"}
        return cls(number=row.pk, **fields)


@takes(Record)
class RecordSaid(BodySaid):
    """What is known of a missing person. Any of it, or none."""

    last_seen_latitude: Degrees | None = Field(None, description="Degrees, -90 to 90; kept to five places.")
    last_seen_longitude: Degrees | None = Field(None, description="Degrees, -180 to 180.")


class OpenRecord(RecordSaid):
    """A new record of your agency."""

    incident: Number = Field(description="The incident's number. Your agency must take part in it.")
    names: list[NameSaid] = Field(min_length=1, max_length=20, description="The first is the one that lists show.")
    informants: list[InformantSaid] = Field([], max_length=20)


class ChangeRecord(RecordSaid, Changing):
    """Fields of a record that are said differently."""


@gives(Record)
class RecordOut(BodyOut):
    """A missing person's record, as lists show it."""

    names: list[NameOut]
    last_seen_latitude: DegreesOut | None
    last_seen_longitude: DegreesOut | None

    @classmethod
    def of(cls, subject: Subject) -> RecordOut:
        return cls(**_fields(subject))


class WholeRecord(RecordOut):
    """A missing person's record with its marks and references. Informants have an operation of their own."""

    revision: int = Field(description="Its last revision; 0 if it never changed. `as_of` of a change.")
    marks: list[MarkOut]
    references: list[ReferenceOut] = Field(description="Primary identifiers that others hold.")

    @classmethod
    def whole(cls, record: Record, revision: int) -> WholeRecord:
        return cls(
            **_fields(record.subject),
            revision=revision,
            marks=[MarkOut.of(mark) for mark in record.subject.marks.all()],
            references=[ReferenceOut.of(row) for row in record.subject.elsewhere.all()],
        )


class NamedRecord(Schema):
    """A record that was found by its name."""

    record: RecordOut
    whole: bool = Field(description="Whether it has every word that was looked for.")


class NamedRecords(Schema):
    """The records with a name like the one asked for, the likest first."""

    items: list[NamedRecord]


def _fields(subject: Subject) -> dict[str, Any]:
    names = [NameOut.of(name) for name in subject.record.names.all()]
    return {**body_of(subject), "names": names, **{name: getattr(subject.record, name) for name in written(Record)}}


router = Router(tags=["records"])


@operation(router, "GET", "/records", Verb.SEE, Thing.RECORD, Page[RecordOut])
def records(request: HttpRequest, asked: Query[RecordsAsked]) -> Page[RecordOut]:
    """The records that you may see, the latest first."""
    by, narrowed = who(request), asked.asked()
    rows = in_state(narrow_records(subjects(by, Profile.AM), narrowed), by, narrowed["state"])
    return page_of(rows, asked, RecordOut.of, full=with_state(with_names(), by))


@operation(router, "GET", "/records/by-name", Verb.SEE, Thing.RECORD, NamedRecords)
def records_by_name(request: HttpRequest, asked: Query[NameAsked]) -> NamedRecords:
    """The records with a name like this one, in any script: the likest first."""
    by = who(request)
    found = search_by_name(by, asked.name, asked.incident, asked.limit)
    rows = {row.pk: row for row in with_state(with_names(), by).filter(pk__in=[each.record for each in found])}
    return NamedRecords(items=[NamedRecord(record=RecordOut.of(rows[each.record]), whole=each.whole) for each in found])


@operation(router, "GET", "/records/{number}", Verb.SEE, Thing.RECORD, WholeRecord)
def record(request: HttpRequest, number: At) -> WholeRecord:
    """One record."""
    return _whole(request, number)


@operation(router, "POST", "/records", Verb.OPEN, Thing.RECORD, WholeRecord)
def open_record(request: HttpRequest, body: OpenRecord) -> WholeRecord:
    """Open a record of your agency. Look by name first whether there is one."""
    by, said = who(request), body.said()
    incident = accounts.find_incident(by, said.pop("incident"))
    return _whole(request, actions.open_record(by=by, incident=incident, **said).pk)


@operation(router, "PATCH", "/records/{number}", Verb.CHANGE, Thing.RECORD, WholeRecord)
def change_record(request: HttpRequest, number: At, body: ChangeRecord) -> WholeRecord:
    """Change what a record says. What it said is kept."""
    by = who(request)
    actions.change_record(by=by, record=find_record(by, number), **body.said())
    return _whole(request, number)


@operation(router, "POST", "/records/{number}/names", Verb.CHANGE, Thing.RECORD, NameOut)
def add_name_to_record(request: HttpRequest, number: At, body: NameSaid) -> NameOut:
    """Say how else they are called or written."""
    by = who(request)
    return NameOut.of(add_name(by=by, record=find_record(by, number), **body.said()))


@operation(router, "PATCH", "/records/{number}/names/{name}", Verb.CHANGE, Thing.RECORD, WholeRecord)
def change_name_of_record(request: HttpRequest, number: At, name: At, body: ChangeName) -> WholeRecord:
    """Write a name differently; how it was written is kept."""
    by = who(request)
    found = find_record(by, number)
    said = {field: value for field, value in body.said().items() if value is not None}
    row = found.names.filter(pk=name).values("what", "family", "given", "patronymic").first()
    was: Mapping[str, Any] = row or {}
    change_name(by=by, record=found, name=name, **{**was, **said})
    return _whole(request, number)


@operation(router, "POST", "/records/{number}/names/{name}/remove", Verb.CHANGE, Thing.RECORD, Acknowledged)
def remove_name_from_record(request: HttpRequest, number: At, name: At, body: ReasonSaid) -> Acknowledged:
    """Take back a name that is not theirs; the history keeps it."""
    by = who(request)
    remove_name(by=by, record=find_record(by, number), name=name, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "GET", "/records/{number}/informants", Verb.CHANGE, Thing.RECORD, list[InformantOut])
def informants(request: HttpRequest, number: At) -> list[InformantOut]:
    """Who told us, for those who work with the families."""
    by = who(request)
    found = find_record(by, number)
    subject = found.subject
    require(by, Verb.CHANGE, subject)
    return [InformantOut.of(row) for row in found.informants.all()]


@operation(router, "POST", "/records/{number}/informants", Verb.CHANGE, Thing.RECORD, InformantOut)
def add_informant_to_record(request: HttpRequest, number: At, body: InformantSaid) -> InformantOut:
    """Somebody else who knows."""
    by = who(request)
    return InformantOut.of(add_informant(by=by, record=find_record(by, number), **body.said()))


@operation(router, "PUT", "/records/{number}/informants/{informant}", Verb.CHANGE, Thing.RECORD, Acknowledged)
def change_informant_of_record(request: HttpRequest, number: At, informant: At, body: ChangeInformant) -> Acknowledged:
    """Say it differently. What was said is kept in the history."""
    by = who(request)
    change_informant(by=by, record=find_record(by, number), informant=informant, **body.model_dump())
    return Acknowledged(number=number)


@operation(router, "POST", "/records/{number}/informants/{informant}/remove", Verb.CHANGE, Thing.RECORD, Acknowledged)
def remove_informant_from_record(request: HttpRequest, number: At, informant: At, body: ReasonSaid) -> Acknowledged:
    """Take somebody out who is not to be asked any more."""
    by = who(request)
    remove_informant(by=by, record=find_record(by, number), informant=informant, reason=body.reason)
    return Acknowledged(number=number)


def _whole(request: HttpRequest, number: int) -> WholeRecord:
    by = who(request)
    found = find_record(by, number)
    found.subject = with_state(Subject.objects.filter(pk=found.pk), by).get()
    return WholeRecord.whole(found, last_revision(found.subject))
