"""Subjects, photographs, faces and templates as rows: random directions instead of faces, and no engine.

``a_subject`` opens a case or record; ``a_photograph`` adds a usable photograph and has it ``enter`` the index as the
actions of photos do; ``leaves`` takes it out, as they do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import count
from secrets import token_bytes

import numpy as np
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Verb
from antigone.desk.candidates import search
from antigone.desk.candidates.models import Run
from antigone.desk.cases.models import Case
from antigone.desk.photos import vault
from antigone.desk.photos.actions import _index
from antigone.desk.photos.models import Consent, Face, FaceTemplate, Photograph, PhotoKey, Source
from antigone.desk.photos.receipts import digest_of
from antigone.desk.photos.vault import Sealed
from antigone.desk.records.models import Name, Record
from antigone.desk.subjects.models import Subject
from antigone.types import Basis, Vector
from antigone.weighing import shipped
from desk_people import People

SIZE = 128
GROWN = {"age_low": 30, "age_high": 40}
"""Where no age is known, the calibration states no weight."""
MODEL = "sface@fb143eea0783-88d058/r1"
_numbers = count(1)
assert shipped(MODEL) is not None, "the tests weigh with the calibration that comes with Antigone"


def a_face(seed: int, near: Vector | None = None, cosine: float = 0.0) -> Vector:
    """A random direction; with ``near``, one at that cosine to it."""
    random = np.random.default_rng(seed).standard_normal(SIZE)
    if near is not None:
        random = random - random @ near * near
        random = cosine * near + np.sqrt(1 - cosine**2) * random / np.linalg.norm(random)
    return (random / np.linalg.norm(random)).astype(np.float32)


def an_incident(agency: Agency, code: str = "HALCYON") -> Incident:
    return Incident.objects.create(code=code, name="The ferry", agency=agency, opened_at=timezone.now())


def a_subject(kind: str, incident: Incident, agency: Agency, person: Person, **said: object) -> Subject:
    place = Subject.objects.filter(incident=incident, kind=kind).count() + 1
    subject = Subject.objects.create(
        kind=kind,
        incident=incident,
        agency=agency,
        place=place,
        code=f"{incident.code}-{kind.upper()}-{place:05d}",
        opened_at=timezone.now(),
        opened_by=person,
        **said,
    )
    if kind == "pm":
        Case.objects.create(subject=subject)
    else:
        record = Record.objects.create(subject=subject)
        Name.objects.create(record=record, family=f"Family {place}", given="Given", sort_key=f"family {place} given")
    return subject


def a_source(subject: Subject, basis: Basis = Basis.PUBLIC_INTEREST) -> Source:
    return Source.objects.create(
        incident=subject.incident,
        agency=subject.agency,
        name="Police",
        controller="Police",
        basis=basis.value,
        instrument="A law",
        purposes="To find the missing",
        valid_from=date(2020, 1, 1),
        made_at=timezone.now(),
    )


def a_consent(source: Source, subject: Subject, until: date | None = None) -> Consent:
    return Consent.objects.create(
        source=source,
        subject=subject,
        given_by="A sister",
        relation="sister",
        given_on=date(2021, 1, 1),
        how="signed form",
        valid_until=until,
        made_at=timezone.now(),
    )


def a_photograph(
    subject: Subject,
    vector: Vector,
    *,
    quality: float = 0.5,
    source: Source | None = None,
    consent: Consent | None = None,
    model: str = MODEL,
) -> Photograph:
    number = next(_numbers)
    if subject.kind == "am" and source is None:
        source = Source.objects.filter(incident=subject.incident, agency=subject.agency).first() or a_source(subject)
    photograph = Photograph.objects.create(
        subject=subject,
        kind=subject.kind,
        source=source,
        consent=consent,
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        sealed=hashlib.sha256(f"sealed {number}".encode()).hexdigest(),
        file_name="photo.jpg",
        size=1000,
        format="JPEG",
        state=Photograph.State.USABLE,
        added_at=timezone.now(),
        added_by=subject.opened_by,
    )
    (sealed,) = vault.wrap({photograph.sealed: token_bytes(32)})
    PhotoKey.objects.create(photograph=photograph, wrapped=sealed.wrapped)
    face = Face.objects.create(
        photograph=photograph,
        number=1,
        box=[0, 0, 9, 9],
        landmarks=vault.seal_landmarks(sealed, np.zeros((5, 2))),
        quality={"overall": quality},
        chosen=True,
        chosen_how="only",
    )
    a_template(face, vector, model)
    enters(photograph)
    return photograph


def a_template(face: Face, vector: Vector, model: str = MODEL) -> FaceTemplate:
    """As the worker keeps it, and in no index yet."""
    numbers = vector.astype("<f4").tobytes()
    return FaceTemplate.objects.create(
        face=face, model=model, vector=closed(face.photograph, vector), digest=digest_of(numbers)
    )


def closed(photograph: Photograph, vector: Vector) -> bytes:
    """A face as numbers, as the database has it."""
    return vault.seal_template(Sealed(photograph.sealed, bytes(photograph.key.wrapped)), vector.astype("<f4").tobytes())


def opened(template: FaceTemplate) -> Vector:
    photograph = template.face.photograph
    sealed = Sealed(photograph.sealed, bytes(photograph.key.wrapped))
    return np.frombuffer(vault.unseal_templates([(sealed, bytes(template.vector))])[0], "<f4")


def enters(photograph: Photograph) -> None:
    with act(worker(), Verb.ANALYSE, photograph) as doing:
        _index.enter(Photograph.objects.get(pk=photograph.pk))
        doing.record(photograph.pk)


def leaves(photograph: Photograph) -> None:
    with act(worker(), Verb.ANALYSE, photograph) as doing:
        _index.leave([photograph])
        doing.record(photograph.pk)


def looked_at_again(photograph: Photograph, vector: Vector) -> None:
    """Somebody set the points of its face, and the worker made another template of it."""
    leaves(photograph)
    face = Face.objects.get(photograph=photograph, chosen=True)
    FaceTemplate.objects.filter(face=face).delete()
    Face.objects.filter(pk=face.pk).update(by_hand=True)
    a_template(face, vector)
    enters(Photograph.objects.get(pk=photograph.pk))


@dataclass
class Ferry:
    """An incident that Harbour leads; its people work there."""

    people: People
    incident: Incident

    def case(self, **said: object) -> Subject:
        return a_subject("pm", self.incident, self.people.harbour, self.people.boris, **{**GROWN, **said})

    def record(self, **said: object) -> Subject:
        return a_subject("am", self.incident, self.people.harbour, self.people.boris, **{**GROWN, **said})

    def of_hills(self, kind: str, **said: object) -> Subject:
        return a_subject(kind, self.incident, self.people.hills, self.people.emil, **said)


def searched(subject: Subject) -> Run:
    """The latest run of a subject, after the worker did all that waits."""
    for number in Run.objects.filter(state=Run.State.WAITING).order_by("pk").values_list("pk", flat=True):
        search.search(number)
    return Run.objects.filter(subject=subject).order_by("-pk")[0]
