"""What PostgreSQL spends on planning what pages ask, and on doing it, by how far it looks for a plan.

    uv run python bench/plans.py KEPT/postgresql-100000-340 [--rounds 3] [--only WORDS]

KEPT is the folder of ``officials.py --keep``: the pages are those of its registrar, examiner and board member, each
asked for once; what they read is then explained and done again with each setting in turn, the best of the rounds. The
server's own times, in milliseconds: whole, and of it the planning.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parent / "tests")]

from desk_cluster import cluster, free_port  # noqa: E402
from desk_rows import start  # noqa: E402

SETTINGS = {
    "ordinary": {"join_collapse_limit": 8, "from_collapse_limit": 8, "jit": "on"},
    "no jit": {"join_collapse_limit": 8, "from_collapse_limit": 8, "jit": "off"},
    "the desk's": {"join_collapse_limit": 4, "from_collapse_limit": 4, "jit": "off"},
    "as written": {"join_collapse_limit": 1, "from_collapse_limit": 4, "jit": "off"},
}
Asked = list[tuple[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    place, load = given.kept.absolute(), os.getloadavg()[0]
    os.chdir("/")
    with cluster(place / "server") as address:
        start(place / "home", address, free_port())
        sums = dict.fromkeys(SETTINGS, (0.0, 0.0))
        print(f"| page | reads | {' | '.join(SETTINGS)} |\n|---|---|{'---|' * len(SETTINGS)}")
        for name, person, page in pages():
            if not re.search(given.only, name):
                continue
            asked = reads(person, page)
            took = {setting: (float("inf"), 0.0) for setting in SETTINGS}
            for _ in range(given.rounds):
                for setting in SETTINGS:
                    took[setting] = min(took[setting], explained(asked, setting))
            sums = {each: (sums[each][0] + took[each][0], sums[each][1] + took[each][1]) for each in SETTINGS}
            print(f"| {name} | {len(asked)} | {_row(took)} |", flush=True)
        print(f"| all | | {_row(sums)} |\nLoad {load:.1f} before, {os.getloadavg()[0]:.1f} after.")


def _row(took: dict[str, tuple[float, float]]) -> str:
    return " | ".join(f"{whole:.0f} ({planning:.0f})" for whole, planning in took.values())


def pages() -> list[tuple[str, Any, str]]:
    from antigone.desk.accounts.models import Person
    from antigone.desk.identification.models import File
    from antigone.desk.subjects.models import Subject

    registrar, examiner, member = (
        Person.objects.get(name=f"{role} 1") for role in ("Registrar", "Examiner", "Board member")
    )
    case, record = (Subject.objects.filter(kind=kind).order_by("pk")[4] for kind in ("pm", "am"))
    file = File.objects.order_by("pk").values_list("pk", flat=True)[0]
    return [
        ("front page of a registrar", registrar, "/"),
        ("front page of an examiner", examiner, "/"),
        ("front page of a board member", member, "/"),
        ("incident", registrar, "/incidents/1"),
        ("cases", registrar, "/cases?incident=1"),
        ("records", registrar, "/records?incident=1"),
        ("records, filtered", registrar, "/records?incident=1&sex=female&age=30"),
        ("records, by name", registrar, "/records?incident=1&q=Kovalenko"),
        ("records, by last seen", registrar, "/records?incident=1&sort=seen"),
        ("records, with examiners", registrar, "/records?incident=1&state=with-examiners"),
        ("a case", registrar, f"/cases/{case.pk}"),
        ("a record", registrar, f"/records/{record.pk}"),
        ("searches of a case", examiner, f"/cases/{case.pk}/searches"),
        ("candidates of a case", examiner, f"/searches/{case.pk}"),
        ("a file", member, f"/files/{file}"),
    ]


def reads(person: Any, page: str) -> Asked:
    """What a page reads. The header has counted what waits for the person just before, but on the front page."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from desk_pages import signed_in

    settings.ALLOWED_HOSTS = ["*"]
    cookie, asked = signed_in(person), []
    client = Client(SERVER_NAME="localhost", headers={"cookie": cookie})
    if page != "/":
        client.get("/account")

    def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        answer = client.get(page)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    return [each for each in asked if each[0].startswith("SELECT")]


def explained(asked: Asked, setting: str) -> tuple[float, float]:
    """Milliseconds of the server: all of it, and the planning."""
    from django.db import connection

    spent = {"Planning": 0.0, "Execution": 0.0}
    with connection.cursor() as cursor:
        for name, value in SETTINGS[setting].items():
            cursor.execute(f"SET {name} = {value}")
        for sql, params in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", params)
            for (line,) in cursor.fetchall():
                if found := re.match(r"(Planning|Execution) Time: ([\d.]+)", line):
                    spent[found[1]] += float(found[2])
        cursor.execute("RESET ALL")
    return spent["Planning"] + spent["Execution"], spent["Planning"]


if __name__ == "__main__":
    main()
