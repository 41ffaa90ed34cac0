"""A desk with a large incident in it, for measuring: rows made directly, no pictures behind them.

Names, dates and templates are random. Each record and each case has one photograph with one face and one template.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

FIRST = [
    "Olena",
    "Taras",
    "Maria",
    "Salim",
    "Ivan",
    "Pilar",
    "Hanna",
    "Noor",
    "Yurii",
    "Édith",
    "Bohdan",
    "Zeinab",
    "Juan",
    "Oksana",
    "Karim",
    "Anders",
]
LAST = [
    "Shcherb",
    "Koval",
    "Haiev",
    "Oldvik",
    "Marjan",
    "Bredal",
    "Hirniak",
    "Salvar",
    "Courvois",
    "Holmqu",
    "Pilkh",
    "Farrad",
    "Mansif",
    "Linde",
]
ENDS = ["ak", "enko", "chuk", "iv", "yn", "a", "er", "son", "ez", "i"]
PASSWORD = "four calm grey herons"


def start(home: Path, database: str, port: int) -> None:
    """Make the desk's folder and database, and start Django in this process."""
    from antigone.desk.setup import make_folder, read_settings

    make_folder(home, "one-desk")
    os.environ.update(read_settings(home) | {"ANTIGONE_DESK_HOME": str(home), "ANTIGONE_DESK_DATABASE": database})
    os.environ |= {"ANTIGONE_DESK_BIND": f"127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "antigone.desk.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)


def fill(records: int, cases: int, people: int) -> dict[str, Any]:
    """Returns the incident and the people, who are examiners and registrars."""
    from django.utils import timezone

    from antigone.desk.accounts.models import Agency, Incident, Person, RoleHeld
    from antigone.types import Profile

    now = timezone.now()
    agency = Agency.objects.create(name="Bench mortuary", is_host=True, opened_at=now)
    incident = Incident.objects.create(code="BENCH", name="A large incident", agency=agency, opened_at=now)
    made = [
        Person.objects.create(email=f"{n}@bench.example", name=f"Person {n}", agency=agency, joined_at=now)
        for n in range(people)
    ]
    RoleHeld.objects.bulk_create(RoleHeld(person=p, role=role) for p in made for role in ("examiner", "registrar"))
    dice = random.Random(0)
    source = _source(agency, incident, now)
    for kind, many in ((Profile.AM, records), (Profile.PM, cases)):
        for begin in range(0, many, 5_000):
            _batch(kind, range(begin + 1, min(begin + 5_000, many) + 1), made[0], source, dice)
    return {"incident": incident, "people": made, "agency": agency}


def _source(agency: Any, incident: Any, now: Any) -> Any:
    from antigone.desk.photos.models import Source

    return Source.objects.create(
        incident=incident,
        agency=agency,
        name="Register",
        controller="Register office",
        basis="public-interest",
        instrument="An act",
        purposes="Identifying the dead",
        valid_from=date(2020, 1, 1),
        made_at=now,
    )


def _batch(kind: Any, places: range, by: Any, source: Any, dice: random.Random) -> None:
    from django.utils import timezone

    from antigone.desk.cases.models import Case
    from antigone.desk.records.models import Record
    from antigone.desk.subjects.models import Subject
    from antigone.types import Profile

    now, incident = timezone.now(), source.incident
    subjects = Subject.objects.bulk_create(
        Subject(
            kind=kind.value,
            incident=incident,
            agency_id=incident.agency_id,
            place=place,
            code=f"BENCH-{kind.value.upper()}-{place:05d}",
            opened_at=now - timedelta(minutes=place),
            opened_by=by,
            sex=dice.choice(["female", "male", "unknown"]),
            age_low=(age := dice.randint(18, 80)),
            age_high=age + 8,
        )
        for place in places
    )
    day = date(2026, 1, 1)
    if kind is Profile.PM:
        Case.objects.bulk_create(
            Case(subject=s, found_on=day + timedelta(days=dice.randint(0, 200)), found_place=f"Beach {s.place % 97}")
            for s in subjects
        )
    else:
        Record.objects.bulk_create(
            Record(subject=s, born_earliest=day - timedelta(days=365 * dice.randint(18, 80)), last_seen_latest=day)
            for s in subjects
        )
        _names(subjects, incident, dice)
    _photographs(subjects, kind, by, source if kind is Profile.AM else None)


def _names(subjects: list[Any], incident: Any, dice: random.Random) -> None:
    from antigone.desk.records.models import Name, NameKey
    from antigone.desk.records.spelling import keys_of, sort_key

    names = Name.objects.bulk_create(
        Name(record_id=s.pk, family=family, given=given, sort_key=sort_key(family, given, ""))
        for s, family, given in ((s, dice.choice(LAST) + dice.choice(ENDS), dice.choice(FIRST)) for s in subjects)
    )
    NameKey.objects.bulk_create(
        NameKey(name=name, incident=incident, key=key)
        for name in names
        for key in sorted(keys_of(name.family, name.given, name.patronymic))
    )


def _photographs(subjects: list[Any], kind: Any, by: Any, source: Any) -> None:
    from django.utils import timezone

    from antigone.desk.photos.engine import model as present_model
    from antigone.desk.photos.models import Face, IndexChange, Photograph, Template

    model, now = present_model(), timezone.now()
    photographs = Photograph.objects.bulk_create(
        Photograph(
            subject=s,
            kind=kind.value,
            source=source,
            sha256=f"{s.pk:064x}",
            sealed=f"{s.pk:064x}",
            file_name="1.jpg",
            size=100_000,
            state="usable",
            indexed=True,
            added_at=now,
            added_by=by,
        )
        for s in subjects
    )
    faces = Face.objects.bulk_create(
        Face(photograph=p, number=0, box=[0, 0, 9, 9], landmarks=[], quality={"overall": 0.5}, chosen=True)
        for p in photographs
    )
    templates = Template.objects.bulk_create(
        Template(face=face, model=model, vector=vector.tobytes())
        for face, vector in zip(faces, _vectors(len(faces), subjects[0].pk), strict=True)
    )
    IndexChange.objects.bulk_create(
        IndexChange(
            incident_id=s.incident_id,
            agency_id=s.agency_id,
            kind=kind.value,
            model=model,
            template=t.pk,
            photograph=p.pk,
            subject=s.pk,
            removed=False,
        )
        for s, p, t in zip(subjects, photographs, templates, strict=True)
    )


def _vectors(many: int, seed: int) -> Iterator[np.ndarray]:
    drawn = np.random.default_rng(seed).standard_normal((many, 128)).astype("<f4")
    yield from drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
