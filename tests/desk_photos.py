"""Cases, records and photographs for the desk's tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from django.utils import timezone
from PIL import Image

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.types import Basis, Profile
from desk_people import People, a_person, as_

DEMO = Path(__file__).resolve().parents[1] / "src/antigone/demo/incident"


def written(found: Callable[[], None] | None) -> None:
    """What a job found is written, as the worker does it."""
    assert found is not None
    found()


def an_incident(people: People) -> Incident:
    found = Incident.objects.filter(code="HALCYON-26").first()
    return found or open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry")


def a_subject(people: People, kind: Profile = Profile.PM, agency: Agency | None = None) -> Subject:
    """A case or a record of Harbour, unless told otherwise. Only what photographs need of it."""
    return new_subject(kind, an_incident(people), agency or people.harbour, people.boris)


def new_subject(kind: Profile, incident: Incident, agency: Agency, opened_by: Person) -> Subject:
    place = Subject.objects.filter(incident=incident, kind=kind.value).count() + 1
    return Subject.objects.create(
        kind=kind.value,
        incident=incident,
        agency=agency,
        place=place,
        code=f"{incident.code}-{kind.value.upper()}-{place:05}",
        opened_at=timezone.now(),
        opened_by=opened_by,
    )


def a_source(
    people: People, basis: Basis = Basis.VITAL_INTERESTS, agency: Agency | None = None, until: date | None = None
) -> Source:
    return new_source(an_incident(people), agency or people.harbour, basis, until)


def new_source(
    incident: Incident, agency: Agency, basis: Basis = Basis.VITAL_INTERESTS, until: date | None = None
) -> Source:
    return Source.objects.create(
        incident=incident,
        agency=agency,
        name="Families of the ferry",
        controller="Harbour mortuary",
        basis=basis.value,
        instrument="Form 7",
        purposes="naming the dead of the ferry",
        valid_from=timezone.localdate() - timedelta(days=10),
        valid_until=until,
        made_at=timezone.now(),
    )


def a_consent(source: Source, subject: Subject, until: date | None = None) -> Consent:
    return Consent.objects.create(
        source=source,
        subject=subject,
        given_by="A sister",
        relation="sister",
        given_on=timezone.localdate() - timedelta(days=5),
        how="signed form",
        valid_until=until,
        made_at=timezone.now(),
    )


def a_liaison(people: People) -> Person:
    return a_person("Farid Aziz", people.harbour, Role.LIAISON_OFFICER)


def a_dead_face(number: int = 0) -> bytes:
    """The photograph of a fictional dead person, one face."""
    return sorted((DEMO / "unidentified").iterdir())[number].read_bytes()


def a_photograph(people: People, data: bytes | None = None, subject: Subject | None = None) -> Photograph:
    """A photograph of the dead, not looked at yet."""
    subject = subject or a_subject(people)
    return add_photograph(by=as_(people.boris), subject=subject, data=data or a_dead_face(), file_name="IMG_0001.jpg")


def a_reference(people: People, source: Source | None = None, subject: Subject | None = None) -> Photograph:
    """A photograph of a missing person, not looked at yet."""
    subject = subject or a_subject(people, Profile.AM)
    person = Person.objects.filter(name="Farid Aziz").first() or a_liaison(people)
    data = sorted((DEMO / "references/M-001").iterdir())[0].read_bytes()
    return add_photograph(
        by=as_(person), subject=subject, data=data, file_name="ferry.jpg", source=source or a_source(people)
    )


def jpeg(pixels: np.ndarray, kind: str = "JPEG", **settings: object) -> bytes:
    """BGR pixels as a file."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1])).save(out, kind, **settings)  # type: ignore[arg-type]
    return out.getvalue()


def pixels_of(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))[:, :, ::-1].copy()


def beside(*several: bytes) -> np.ndarray:
    """Several photographs in one, side by side: that many faces."""
    pictures = [pixels_of(data) for data in several]
    height = min(len(picture) for picture in pictures)
    return np.concatenate([picture[:height] for picture in pictures], axis=1)
