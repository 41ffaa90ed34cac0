"""The desk of ``officials.py``: five agencies, their people, what lies before examiners and boards, a large incident.

Most of the incident is rows without pictures (``desk_rows.py``). What examiners are to look at is photographs that the
engine has looked at, and what a board votes on was brought by the desk's own acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any
from unittest import mock

SHARES = {
    "registrar": 24,
    "examiner": 24,
    "liaison officer": 11,
    "board member": 5,
    "auditor": 2,
    "administrator": 2,
}
"""How many of 68 people of an agency have each role."""
AGENCIES = 5
MOTIONS = 1.4
"""Motions that are put to the vote for each member of the board: three of them vote on each."""
PAIRS = 0.6
"""Pairs that lie before examiners, for each of them: two examine one."""
INCIDENT = Path(__file__).resolve().parents[1] / "src/antigone/demo/incident"
_files = count(1)


def roles_of(people: int) -> list[str]:
    """A role for each person: all roles in turn first, then whichever is furthest below its share."""
    given = dict.fromkeys(SHARES, 0)
    for number in range(people):
        missing = [role for role in SHARES if not given[role]]
        role = missing[0] if missing else max(SHARES, key=lambda each: SHARES[each] * (number + 1) / 68 - given[each])
        given[role] += 1
    return [role for role, many in given.items() for _ in range(many)]


def pictures(kind: str) -> list[Path]:
    """Photographs of people who do not exist: ``pm`` or ``am``."""
    return sorted((INCIDENT / ("unidentified" if kind == "pm" else "references")).rglob("*.jpg"))


def another(path: Path, number: int) -> bytes:
    """The same picture as a file of its own: with a comment behind the marker by which a JPEG begins."""
    data, words = path.read_bytes(), f"{number:012d}".encode()
    return data[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + data[2:]


def make(records: int, cases: int, people: int, rows: int) -> None:
    """Everything, in a database that has its tables and nothing in them."""
    from antigone.desk.accounts.models import Incident
    from antigone.desk.review.actions import _assigning
    from desk_review import NoChance
    from desk_rows import fill

    fill(records, cases, 1, rows, agencies=AGENCIES, actors=people)
    working = _people(people)
    incident = Incident.objects.get()
    _share(incident)
    with mock.patch.object(_assigning, "chance", NoChance()):  # there are no known pairs
        _board(incident, working)
        _pairs(incident, working)
    _looked_at()


def _people(people: int) -> dict[str, list[Any]]:
    """Each role is dealt to the agencies in turn; whoever examines has passed the proficiency set."""
    from antigone.desk.accounts.models import Agency
    from antigone.desk.accounts.permissions import Role
    from desk_people import a_person, passed_proficiency

    agencies = list(Agency.objects.order_by("pk"))
    working: dict[str, list[Any]] = {role: [] for role in SHARES}
    for role in roles_of(people):
        held = working[role]
        agency = agencies[len(held) % len(agencies)]
        held.append(a_person(f"{role.capitalize()} {len(held) + 1}", agency, Role(role)))
        if role == "examiner":
            passed_proficiency(held[-1])
    return working


def _share(incident: Any) -> None:
    """Each agency lets each other work with what it holds; the first lets them into the incident."""
    from antigone.desk.accounts.actions.incidents import share_incident
    from antigone.desk.accounts.models import Agency
    from antigone.desk.accounts.permissions import Level, Role
    from desk_people import a_person, as_

    agencies = list(Agency.objects.order_by("pk"))
    for owner in agencies:
        by = as_(a_person(f"Sharer of {owner.name}", owner, Role.ADMINISTRATOR))
        for other in agencies:
            if other != owner:
                share_incident(by=by, incident=incident, to=other.pk, level=Level.WORK, reason="one incident")


def _board(incident: Any, working: dict[str, list[Any]]) -> None:
    """Seats, and motions that wait for their votes."""
    from antigone.desk.accounts.models import Agency, Person
    from antigone.desk.accounts.permissions import Role
    from antigone.desk.identification.actions.board import appoint
    from desk_board import experts
    from desk_people import a_person, as_

    host = Agency.objects.get(is_host=True)
    chief = Person.objects.get(name=f"Sharer of {host.name}")
    seated = [*working["board member"]]
    while len(seated) < 3:
        seated.append(a_person(f"Board member {len(seated) + 1}", host, Role.BOARD_MEMBER))
    for person in seated:
        appoint(by=as_(chief), incident=incident, person=person, discipline="anthropology", reason="knows the work")
    known = experts(incident, host)
    turn = cycle(seated)
    for _ in range(round(MOTIONS * len(working["board member"])) or 1):
        _motion(incident, working, [next(turn) for _ in range(3)], known)


def _motion(incident: Any, working: dict[str, list[Any]], there: list[Any], known: list[Any]) -> None:
    from django.utils import timezone

    from antigone.desk.identification.actions.files import add_line, bring, open_file
    from antigone.desk.identification.actions.sitting import attend, call_sitting, put
    from antigone.desk.review.models import Assignment
    from antigone.protocol.scales import Direction
    from desk_faces import a_face, a_photograph
    from desk_people import as_
    from desk_review import examine

    registrar = working["registrar"][0]
    case, record = _opened(incident, registrar)
    a_photograph(case, a_face(case.pk)), a_photograph(record, a_face(10**6 + record.pk))
    pair = _begun(working, case, record)
    for assignment in Assignment.objects.filter(pair=pair).select_related("examiner"):
        examine(assignment, Direction.SAME)
    file = open_file(by=as_(registrar), case=case, record=record, reason="first on the list")
    said = {"direction": Direction.SAME.value, "words": "Fillings and a bridge agree.", "source": "Report 12"}
    add_line(by=as_(registrar), file=file, kind="dental", experts=known, **said)
    bring(by=as_(registrar), file=file)
    chair = as_(there[0])
    sitting = call_sitting(by=chair, file=file, meets_at=timezone.now() + timedelta(hours=1), where="Room 3")
    for person in there:
        attend(by=as_(person), sitting=sitting)
    put(by=chair, sitting=sitting, conclusion="ESTABLISHED", reasons="All lines agree.")


def _opened(incident: Any, registrar: Any) -> tuple[Any, Any]:
    from antigone.desk.cases.actions.cases import open_case
    from antigone.desk.records.actions.records import open_record
    from desk_people import as_

    number = next(_files)
    case = open_case(by=as_(registrar), incident=incident, sex="male", found_place=f"Quay {number}")
    named = [{"family": f"Person {number}", "given": "Of the bench"}]
    return case.subject, open_record(by=as_(registrar), incident=incident, names=named, sex="male").subject


def _begun(working: dict[str, list[Any]], case: Any, record: Any) -> Any:
    from antigone.desk.review.actions.begin import begin_review
    from desk_people import as_

    return begin_review(by=as_(working["board member"][0]), case=case, record=record, reason="first on the list")


def _pairs(incident: Any, working: dict[str, list[Any]]) -> None:
    """Pairs with photographs, put before examiners."""
    from antigone.desk.photos.actions.photographs import add_photograph
    from antigone.desk.photos.models import Source
    from desk_people import as_

    registrar = working["registrar"][0]
    source = Source.objects.get(agency=registrar.agency)
    opened = []
    drawn: dict[str, Iterator[Path]] = {kind: cycle(pictures(kind)) for kind in ("pm", "am")}
    for number in range(round(PAIRS * len(working["examiner"])) or 1):
        subjects = _opened(incident, registrar)
        for subject in subjects:
            data = another(next(drawn[subject.kind]), number)
            ground = {} if subject.is_case else {"source": source}
            add_photograph(by=as_(registrar), subject=subject, data=data, file_name="1.jpg", **ground)
        opened.append(subjects)
    _looked_at()
    for case, record in opened:
        _begun(working, case, record)


def _looked_at() -> None:
    """All that waits for a worker is done by this process."""
    from antigone.desk.worker import work_once

    while work_once():
        pass


def everybody() -> list[dict[str, Any]]:
    """Whoever works at the desk, signed in: number, role and cookie, and what only they do."""
    from antigone.desk.accounts.models import Person
    from antigone.desk.identification.models import Motion
    from antigone.desk.photos.models import Source
    from desk_pages import signed_in

    sources = dict(Source.objects.values_list("agency", "pk"))
    votes: dict[int, list[int]] = {}
    for motion in Motion.objects.filter(closed_at=None).select_related("sitting"):
        for present in motion.sitting.present.select_related("seat"):
            votes.setdefault(present.seat.person_id, []).append(motion.sitting.file_id)
    found = []
    for role in SHARES:
        for person in Person.objects.filter(held__role=role, name__startswith=role.capitalize()).order_by("pk"):
            said = {"number": person.pk, "role": role, "cookie": signed_in(person)}
            found.append({**said, "source": sources[person.agency_id], "votes": votes.get(person.pk, [])})
    return found
