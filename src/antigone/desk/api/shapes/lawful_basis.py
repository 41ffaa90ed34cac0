"""Lawful sources and consents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from antigone.desk.api.shapes.common import Number, OneOf, Said, Words
from antigone.desk.photos.models import Consent, Source
from antigone.types import Basis

BasisIs = Annotated[str, OneOf(Basis)]


class SourceSaid(Said):
    """On what ground your agency will hold reference photographs in an incident."""

    name: Words
    controller: Words = Field(description="Who answers for the data, in the law's sense.")
    basis: BasisIs
    instrument: Words = Field(description="The law, agreement or form that says so.")
    purposes: Words
    recipients: Words = Field("", description="With whom it may be shared; nobody if empty.")
    valid_from: date
    valid_until: date | None = Field(None, description="The last day; null if it has no end.")


class SourceOut(Schema):
    """A lawful source of reference photographs."""

    number: int
    incident: int
    agency: int
    name: str
    controller: str
    basis: BasisIs
    instrument: str
    purposes: str
    recipients: str
    valid_from: date
    valid_until: date | None
    made_at: datetime
    ended_at: datetime | None
    live: bool = Field(description="Whether it is in force today.")

    @classmethod
    def of(cls, row: Source, live: bool | None = None) -> SourceOut:
        fields = set(cls.model_fields) - {"number", "incident", "agency", "live"}
        return cls(
            number=row.pk,
            incident=row.incident_id,
            agency=row.agency_id,
            live=row.live if live is None else live,  # type: ignore[attr-defined] # annotated by the query
            **{name: getattr(row, name) for name in fields},
        )


class ConsentSaid(Said):
    """Somebody allowed photographs of a missing person to be searched."""

    source: Number = Field(description="A source of the record's agency that rests on consent.")
    given_by: Words
    relation: Words
    given_on: date
    how: Words = Field(description="Signed form, recorded call, in the presence of whom.")
    valid_until: date | None = None


class ConsentOut(Schema):
    """Somebody allowed photographs of a missing person to be searched, and can take that back."""

    number: int
    source: int
    record: int
    given_by: str
    relation: str
    given_on: date
    how: str
    valid_until: date | None
    made_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: Consent) -> ConsentOut:
        fields = set(cls.model_fields) - {"number", "source", "record"}
        return cls(
            number=row.pk,
            source=row.source_id,
            record=row.subject_id,
            **{name: getattr(row, name) for name in fields},
        )


class Left(Schema):
    """It ended, and with it the photographs held on it."""

    number: int
    photographs: int = Field(description="How many photographs ended: they are in no index any more.")
