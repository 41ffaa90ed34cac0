"""A record of a missing person with two photographs, and the two people whom an erasure takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import TestCase
from django.utils import timezone

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos.actions.lawful_basis import add_consent
from antigone.desk.photos.models import Photograph
from antigone.desk.records.actions.records import open_record
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.types import Basis, Profile
from desk_faces import a_face, a_photograph
from desk_lawful_basis import a_source
from desk_people import People, a_person, as_
from desk_remembered import remembered

NAME, SISTER, VILLAGE = "Щербаківна", "Одарка Щербаківна", "Nowhere-on-the-Hill"


@dataclass
class Missing:
    """Somebody who is looked for."""

    rosa: Person
    """Registrar: carries out."""
    lena: Person
    """Liaison officer: agrees."""
    incident: Incident
    record: Record
    photographs: list[Photograph]


@remembered
def somebody_missing(people: People, incident: Incident) -> Missing:
    rosa = a_person("Rosa Registrar", people.harbour, Role.REGISTRAR)
    lena = a_person("Lena Liaison", people.harbour, Role.LIAISON_OFFICER)
    record = open_record(
        by=as_(rosa),
        incident=incident,
        names=[{"family": NAME, "given": "Олена"}],
        informants=[{"name": SISTER, "contact": "by the red door"}],
        last_seen_place=VILLAGE,
        remarks="She hums when she walks.",
    )
    source = a_source(rosa, incident, Basis.CONSENT)
    consent = add_consent(
        by=as_(rosa),
        source=source,
        subject=record.subject,
        given_by=SISTER,
        relation="sister",
        given_on=timezone.localdate(),
        how="signed form",
    )
    shown = [a_photograph(record.subject, a_face(seed), source=source, consent=consent) for seed in (71, 72)]
    return Missing(rosa, lena, incident, record, shown)


def asked(missing: Missing, photograph: Photograph | None = None) -> Erasure:
    """By the family, and written down by the registrar."""
    return ask_erasure(
        by=as_(missing.rosa),
        subject=missing.record.subject,
        photograph=photograph,
        asked_as=Erasure.As.FAMILY,
        asker=SISTER,
        how="came to the office with her passport",
        reason="they asked",
    )


def agreed(missing: Missing, photograph: Photograph | None = None) -> Erasure:
    erasure = asked(missing, photograph)
    agree_erasure(by=as_(missing.lena), erasure=erasure, reason="it is their right")
    return erasure


def carried_out(rosa: Person, agrees: Person, subject: Subject, photograph: Photograph | None = None) -> Erasure:
    """Asked for, agreed to and erased; what follows a commit is done at once. Of the dead, by order of a court."""
    dead = subject.kind == Profile.PM.value
    said: dict[str, Any] = {"asked_as": Erasure.As.COURT, "order": "District court, 12/26"} if dead else {}
    erasure = ask_erasure(
        by=as_(rosa),
        subject=subject,
        photograph=photograph,
        **{"asked_as": Erasure.As.FAMILY, "asker": SISTER, "reason": "they asked", **said},
    )
    agree_erasure(by=as_(agrees), erasure=erasure, reason="it is their right")
    with TestCase.captureOnCommitCallbacks(execute=True):
        if photograph is not None:
            return erase_photograph(by=as_(rosa), photograph=photograph, reason="asked for").erasure
        return erase_record(by=as_(rosa), record=Record.objects.get(pk=subject.pk), reason="asked for").erasure
