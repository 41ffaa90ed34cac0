"""How fast the auditor's pages are with millions of rows: python bench/audit_page.py --rows 2000000

An SQLite desk in a temporary folder is filled with looks, searches and other acts of 300 people in the last 30 days,
and each page is asked for several times. Server time, without a network.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

PEOPLE = 300
VERBS = (
    ("see photograph of the dead", "photograph of the dead", 55),
    ("see reference photograph", "reference photograph", 30),
    ("ask for search", "search", 8),
    ("change case", "case", 5),
    ("export case", "case", 1),
    ("refused", "case", 1),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _start(Path(folder))
        _fill(given.rows)
        _measure(given.rows, given.times)


def _start(folder: Path) -> None:
    from antigone.desk.audit.keys import new_key

    chosen = {
        "DJANGO_SETTINGS_MODULE": "antigone.desk.settings",
        "ANTIGONE_DESK_HOME": str(folder),
        "ANTIGONE_DESK_SECRET_KEY": "only-for-this-bench-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ANTIGONE_DESK_PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "ANTIGONE_DESK_CHECKPOINT_KEY": new_key(),
    }
    with mock.patch.dict(os.environ, chosen):
        import django

        django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)


def _fill(rows: int) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from antigone.desk.accounts.models import Agency, Incident, Person, RoleHeld

    chance = random.Random(7)
    agency = Agency.objects.create(name="Harbour", is_host=True, opened_at=timezone.now())
    for n in range(PEOPLE):
        person = Person.objects.create(name=f"P {n}", email=f"{n}@x.org", agency=agency, joined_at=timezone.now())
        RoleHeld.objects.create(person=person, role="auditor" if n == 0 else chance.choice(("examiner", "registrar")))
    incidents = [
        Incident.objects.create(code=f"I-{n}", name="An incident", agency=agency, opened_at=timezone.now()).pk
        for n in range(5)
    ]
    began = datetime.now(tz=UTC) - timedelta(days=29.9)
    kinds, weights = [verb[:2] for verb in VERBS], [verb[2] for verb in VERBS]

    def made() -> object:
        for n in range(1, rows + 1):
            verb, thing = chance.choices(kinds, weights)[0]
            at = (began + timedelta(days=29.9) * (n / rows)).strftime("%Y-%m-%d %H:%M:%S.%f")
            incident, person = chance.choice(incidents), chance.randint(2, PEOPLE)
            number = chance.randint(1, 50_000)
            yield n, at, f"{n:032x}", f"person {person}", agency.pk, incident, verb, f"{thing} {number}", f"{n - 1:064}"

    statement = (
        "INSERT INTO audit_row (sequence, at, gesture, actor, agency, incident, verb, thing, previous, hash, reason,"
        " detail) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, printf('%064d', ?1), 'because', '{}'"
    )
    with transaction.atomic():
        connection.ensure_connection()
        connection.connection.executemany(statement, made())


def _measure(rows: int, times: int) -> None:
    from django.test import Client
    from django.utils import timezone

    from antigone.desk.accounts.models import Person
    from antigone.desk.web.middleware import BEGAN
    from antigone.desk.web.pages.signing import BACKEND

    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(name="P 0"), BACKEND)
    session = client.session
    session[BEGAN] = timezone.now().timestamp()
    session.save()
    print(f"| page, {rows:,} rows | median ms | slowest ms |\n|---|---|---|")
    for address in (
        "/audit",
        "/audit?verb=searches",
        "/audit?actor=person+17",
        "/audit?verb=refusals",
        "/audit/people",
    ):
        taken = []
        for _n in range(times):
            began = time.perf_counter()
            assert client.get(address).status_code == 200
            taken.append((time.perf_counter() - began) * 1000)
        print(f"| `{address}` | {statistics.median(taken):.0f} | {max(taken):.0f} |")


if __name__ == "__main__":
    main()
