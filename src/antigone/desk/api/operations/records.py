"""Records of the missing: the list, by name, one of them, opening, changing; their names and informants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import Acknowledged, At, Page, ReasonSaid, page_of
from antigone.desk.api.shapes.records import (
    ChangeInformant,
    ChangeName,
    ChangeRecord,
    InformantOut,
    InformantSaid,
    NameAsked,
    NamedRecord,
    NamedRecords,
    NameOut,
    NameSaid,
    OpenRecord,
    RecordOut,
    RecordsAsked,
    WholeRecord,
)
from antigone.desk.records.actions import records as actions
from antigone.desk.records.actions.informants import add_informant, change_informant, remove_informant
from antigone.desk.records.actions.names import add_name, change_name, remove_name
from antigone.desk.records.queries import find_record, narrow_records, search_by_name, with_names
from antigone.desk.subjects.queries import last_revision, subjects
from antigone.types import Profile

router = Router(tags=["records"])


@operation(router, "GET", "/records", Verb.SEE, Thing.RECORD, Page[RecordOut])
def records(request: HttpRequest, asked: Query[RecordsAsked]) -> Page[RecordOut]:
    """The records that you may see, the latest first."""
    rows = narrow_records(subjects(who(request), Profile.AM), asked.asked())
    return page_of(rows, asked, RecordOut.of, full=with_names())


@operation(router, "GET", "/records/by-name", Verb.SEE, Thing.RECORD, NamedRecords)
def records_by_name(request: HttpRequest, asked: Query[NameAsked]) -> NamedRecords:
    """The records with a name like this one, in any script: the likest first."""
    found = search_by_name(who(request), asked.name, asked.incident, asked.limit)
    rows = {row.pk: row for row in with_names().filter(pk__in=[each.record for each in found])}
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
    found = find_record(who(request), number)
    return WholeRecord.whole(found, last_revision(found.subject))
