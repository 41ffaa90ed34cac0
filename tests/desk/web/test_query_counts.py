"""Every page that can be asked for costs as many queries with fifteen rows of each kind as with three."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.models import Grant, Incident, Invitation, Person, Token
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.candidates.models import Candidate, DuplicateWarning, Exclusion, Link, Run
from antigone.desk.cases.models import Effect
from antigone.desk.exchange.models import Arrival, Packet, Recipient
from antigone.desk.identification.models import (
    Discrepancy,
    DiscrepancyExplanation,
    EvidenceLine,
    File,
    Present,
    Seat,
    Sitting,
)
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Photograph
from antigone.desk.records.actions.names import new_name
from antigone.desk.records.models import Informant
from antigone.desk.subjects.models import Elsewhere, Mark, Revision
from antigone.desk.web import gate
from antigone.desk.web.urls import urlpatterns
from antigone.exchange.as_json import sheet_json
from antigone.exchange.packet import PacketKind
from antigone.exchange.sheet import Sheet, SheetSide
from desk_faces import MODEL, Ferry, a_consent, a_face, a_photograph, a_source, an_incident
from desk_people import People, a_person, an_agency, browser

pytestmark = pytest.mark.slow
FEW, MANY = 5, 50
ALSO = {
    "front": ("",),
    "cases": ("?sex=male&sort=found", "?q=halcyon", "?photographs=without", "?page=2"),
    "records": ("?q=Family", "?q=0001", "?sort=name", "?seen_from=2020-01-01", "?page=2"),
    "audit": ("?verb=looks", "?actor=person+1"),
    "people": ("?q=a", "?role=examiner"),
    "find": ("?q=Family", "?q=1", "?q=hand", "?q=H-F"),
}
"""What else is asked of some pages."""
LISTS = {
    *("front", "account", "incidents", "incident", "people", "person", "agencies", "tokens", "passkeys", "audit"),
    *("audit-people", "cases", "case", "case-history", "case-photographs", "case-searches", "records", "record"),
    *("record-history", "record-photographs", "record-searches", "record-consents", "photograph", "search"),
    *("files", "file", "file-sitting", "incident-board"),
    *("exclusion", "link", "warnings", "warning", "incident-sources", "source", "incident-imports", "import"),
    *("recipients", "recipient", "packets", "packet", "case-packets", "record-packets", "incident-arrivals", "arrival"),
    *("case-packet-make", "record-packet-make"),
}
"""Pages that must be among those that were asked."""
COUNTED = 1
"""A list longer than a page is counted, once."""


@dataclass
class Grown:
    """A desk with ``rows`` rows of each kind, about the first case, record and so on where they can be."""

    people: People
    reader: Person = field(init=False)
    ferry: Ferry = field(init=False)
    rows: int = 0
    first: dict[str, Any] = field(default_factory=dict)
    """The first of each kind, by the word with which names of addresses begin."""
    _count: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.reader = a_person("Reader of all", self.people.harbour, *Role)
        self.ferry = Ferry(self.people, an_incident(self.people.harbour))
        self.case, self.record = self.ferry.case(), self.ferry.record()
        self.first = {"case": self.case, "record": self.record, "incident": self.ferry.incident}

    def grow(self, upto: int) -> None:
        while self.rows < upto:
            self.rows += 1
            for word, row in {**self._work(), **self._exchange(), **self._searches(), **self._desk()}.items():
                self.first.setdefault(word, row)

    def _work(self) -> dict[str, Any]:
        number, now, boris = self.rows, timezone.now(), self.people.boris
        self.dead, self.missing = self.ferry.case(sex="male"), self.ferry.record()
        for subject in (self.case, self.record):
            Mark.objects.create(subject=subject, what="scar", where="hand", description=f"{number}")
            Elsewhere.objects.create(subject=subject, what="dna", holder="A laboratory", number=f"{number}")
            was = {"sex": "unknown", "hair": f"{number}"}
            Revision.objects.create(subject=subject, at=now, by=boris, reason="told", was=was)
            a_photograph(subject, a_face(next(self._count)))
        Effect.objects.create(case=self.case.case, place=number, description="A ring")
        new_name(self.record.record, {"family": f"Щербак {number}", "given": "Олена"})
        Informant.objects.create(record=self.record.record, name=f"A sister {number}")
        source = a_source(self.record)
        consent = a_consent(source, self.record)
        a_photograph(self.dead, a_face(next(self._count)))
        photograph = a_photograph(self.missing, a_face(next(self._count)), source=source, consent=consent)
        for state in (Photograph.State.CHOOSE, Photograph.State.REFUSED):
            Photograph.objects.filter(pk=a_photograph(self.ferry.case(), a_face(0)).pk).update(state=state)
        ending = a_source(self.record)
        ending.pk, ending.valid_until = None, timezone.localdate()
        ending.save()  # another one, that runs out
        Job.objects.create(kind="analyse", number=-number, queued_at=now - timedelta(hours=1), not_before=now)
        bringing = Import.objects.create(
            **{"kind": "pm", "name": "F", "by": boris, "made_at": now, "seen_at": now},
            incident=self.ferry.incident,
            agency=self.people.harbour,
        )
        refused = self.first.get("import", bringing)
        ImportItem.objects.create(bringing=refused, place=number, path=f"{number}.jpg", state="refused", detail="No.")
        return {"photograph": photograph, "source": source, "consent": consent, "import": bringing}

    def _exchange(self) -> dict[str, Any]:
        number, now, boris = self.rows, timezone.now(), self.people.boris
        at = {"agency": self.people.harbour, "incident": self.ferry.incident}
        recipient = Recipient.objects.create(
            agency=self.people.harbour,
            name=f"Body {number}",
            body=Recipient.Body.TRACING_AGENCY,
            basis="public-interest",
            instrument="An agreement",
            kinds=[kind.value for kind in PacketKind],
            age_key=f"age1{number}",
            opened_at=now,
            opened_by=boris,
            confirmed_at=now,
            confirmed_by=self.reader,
        )
        made = {"made_at": now, "made_by": boris, "size": 1, "contents": [], "expires_at": now + timedelta(days=1)}
        for subject in (self.case, self.record):
            packet = Packet.objects.create(
                subject=subject, recipient=recipient, kind="sheet", number=f"{subject.pk}-{number}", **at, **made
            )
        came = {"brought_at": now, "brought_by": boris, "place": 1, "side": "pm", "encrypted": False, "code": "X-1"}
        sheet = json.loads(sheet_json(Sheet(SheetSide.PM, "X-1", "I", "A")))
        content = {"sheet": sheet, "told": [], "words": [], "first": []}
        arrival = Arrival.objects.create(
            sha256=f"{number}", form="sheet", trust="unsigned", content=content, **at, **came
        )
        return {"recipient": recipient, "packet": packet, "arrival": arrival}

    def _searches(self) -> dict[str, Any]:
        number, now, boris = self.rows, timezone.now(), self.people.boris
        said = {"why": Run.Why.ASKED, "purpose": "p", "asked_at": now, "state": "done", "done_at": now, "model": MODEL}
        said |= {"gallery_photos": 1, "gallery_persons": 1}
        part = {"agency": self.people.harbour.pk, "sequence": 1, "fingerprint": "00", "photos": 1, "persons": 1}
        run = Run.objects.create(subject=self.dead, gallery=[part], **said)
        for subject in (self.case, self.record):
            Run.objects.create(subject=subject, gallery=[part], **said)
        photograph = self.missing.photographs.get()
        Candidate.objects.create(run=run, rank=1, subject=self.missing, photograph=photograph, score=0.5)
        long = self.first.get("search", run)
        if long != run:
            Candidate.objects.create(run=long, rank=number, subject=self.missing, photograph=photograph, score=0.4)
        long.probes.add(self.case.photographs.last())
        pair = {"by": boris, "at": now, "reason": "proved"}
        exclusion = Exclusion.objects.create(case=self.case, record=self.missing, ground="dna", **pair)
        Exclusion.objects.create(case=self.dead, record=self.record, ground="dna", **pair)
        link = Link.objects.create(first=self.case, second=self.dead, **pair)
        Link.objects.create(first=self.record, second=self.missing, **pair)
        warning = DuplicateWarning.objects.create(first=self.case, second=self.ferry.case(), score=0.9, at=now)
        DuplicateWarning.objects.create(first=self.record, second=self.ferry.record(), score=0.9, at=now)
        return {"search": run, "exclusion": exclusion, "link": link, "warning": warning} | self._board()

    def _board(self) -> dict[str, Any]:
        number, now, boris, incident = self.rows, timezone.now(), self.people.boris, self.ferry.incident
        of = {"incident": incident, "agency": self.people.harbour, "reason": "r", "opened_by": boris, "opened_at": now}
        both = self.case, self.record
        case, record = both if number == 1 else (self.dead, self.missing)
        file = File.objects.create(place=number, number=f"H-F-{number}", case=case, record=record, **of)
        first = self.first.get("file", file)
        said = {"file": first, "place": number, "words": "A mole.", "by": boris, "at": now}
        empty = {"depends_on": [], "photographs": [], "rests_on": [], "depends_on_face": False}
        EvidenceLine.objects.create(
            kind="mark", direction="same", source="s", examined_by=[f"person {boris.pk}"], **said, **empty
        )
        DiscrepancyExplanation.objects.create(
            discrepancy=Discrepancy.objects.create(about=[], **said), words="w", by=boris, at=now
        )
        member = a_person(f"Member {number}", self.people.harbour, Role.BOARD_MEMBER)
        seat = Seat.objects.create(
            incident=incident, person=member, discipline="d", reason="r", appointed_by=boris, appointed_at=now
        )
        if number == 1:
            Sitting.objects.create(file=file, meets_at=now, where="w", called_by=boris, called_at=now)
        Present.objects.create(sitting=Sitting.objects.get(file=first), seat=seat, at=now)
        return {"file": file}

    def _desk(self) -> dict[str, Any]:
        number, now, harbour = self.rows, timezone.now(), self.people.harbour
        agency = an_agency(f"Agency {number}")
        person = a_person(f"Person {number}", harbour, Role.EXAMINER)
        Grant.objects.create(
            incident=self.ferry.incident, owner=harbour, to=agency, level=Level.SEE, reason="r", given_at=now
        )
        theirs = Incident.objects.create(code=f"I-{number}", name="Another", agency=agency, opened_at=now)
        Grant.objects.create(incident=theirs, owner=agency, to=harbour, level=Level.WORK, reason="r", given_at=now)
        link = {"expires_at": now + timedelta(days=1), "made_at": now, "name": "N", "roles": []}
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        Invitation.objects.create(agency=harbour, email=f"{number}@x.org", token_hash=digest, **link)
        Token.objects.create(person=self.reader, token_hash=digest, **link)
        Incident.objects.create(code=f"O-{number}", name="Our own", agency=harbour, opened_at=now)
        return {"person": person, "agency": agency}


def addresses(grown: Grown) -> dict[str, str]:
    """Every page that can be asked for, once for each kind of thing it may be about, and lists narrowed and sorted."""
    found = {}
    for route in urlpatterns:
        name, number = str(route.name), "<int:number>" in str(route.pattern)
        if "<str:" in str(route.pattern):
            continue
        if "<kind:kind>" in str(route.pattern):
            for word, subject in (("case", grown.case), ("record", grown.record)):
                found[name.replace("subject", word)] = reverse(name, args=[subject.kind, subject.pk])
            continue
        things = [grown.first[name.partition("-")[0]]] if number and name.partition("-")[0] in grown.first else []
        if number and not things:
            continue
        address = reverse(name, args=[each.pk for each in things])
        found |= {f"{name}{also}": f"{address}{also}" for also in ("", *ALSO.get(name, ()))}
    return found


def queries_of(client: Client, address: str) -> int | None:
    """How often the database is asked; None if there is no such page to look at."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    return len(caught) if answer.status_code == 200 and "html" in answer["Content-Type"] else None


@pytest.mark.sweep
def test_no_page_asks_more_often_when_there_is_more(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_SEEN_EVERY", 3600)  # that somebody is still there is written once a minute
    monkeypatch.setattr(gate, "_COUNTED_EVERY", 3600)
    grown = Grown(people)
    grown.grow(FEW)
    client, counts = browser(grown.reader), []
    for many in (FEW, MANY):
        grown.grow(many)
        client.get("/account")
        counts.append({name: queries_of(client, address) for name, address in addresses(grown).items()})
    few, more = ({name: n for name, n in each.items() if n is not None} for each in counts)
    assert few.keys() == more.keys() >= LISTS
    assert {name: (n, more[name]) for name, n in few.items() if more[name] > n + COUNTED} == {}
