"""Sources, consents, records and photographs in the index, made without an engine, for the tests of what is lawful."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from itertools import count
from secrets import token_bytes

import numpy as np
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.chain import writing
from antigone.desk.photos import vault
from antigone.desk.photos.actions._index import enter
from antigone.desk.photos.actions.lawful_basis import add_consent, open_source
from antigone.desk.photos.models import Consent, Face, FaceTemplate, IndexChange, Photograph, PhotoKey, Source
from antigone.desk.photos.receipts import digest_of
from antigone.desk.subjects.models import Subject
from antigone.types import Basis, Profile
from desk_people import People, a_person, as_

MODEL = "a model"
_numbers = count(1)


def is_lawful(source: Source, consent: Consent | None, day: date) -> bool:
    """The rule of photos/lawful_basis.py once more, by hand and without a database, to hold the other against."""
    if source.ended_at is not None or not source.valid_from <= day <= (source.valid_until or date.max):
        return False
    if source.basis != Basis.CONSENT.value:
        return consent is None
    if consent is None or consent.withdrawn_at is not None or consent.source_id != source.pk:
        return False
    return consent.given_on <= day <= (consent.valid_until or date.max)


def an_incident(people: People, code: str = "HALCYON") -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code=code, name="Ferry Halcyon")


def a_registrar(people: People, name: str = "Rosa Registrar") -> Person:
    return a_person(name, people.harbour, Role.REGISTRAR)


def a_liaison(people: People, name: str = "Lena Liaison") -> Person:
    return a_person(name, people.harbour, Role.LIAISON_OFFICER)


def a_source(by: Person, incident: Incident, basis: Basis = Basis.CONSENT, **other: object) -> Source:
    said: dict[str, object] = {
        "name": f"Tracing requests {next(_numbers)}",
        "controller": "Red Crescent",
        "instrument": "Form 12",
        "purposes": "To find the missing",
        "valid_from": date(2020, 1, 1),
    }
    return open_source(by=as_(by), incident=incident, basis=basis, **{**said, **other})  # type: ignore[arg-type]


def a_record(by: Person, incident: Incident, kind: Profile = Profile.AM) -> Subject:
    number = next(_numbers)
    return Subject.objects.create(
        kind=kind,
        incident=incident,
        agency=by.agency,
        place=number,
        code=f"{incident.code}-{kind.upper()}-{number:05d}",
        opened_at=timezone.now(),
        opened_by=by,
    )


def a_consent(by: Person, source: Source, record: Subject, **other: object) -> Consent:
    said: dict[str, object] = {
        "given_by": "Her sister",
        "relation": "sister",
        "given_on": timezone.localdate() - timedelta(days=1),
        "how": "Signed form",
    }
    return add_consent(by=as_(by), source=source, subject=record, **{**said, **other})  # type: ignore[arg-type]


def a_photograph(
    record: Subject, source: Source | None, consent: Consent | None = None, *, usable: bool = True
) -> Photograph:
    """A photograph with one face, in the index; or, if it is not usable yet, waiting for a face to be chosen."""
    with writing():
        digest = hashlib.sha256(str(next(_numbers)).encode()).hexdigest()
        photograph = Photograph.objects.create(
            subject=record,
            kind=record.kind,
            source=source,
            consent=consent,
            sha256=digest,
            sealed=digest,
            file_name="1.jpg",
            size=1,
            state=Photograph.State.USABLE if usable else Photograph.State.CHOOSE,
            added_at=timezone.now(),
            added_by=record.opened_by,
        )
        (sealed,) = vault.wrap({digest: token_bytes(32)})
        PhotoKey.objects.create(photograph=photograph, wrapped=sealed.wrapped)
        landmarks = vault.seal_landmarks(sealed, np.ones((5, 2)))
        face = Face.objects.create(
            photograph=photograph, number=0, box=[0, 0, 9, 9], landmarks=landmarks, quality={}, chosen=True
        )
        numbers = token_bytes(16)
        FaceTemplate.objects.create(
            face=face, model=MODEL, vector=vault.seal_template(sealed, numbers), digest=digest_of(numbers)
        )
        if usable:
            enter(photograph)
    return photograph


def in_the_index() -> set[int]:
    """The photographs of which a template is in the index, as one who follows its steps finds it."""
    held: dict[int, int] = {}
    for step in IndexChange.objects.order_by("sequence"):
        if step.removed:
            held.pop(step.template, None)
        else:
            held[step.template] = step.photograph
    assert set(held.values()) == set(Photograph.objects.filter(indexed=True).values_list("pk", flat=True))
    return set(held.values())
