"""The fictional incident, entered by the same actions that people use."""

from __future__ import annotations

import csv
import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from antigone.desk.accounts.actions.agencies import open_agency
from antigone.desk.accounts.actions.appointments import confirm_appointment
from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actions.invitations import accept_invitation, invite
from antigone.desk.accounts.actor import Actor, acting, console, visitor
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.accounts.queries import to_confirm
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.demo.held_out import FAMILY, HELD_OUT
from antigone.desk.demo.people import MORTUARY, PEOPLE, POLICE, One
from antigone.desk.demo.story import begin_story
from antigone.desk.families.actions.portals import open_to_families, prepare_portal
from antigone.desk.photos.actions.lawful_basis import add_consent, open_source
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.models import Source
from antigone.desk.records.actions.records import open_record
from antigone.types import Basis

_SEEN = {
    "U-01": ("male", 25, 40),
    "U-02": ("female", 30, 45),
    "U-03": ("male", 18, 35),
    "U-04": ("male", 50, 65),
    "U-05": ("female", 35, 50),
    "U-06": ("female", 25, 45),
    "U-07": ("male", 45, 60),
    "U-08": ("male", 55, 70),
    "U-09": ("male", 18, 35),
    "U-10": ("female", 40, 55),
    "U-11": ("male", 35, 50),
    "U-12": ("female", 25, 40),
}
"""What a registrar would estimate from the pictures: sex, and age from and to."""
SANK = date(2024, 10, 12)
"""The evening on which the ferry, which never was, went down. "Day 1" is the day after."""
CODE, EXERCISE = "HALCYON-24", "EXERCISE-23"
EXERCISE_CASES = ("U-02", "U-07")
EXERCISE_RECORDS = ("M-009", "M-018", "M-013", "M-020", "M-025", "M-028")
"""Who belongs to the exercise, not to the ferry: of these it is known who is who."""
_SEXES = {"f": "female", "m": "male"}


def make_incident() -> None:
    """Make agencies, people, the incident and an exercise, their sources, records, cases and photographs."""
    agencies = {name: open_agency(by=console(), name=name) for name in (MORTUARY, POLICE)}
    by = _appointed(agencies)
    folder = resources.files("antigone.demo") / "incident"
    incident = _open(by["administrator"], agencies, CODE, "The ferry Halcyon, which never was")
    _missing(by["registrar"], by["liaison"], incident, folder)
    _door(by["administrator"], incident)
    _dead(by["registrar"], incident, folder, lambda number: number not in EXERCISE_CASES)
    exercise = _open(by["administrator"], agencies, EXERCISE, "An exercise: who they are is known")
    _volunteers(by["registrar"], exercise, folder)
    _dead(by["registrar"], exercise, folder, lambda number: number in EXERCISE_CASES)


@cache
def count_pictures() -> int:
    """How many photographs ``make_incident`` enters."""
    folder = resources.files("antigone.demo") / "incident"
    kept_back = {one.file for one in HELD_OUT}
    references = sum(row["person"] != FAMILY.person for row in _rows(folder / "references.csv"))
    bodies = sum(row["photo"].rpartition("/")[2] not in kept_back for row in _rows(folder / "unidentified.csv"))
    return references + bodies


def tell_story() -> None:
    """Do what the people did, once the worker has searched. The worker does the rest."""
    begin_story(_people(), Incident.objects.get(code=CODE), Incident.objects.get(code=EXERCISE))


def _open(administrator: Actor, agencies: dict[str, Agency], code: str, name: str) -> Incident:
    incident = open_incident(by=administrator, agency=agencies[MORTUARY].pk, code=code, name=name)
    share_incident(
        by=administrator,
        incident=incident,
        to=agencies[POLICE].pk,
        level=Level.WORK,
        reason="The coast police took the first reports of the missing, and lend examiners and a member of the board.",
    )
    return incident


def _appointed(agencies: dict[str, Agency]) -> dict[str, Actor]:
    """Everybody, by what stands before the @. The console makes two administrators; the first invites all others, and
    the second confirms them."""
    first, second = (acting(_join(console(), one, agencies)) for one in PEOPLE if Role.ADMINISTRATOR in one.roles)
    for one in PEOPLE:
        if Role.ADMINISTRATOR not in one.roles:
            _join(first, one, agencies)
    for appointment in to_confirm(second):
        confirm_appointment(by=second, appointment=appointment)
    return {name: acting(person) for name, person in _people().items()}


def _join(by: Actor, one: One, agencies: dict[str, Agency]) -> Person:
    """Invite somebody and join, with a password that nobody knows: the demonstration signs in by one click."""
    _, token = invite(by=by, agency=agencies[one.agency].pk, email=one.email, name=one.name, roles=one.roles)
    unknown = secrets.token_urlsafe(30)
    return accept_invitation(by=visitor("127.0.0.1"), token=token, password=unknown, secret="", code="")


def _people() -> dict[str, Person]:
    found = Person.objects.select_related("agency").prefetch_related("held")
    return {one.email.split("@")[0]: found.get(email=one.email) for one in PEOPLE}


def _missing(registrar: Actor, liaison: Actor, incident: Incident, folder: Traversable) -> None:
    sources = {
        "consent": _source(
            registrar,
            incident,
            name="Tracing requests of families",
            controller=MORTUARY,
            basis=Basis.CONSENT,
            instrument="Tracing request form, version 3 (fictional)",
        ),
        "public-interest": _source(
            registrar,
            incident,
            name="Passport register, extract for the ferry's passengers",
            controller="Passport office of Ostrel",
            basis=Basis.PUBLIC_INTEREST,
            instrument="Disaster Victims Act, section 4 (fictional)",
        ),
    }
    for rows in _persons(folder):
        if rows[0]["person"] not in EXERCISE_RECORDS and rows[0]["person"] != FAMILY.person:
            source = sources[rows[0]["basis"]]
            by = liaison if source.basis == Basis.CONSENT.value else registrar
            _one_missing(by, source, rows, folder)


def _door(administrator: Actor, incident: Incident) -> None:
    """Families can ask by themselves."""
    portal = prepare_portal(
        by=administrator,
        incident=incident,
        source=incident.sources.get(basis=Basis.CONSENT.value),
        called="The sinking of the ferry Halcyon",
        telephone="00 000 000, every day from 8 to 20 (fictional)",
        bodies="National Society of Ostrel\nPassport office of Ostrel",
    )
    open_to_families(by=administrator, portal=portal, reason="The family centre cannot receive everybody.")


def _volunteers(registrar: Actor, exercise: Incident, folder: Traversable) -> None:
    """The exercise's records: volunteers who gave photographs so that examiners can be measured."""
    source = _source(
        registrar,
        exercise,
        name="Volunteers of the exercise",
        controller=MORTUARY,
        basis=Basis.CONSENT,
        instrument="Form for volunteers, version 1 (fictional)",
        purposes="To train examiners, and to measure how often they are wrong",
    )
    for rows in _persons(folder):
        if rows[0]["person"] in EXERCISE_RECORDS:
            _one_missing(registrar, source, rows, folder)


def _persons(folder: Traversable) -> list[list[dict[str, str]]]:
    """The rows of each person's photographs."""
    persons = defaultdict(list)
    for row in _rows(folder / "references.csv"):
        persons[row["person"]].append(row)
    return list(persons.values())


def _source(
    by: Actor,
    incident: Incident,
    *,
    name: str,
    controller: str,
    basis: Basis,
    instrument: str,
    purposes: str = "To give the dead of the ferry Halcyon their names",
) -> Source:
    return open_source(
        by=by,
        incident=incident,
        name=name,
        controller=controller,
        basis=basis,
        instrument=instrument,
        purposes=purposes,
        recipients="The reconciliation board of the incident",
        valid_from=SANK,
    )


def _one_missing(by: Actor, source: Source, rows: list[dict[str, str]], folder: Traversable) -> None:
    person, asked = rows[0], source.basis == Basis.CONSENT.value
    given, _, family = person["name"].rpartition(" ")
    teller = person["source"].partition("given by the ")[2].partition(" (")[0]
    record = open_record(
        by=by,
        incident=source.incident,
        names=[{"family": family, "given": given}],
        informants=[{"name": family, "relation": teller}] if teller else [],
        sex=_SEXES[person["sex"]],
        age_low=int(person["age"]),
        age_high=int(person["age"]),
        born_earliest=date(int(person["born"]), 1, 1),
        born_latest=date(int(person["born"]), 12, 31),
        last_seen_earliest=SANK,
        last_seen_latest=SANK,
        last_seen_place="On board the ferry Halcyon (fictional)",
        languages=person["language"],
        other_number=person["person"],
    )
    consent = None
    if asked:
        consent = add_consent(
            by=by,
            source=source,
            subject=record.subject,
            given_by=family,
            relation=teller,
            given_on=SANK + timedelta(days=3),
            how="Signed form, in the family centre",
        )
    for row in rows:
        picture = folder / row["path"]
        add_photograph(
            by=by,
            subject=record.subject,
            data=picture.read_bytes(),
            file_name=picture.name,
            source=source,
            consent=consent,
        )


def _dead(by: Actor, incident: Incident, folder: Traversable, belongs: Callable[[str], bool]) -> None:
    kept_back = {one.file for one in HELD_OUT}
    bodies = defaultdict(list)
    for row in _rows(folder / "unidentified.csv"):
        picture = folder / row["photo"]
        if picture.name not in kept_back and belongs(row["case"]):
            bodies[row["case"], row["found"], row["person"]].append(picture)
    for (number, found, person), pictures in bodies.items():
        place, _, day = found.partition(": ")[2].rpartition(", day ")
        sex, young, old = _SEEN[number]
        case = open_case(
            by=by,
            incident=incident,
            sex=sex,
            age_low=young,
            age_high=old,
            found_place=place,
            found_on=SANK + timedelta(days=int(day)),
            found_by="Coast guard (fictional)",
            custody=MORTUARY,
            other_number=number if number not in EXERCISE_CASES else f"{number} {person}",
        )
        for picture in pictures:
            add_photograph(by=by, subject=case.subject, data=picture.read_bytes(), file_name=picture.name)


def _rows(table: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
