"""A desk with a large incident in it, for measuring: rows made directly, no pictures behind them.

Names, dates and templates are random. Each record and each case has one photograph with one face, one template and one
candidate list of twenty; the audit has rows of the last 30 days. ``desk_pages.py`` and ``states.py`` use this.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Any

import numpy as np

FIRST = "Olena Taras Maria Salim Ivan Pilar Hanna Noor Yurii Édith Bohdan Zeinab Juan Oksana Karim Anders Лідія محمد"
LAST = "Shcherb Kov Hai Oldv Marj Bred Hirn Salv Courv Holmqu Pilkh Farr Mans Lind Doro Wend Tash Quill Ostr Berk"
MIDDLE = "a al el ol iv en ar ur an or it esh il om ak"
ENDS = "ak enko chuk iv yn a er son ez i berg ini owski yan"
CODE = "BENCH"
ACTS = (
    ("see photograph of the dead", "photograph of the dead"),
    ("see photograph of the dead", "photograph of the dead"),
    ("see reference photograph", "reference photograph"),
    ("ask for search", "search"),
    ("change case", "case"),
    ("refused", "case"),
)


def start(home: Path, database: str, port: int) -> None:
    """Make the desk's folder and database, and start Django in this process."""
    from antigone.desk.setup import make_folder, read_settings

    make_folder(home, "one-desk")
    os.environ.update(read_settings(home) | {"ANTIGONE_DESK_HOME": str(home), "ANTIGONE_DESK_DATABASE": database})
    os.environ |= {"ANTIGONE_DESK_BIND": f"127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "antigone.desk.settings"}
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    connections.close_all()  # whoever forks now shares no connection


def appointed(agency: Any, roles: dict[Any, list[str]]) -> None:
    """Give people their roles, as a desk does: an administrator of its console's confirms what the console gives."""
    from django.utils import timezone

    from antigone.desk.accounts.models import Appointment, Person, RoleHeld

    now, second = timezone.now(), None
    administrator = Person.objects.create(email="a@bench.example", name="A", agency=agency, joined_at=now)
    for person, given in [(administrator, ["administrator"]), *roles.items()]:
        made = Appointment.objects.create(person=person, how="given", roles=sorted(given), at=now)
        made.confirmed_by, made.confirmed_at = second, now
        made.save(update_fields=["confirmed_by", "confirmed_at"])
        RoleHeld.objects.bulk_create(RoleHeld(person=person, role=role, appointment=made) for role in given)
        second = administrator


def fill(records: int, cases: int, people: int, rows: int, *, agencies: int = 1, actors: int = 0) -> None:
    """One incident and its people, who are examiners and registrars; the last of them is an auditor.

    With several agencies, each holds its part of the incident, and all people are of the first. ``actors``: by how
    many people the rows of the audit are, if others come than are made here.
    """
    from django.db import connection, transaction
    from django.utils import timezone

    from antigone.desk.accounts.models import Agency, Incident, Person
    from antigone.desk.photos import vault
    from antigone.desk.photos.space import make_once
    from antigone.types import Profile

    make_once(vault.folder())  # while there is no photograph that would be missed in it
    now = timezone.now()
    agency = Agency.objects.create(name="Bench mortuary", is_host=True, opened_at=now)
    incident = Incident.objects.create(code=CODE, name="A large incident", agency=agency, opened_at=now)
    made = [
        Person.objects.create(email=f"{n}@bench.example", name=f"Person {n}", agency=agency, joined_at=now)
        for n in range(people + 1)
    ]
    appointed(agency, {each: ["auditor"] if each is made[-1] else ["examiner", "registrar"] for each in made})
    dice = random.Random(0)
    others = [Agency.objects.create(name=f"Bench agency {n}", opened_at=now) for n in range(2, agencies + 1)]
    sources = [_source(each, incident, now) for each in (agency, *others)]
    for kind, many in ((Profile.AM, records), (Profile.PM, cases)):
        step = min(5_000, -(-many // agencies))
        for number, begin in enumerate(range(0, many, step)):
            with transaction.atomic():
                source = sources[number % agencies]
                _batch(kind, range(begin + 1, min(begin + step, many) + 1), made[0], source, dice)
    with transaction.atomic(), _plainly():
        _lists(records, cases)
        _doubts(records)
        _audit(rows, actors or people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")


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
    from antigone.desk.subjects.models import Subject
    from antigone.types import Profile

    now, incident = timezone.now(), source.incident
    subjects = Subject.objects.bulk_create(
        Subject(
            kind=kind.value,
            incident=incident,
            agency_id=source.agency_id,
            place=place,
            code=f"{CODE}-{kind.value.upper()}-{place:05d}",
            opened_at=now - timedelta(minutes=place),
            opened_by=by,
            sex=dice.choice(["female", "male", "unknown"]),
            age_low=(age := dice.randint(18, 80)),
            age_high=age + 8,
        )
        for place in places
    )
    if kind is Profile.PM:
        day = date(2026, 1, 1)
        Case.objects.bulk_create(
            Case(subject=s, found_on=day + timedelta(days=dice.randint(0, 200)), found_place=f"Beach {s.place % 97}")
            for s in subjects
        )
    else:
        _records(subjects, incident, dice)
    _photographs(subjects, kind, by, source if kind is Profile.AM else None)


def _records(subjects: list[Any], incident: Any, dice: random.Random) -> None:
    from antigone.desk.records.latin import in_order
    from antigone.desk.records.models import Name, NameKey, Record
    from antigone.desk.records.spelling import keys_of

    day, first, last, middle, ends = date(2026, 1, 1), *(each.split() for each in (FIRST, LAST, MIDDLE, ENDS))
    called = [(dice.choice(last) + dice.choice(middle) + dice.choice(ends), dice.choice(first)) for _ in subjects]
    Record.objects.bulk_create(
        Record(
            subject=s,
            born_earliest=day - timedelta(days=365 * dice.randint(18, 80)),
            last_seen_earliest=(seen := day + timedelta(days=dice.randint(0, 200))),
            last_seen_latest=seen,
            sort_key=in_order(family, given),
        )
        for s, (family, given) in zip(subjects, called, strict=True)
    )
    names = Name.objects.bulk_create(
        Name(record_id=s.pk, family=family, given=given, sort_key=in_order(family, given))
        for s, (family, given) in zip(subjects, called, strict=True)
    )
    NameKey.objects.bulk_create(
        NameKey(name=name, incident=incident, key=key, form=form)
        for name in names
        for key, form in sorted(keys_of(name.family, name.given))
    )


def _photographs(subjects: list[Any], kind: Any, by: Any, source: Any, vectors: Any = None) -> None:
    """One of each, with random templates unless ``vectors`` are given."""
    from django.utils import timezone

    from antigone.desk.photos import vault
    from antigone.desk.photos.actions import _index
    from antigone.desk.photos.engine import model as present_model
    from antigone.desk.photos.models import Face, FaceTemplate, IndexChange, Photograph, PhotoKey
    from antigone.desk.photos.receipts import digest_of

    model, now = present_model(), timezone.now()
    photographs = Photograph.objects.bulk_create(
        Photograph(
            subject=s,
            kind=kind.value,
            source=source,
            sha256=f"{s.pk:064x}",
            sealed=hashlib.sha256(f"{s.pk}".encode()).hexdigest(),
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
        Face(photograph=p, number=1, box=[0, 0, 9, 9], landmarks=b"", quality={"overall": 0.5}, chosen=True)
        for p in photographs
    )
    sealed = vault.wrap({p.sealed: token_bytes(32) for p in photographs})
    PhotoKey.objects.bulk_create(
        PhotoKey(photograph=p, wrapped=s.wrapped) for p, s in zip(photographs, sealed, strict=True)
    )
    templates = FaceTemplate.objects.bulk_create(
        FaceTemplate(
            face=face, model=model, vector=vault.seal_template(s, vector.tobytes()), digest=digest_of(vector.tobytes())
        )
        for face, s, vector in zip(
            faces, sealed, _vectors(len(faces), subjects[0].pk) if vectors is None else vectors, strict=True
        )
    )
    made = IndexChange.objects.bulk_create(
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
    _index.count_changes(list(zip(made, templates, strict=True)))


def _vectors(many: int, seed: int) -> Iterator[np.ndarray]:
    drawn = np.random.default_rng(seed).standard_normal((many, 128)).astype("<f4")
    yield from drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@contextmanager
def _plainly() -> Iterator[None]:
    """Without the triggers of PostgreSQL, which would take a million rows one by one."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def _lists(records: int, cases: int) -> None:
    """A list of twenty for each subject: its photograph has its number, and so has its run."""
    from django.db import connection

    from antigone.desk.photos.engine import model

    weight = (
        '{"log10_lr": 0.4, "low": -0.2, "high": 1.1, "verbal": "weak support for one person", "stratum": "all",'
        ' "refused": null}'
    )
    gallery = '[{"agency": 1, "sequence": 1, "fingerprint": "00", "photos": 1, "persons": 1}]'
    _run(
        "INSERT INTO candidates_run (id, subject_id, why, purpose, reason, asked_at, state, done_at, engine, model,"
        " calibration, gallery, gallery_photos, gallery_persons, rests_on) SELECT s.id, s.id, 'new photograph',"
        f" 'A new photograph', '', s.opened_at, 'done', s.opened_at, '1', %s, '', %s, {records}, {records}, '[]'"
        " FROM subjects_subject s",
        [model(), gallery],
    )
    _run("INSERT INTO candidates_run_probes (run_id, photograph_id) SELECT id, subject_id FROM candidates_run", [])
    other = (
        f"CASE WHEN r.id > {records} THEN 1 + (r.id * 7919 + n.n * 104729) %% {records}"
        f" ELSE {records} + 1 + (r.id * 7919 + n.n * 104729) %% {cases} END"
    )
    _run(
        f"INSERT INTO candidates_candidate (run_id, rank, subject_id, photograph_id, score, weight, rests_on)"
        f" SELECT r.id, n.n, {other}, {other}, 0.5 - 0.01 * n.n, %s, '[]' FROM candidates_run r CROSS JOIN n",
        [weight],
        upto=min(20, records, cases),
    )
    if connection.vendor == "postgresql":
        _run("SELECT setval(pg_get_serial_sequence('candidates_run', 'id'), (SELECT max(id) FROM candidates_run))", [])


def _doubts(records: int) -> None:
    many = min(500, records // 2)
    _run(
        f"INSERT INTO candidates_duplicatewarning (first_id, second_id, score, at, dismissed_reason)"
        f" SELECT n.n, n.n + {many}, 0.7, {_ago('n.n')}, '' FROM n",
        [],
        upto=many,
    )


def _audit(rows: int, people: int) -> None:
    kinds = " ".join(f"WHEN {n} THEN '{act}'" for n, (act, _) in enumerate(ACTS))
    things = " ".join(f"WHEN {n} THEN '{thing} '" for n, (_, thing) in enumerate(ACTS))
    drawn = f"CASE (n.n / 7) %% {len(ACTS)}"
    _run(
        "INSERT INTO audit_row (sequence, at, gesture, actor, agency, incident, verb, thing, previous, hash, reason,"
        f" detail, bound) SELECT n.n, {_ago(f'({rows} - n.n) * 43000.0 / {rows}')}, {_uuid()},"
        f" 'person ' || (1 + (n.n * 31) %% {people}), 1, 1, {drawn} {kinds} END,"
        f" {drawn} {things} END || (1 + (n.n * CAST(104729 AS bigint)) %% 100000), {_hash('n.n - 1')}, {_hash('n.n')},"
        " 'because', '{}', ''"
        " FROM n ORDER BY n.n",
        [],
        upto=rows,
    )
    from django.db import connection

    if connection.vendor == "postgresql":
        _run(f"UPDATE audit_head SET sequence = {rows}, hash = {_hash(str(rows))}", [])


def _run(statement: str, values: list[Any], upto: int = 1) -> None:
    """With a table ``n`` of the numbers from 1."""
    from django.db import connection

    numbers = f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {upto}) "
    with connection.cursor() as cursor:
        if statement.startswith("INSERT"):
            head, _, rest = statement.partition(" SELECT ")
            cursor.execute(f"{head} {numbers} SELECT {rest}", values)
        else:
            cursor.execute(statement)


def _ago(minutes: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"now() - ({minutes}) * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({minutes}) || ' minutes')"


def _uuid() -> str:
    from django.db import connection

    return "md5(n.n::text)::uuid" if connection.vendor == "postgresql" else "printf('%032x', n.n)"


def _hash(number: str) -> str:
    from django.db import connection

    return f"lpad(({number})::text, 64, '0')" if connection.vendor == "postgresql" else f"printf('%064d', {number})"
