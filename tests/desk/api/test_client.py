"""A program of an agency's own, from opening a case to a candidate list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
import pytest
from django.utils import timezone

from antigone.client import Desk
from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.worker import work_once
from antigone.errors import (
    DeskUnreachable,
    NotAllowed,
    NotThere,
    OutOfStep,
    RuleBroken,
    SignInRefused,
    UsageError,
)
from desk_api import a_token
from desk_people import a_person, as_, two_agencies
from desk_photos import DEMO

pytestmark = pytest.mark.slow
NAMED = sorted((DEMO / "references/M-001").iterdir())[0]
DEAD = sorted((DEMO / "unidentified").iterdir())[0]


def test_a_program_goes_from_a_new_case_to_a_candidate_list(address: str, tmp_path: Path) -> None:
    people = two_agencies()
    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON", name="The ferry Halcyon").pk
    both = a_person("Rosa Weiss", people.harbour, Role.EXAMINER, Role.REGISTRAR)
    with Desk(address, a_token(both)) as desk:
        assert (desk.me().agency.name, desk.me().roles) == ("Harbour mortuary", ("examiner", "registrar"))
        assert [each.code for each in desk.incidents.all()] == ["HALCYON"]
        source = desk.sources.open(
            incident=incident,
            name="Police files",
            controller="Police",
            basis="public-interest",
            instrument="A law",
            purposes="To find the missing",
            valid_from=timezone.localdate(),
        )
        record = desk.records.open(incident=incident, names=[{"family": "Щербак", "given": "Олена"}], sex="female")
        assert [each.number for each in desk.records.by_name("Shcherbak")] == [record.number]
        reference = desk.photographs.add(record, NAMED, source=source)
        case = desk.cases.open(incident=incident, found_place="Pier 4", found_on=date(2026, 3, 1), sex="male")
        photograph = desk.photographs.add(case, DEAD, stage="before cleaning")
        work_once()
        assert desk.photographs.wait(reference).indexed and desk.photographs.wait(photograph).faces[0].chosen
        (began, *_) = desk.searches.of(case)
        run = desk.searches.wait(began)
        assert run.state == "done" and run.gallery_persons == 1
        (candidate,) = run.candidates
        assert candidate.subject is not None and candidate.subject.code == record.code
        assert candidate.weight is not None and (candidate.weight.verbal or candidate.weight.refused)
        assert "sex" in {each.about for each in candidate.conflicts}
        assert desk.photographs.look(photograph).startswith(b"\xff\xd8")
        assert not AuditRow.objects.filter(verb__startswith="see photograph").exists(), "blurred is no look"
        assert desk.photographs.look(photograph, "face").startswith(b"\xff\xd8")
        assert AuditRow.objects.filter(verb="see photograph of the dead", actor=f"person {both.pk}").count() == 1
        _faults_are_antigones_own(desk, case.number)
    with pytest.raises(SignInRefused, match="no token"):
        Desk(address, "antigone_wrong").me()


def _faults_are_antigones_own(desk: Desk, case: int) -> None:
    with pytest.raises(RuleBroken, match="not come yet"):
        desk.cases.change(case, reason="a slip", found_on=date(2999, 1, 1))
    with pytest.raises(RuleBroken, match="Extra inputs"):
        desk.cases.change(case, reason="a slip", found_palce="Pier 5")
    with pytest.raises(NotThere):
        desk.cases.get(999)
    changed = desk.cases.change(case, reason="seen again", hair="grey")
    with pytest.raises(OutOfStep, match="Somebody else"):
        desk.cases.change(desk.cases.get(case), reason="later", hair="x", as_of=changed.revision - 1)
    desk.cases.close(case, reason="over")
    with pytest.raises(OutOfStep, match="closed"):
        desk.cases.change(case, reason="too late", hair="white")
    with pytest.raises(NotAllowed):
        desk.ask("GET", "/audit")
    with pytest.raises(UsageError, match="cannot be read"):
        desk.photographs.add(desk.cases.get(case), "/nowhere.jpg")


@pytest.mark.parametrize(
    "address", ["http://desk.example.org", "ftp://desk", "desk.example.org", "https://", "http://a@b"]
)
def test_a_token_goes_nowhere_in_the_clear(address: str) -> None:
    with pytest.raises(UsageError):
        Desk(address, "antigone_x")
    for allowed in ("https://desk.example.org", "http://127.0.0.1:8000", "http://localhost:8000"):
        Desk(allowed, "antigone_x").close()


def test_what_is_no_desk_is_said_to_be_none() -> None:
    for answer in (httpx.Response(200, text="<html>"), httpx.Response(502, text="x"), httpx.Response(302)):
        transport = httpx.MockTransport(lambda _request, answer=answer: answer)
        with pytest.raises(DeskUnreachable):
            Desk("https://desk.example.org", "antigone_x", transport=transport).me()
