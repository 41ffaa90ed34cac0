"""A desk at work, for ``faults.py``: what people and the worker do, each thing as a loop that never ends by itself."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.errors import AntigoneError
from antigone.types import Basis, Profile

from desk_people import an_agency, as_, a_person  # isort: skip

DEMO = Path(__file__).resolve().parents[1] / "src/antigone/demo/incident"
_sent = count(1)


@dataclass(frozen=True)
class Desk:
    """Who works there, on what, and a folder for what comes from outside."""

    incident: Incident
    rosa: Person
    """Registrar and examiner."""
    lena: Person
    """Liaison officer, who agrees to erasures."""
    source: Any
    """Of consents."""
    place: Path

    def numbers(self) -> list[int]:
        """What another process finds the same by."""
        return [self.incident.pk, self.rosa.pk, self.lena.pk, self.source.pk]

    @classmethod
    def of(cls, numbers: list[int], place: Path) -> Desk:
        from antigone.desk.photos.models import Source

        incident, rosa, lena, source = numbers
        people = Person.objects.select_related("agency")
        return cls(
            Incident.objects.get(pk=incident),
            people.get(pk=rosa),
            people.get(pk=lena),
            Source.objects.get(pk=source),
            place,
        )


def opened(place: Path) -> Desk:
    """An agency with its people, an incident, and a source of consents."""
    from antigone.desk.accounts.actions.incidents import open_incident
    from desk_lawful_basis import a_source

    agency = an_agency("Harbour mortuary", host=True)
    ana = a_person("Ana Petrova", agency, Role.ADMINISTRATOR)
    rosa = a_person("Rosa Registrar", agency, Role.REGISTRAR, Role.EXAMINER)
    lena = a_person("Lena Liaison", agency, Role.LIAISON_OFFICER)
    incident = open_incident(by=as_(ana), agency=agency.pk, code="HALCYON", name="The ferry")
    return Desk(incident, rosa, lena, a_source(rosa, incident, Basis.CONSENT), place)


def a_file(dice: random.Random, kind: Profile) -> bytes:
    """A photograph of a fictional person: a file that was never sent before, of pixels that were."""
    folder = DEMO / ("unidentified" if kind is Profile.PM else "references")
    data = dice.choice(sorted(folder.rglob("*.jpg"))).read_bytes()
    said = f"{dice.getrandbits(64)} {next(_sent)}".encode()
    return data[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + data[2:]


def add(desk: Desk, dice: random.Random, kind: Profile | None = None) -> Any:
    """A photograph of somebody new, or of somebody who is there."""
    from antigone.desk.cases.actions.cases import open_case
    from antigone.desk.photos.actions.lawful_basis import add_consent
    from antigone.desk.photos.actions.photographs import add_photograph
    from antigone.desk.records.actions.records import open_record

    kind, by = kind or dice.choice([Profile.PM, Profile.AM]), as_(desk.rosa)
    if kind is Profile.PM:
        subject = open_case(by=by, incident=desk.incident).subject
        return add_photograph(by=by, subject=subject, data=a_file(dice, kind), file_name="1.jpg")
    called = {"family": f"Test{dice.getrandbits(64):016x}", "given": "Anna"}
    subject = open_record(by=by, incident=desk.incident, names=[called]).subject
    consent = add_consent(
        by=by,
        source=desk.source,
        subject=subject,
        given_by="A sister",
        relation="sister",
        given_on=timezone.localdate(),
        how="signed form",
    )
    return add_photograph(
        by=by, subject=subject, data=a_file(dice, kind), file_name="1.jpg", source=desk.source, consent=consent
    )


def erase(desk: Desk, dice: random.Random, photograph: Any = None) -> Any:
    """What a family asks for, somebody else agrees to, and the registrar carries out: of one photograph."""
    from antigone.desk.erasing.actions.photographs import erase_photograph
    from antigone.desk.photos.models import Photograph

    there = Photograph.objects.filter(kind="am", erased_at=None).select_related("subject").order_by("pk")
    if photograph is None and not (some := list(there[:200])):
        return None
    photograph = photograph or dice.choice(some)
    _agreed(desk, photograph.subject, photograph)
    return erase_photograph(by=as_(desk.rosa), photograph=photograph, reason="they asked")


def erase_whole(desk: Desk, _dice: random.Random, photograph: Any) -> Any:
    """The same, of all that the record of a photograph says."""
    from antigone.desk.erasing.actions.records import erase_record
    from antigone.desk.records.models import Record

    _agreed(desk, photograph.subject, None)
    return erase_record(by=as_(desk.rosa), record=Record.objects.get(subject=photograph.subject), reason="they asked")


def _agreed(desk: Desk, subject: Any, photograph: Any) -> None:
    from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure
    from antigone.desk.erasing.models import Erasure

    said = {"asked_as": Erasure.As.FAMILY, "asker": "A sister", "how": "came to the office", "reason": "they asked"}
    asked = ask_erasure(by=as_(desk.rosa), subject=subject, photograph=photograph, **said)
    agree_erasure(by=as_(desk.lena), erasure=asked, reason="it is their right")


def withdraw(desk: Desk, dice: random.Random) -> None:
    from antigone.desk.photos.actions.lawful_basis import withdraw_consent
    from antigone.desk.photos.models import Consent

    if there := list(Consent.objects.filter(withdrawn_at=None).order_by("pk")):
        withdraw_consent(by=as_(desk.lena), consent=dice.choice(there), reason="they asked")


def search(desk: Desk, dice: random.Random) -> None:
    from antigone.desk.candidates.actions.runs import ask_for_search
    from antigone.desk.subjects.models import Subject

    if there := list(Subject.objects.filter(photographs__indexed=True).order_by("pk").distinct()):
        ask_for_search(by=as_(desk.rosa), subject=dice.choice(there), purpose="Again", reason="others came")


def bring_in(desk: Desk, dice: random.Random) -> None:
    """A folder of six photographs of the dead, at the console."""
    from antigone.desk.intake.bringing import bring_in_all
    from antigone.desk.intake.models import Import
    from desk_intake import begun, of

    for left in Import.objects.filter(done_at=None, cancelled_at=None):
        bring_in_all(left, lambda item: None)
    folder = desk.place / f"sent-{dice.getrandbits(48):012x}"
    for number in range(3):
        person = folder / f"P-{number}"
        person.mkdir(parents=True)
        for place in range(2):
            (person / f"{place}.jpg").write_bytes(a_file(dice, Profile.PM))
    bring_in_all(begun(desk.rosa, desk.incident, folder, None, of(folder, Profile.PM)), lambda item: None)
    shutil.rmtree(folder)


def checkpoint(_desk: Desk, _dice: random.Random) -> None:
    from antigone.desk.console import daily_checkpoint

    daily_checkpoint()


def follow_index(_desk: Desk, dice: random.Random) -> None:
    """Another process that searches: it follows the index, writes its files, and at times makes it anew."""
    from antigone.desk.candidates.index import source
    from antigone.desk.candidates.index.chosen import index

    for key in source.all_keys():
        if dice.random() < 0.3:
            index().again(key)
        index().caught_up([key])
    index().tidy()


def work(_desk: Desk, _dice: random.Random) -> None:
    from antigone.desk.worker import work_once

    work_once()


ACTS: dict[str, Callable[[Desk, random.Random], Any]] = {
    "add": add,
    "erase": erase,
    "withdraw": withdraw,
    "search": search,
    "bring in": bring_in,
    "checkpoint": checkpoint,
    "index": follow_index,
    "work": work,
}


def endlessly(name: str, desk: Desk, dice: random.Random) -> Iterator[None]:
    """Do it again and again. What a rule forbids (an erasure of what was erased meanwhile) stays forbidden."""
    does = partial(ACTS[name], desk, dice)
    while True:
        with suppress(AntigoneError):
            does()
        yield
