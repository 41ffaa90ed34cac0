"""A missing person's record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

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
from antigone.desk.records.models import Informant, Name, Record
from antigone.desk.records.queries import MOST
from antigone.desk.subjects.fields import written
from antigone.desk.subjects.models import Subject

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


class ChangeName(ReasonSaid):
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


class ChangeInformant(ReasonSaid):
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
