"""What programs can rely on: pages of lists, faults that say what to do, and nothing that pages refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.models import Subject
from antigone.desk.web.gate import SEEN
from antigone.face.photo import DEFAULT_LIMITS
from desk_api import Program, a_token
from desk_people import People, a_person, as_, browser
from desk_searches import look_at

pytestmark = pytest.mark.both


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Weiss", people.harbour, Role.REGISTRAR)


@pytest.fixture
def program(people: People) -> Program:
    return Program(a_token(people.boris))


def queries(program: Program, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        program.get(address)
    return len(asked)


@pytest.mark.slow
def test_boris_program_reads_its_cases_page_by_page(people: People, program: Program, incident: Incident) -> None:
    for _n in range(5):
        open_case(by=as_(people.boris), incident=incident)
    first = program.get("/cases?limit=2")
    second = program.get(f"/cases?limit=2&below={first['next']}")
    last = program.get(f"/cases?limit=2&below={second['next']}")
    codes = [each["code"] for page in (first, second, last) for each in page["items"]]
    assert codes == [f"HALCYON-26-PM-{n:05d}" for n in (5, 4, 3, 2, 1)] and last["next"] is None
    assert program.ask("GET", "/cases?limit=201").status_code == 422


@pytest.mark.slow
def test_lists_cost_the_same_however_long_they_are(people: People, rosa: Person, incident: Incident) -> None:
    asks = Program(a_token(rosa))
    lists = ("/cases", "/records", "/records/by-name?name=Novak", "/incidents", "/links", "/warnings")
    open_case(by=as_(people.boris), incident=incident)
    open_record(by=as_(rosa), incident=incident, names=[{"family": "Novak"}])
    asks.get("/me")  # the day's first use of a token is written down
    few = [queries(asks, address) for address in lists]
    for _n in range(5):
        open_case(by=as_(people.boris), incident=incident)
        open_record(by=as_(rosa), incident=incident, names=[{"family": "Novak"}, {"family": "Новак"}])
    assert [queries(asks, address) for address in lists] == few


def test_a_filter_narrows_and_one_that_does_not_exist_is_refused(
    people: People, program: Program, incident: Incident
) -> None:
    open_case(by=as_(people.boris), incident=incident, sex="male", found_place="Pier 4")
    open_case(by=as_(people.boris), incident=incident, sex="female")
    assert [each["sex"] for each in program.get("/cases?sex=male&q=pier")["items"]] == ["male"]
    for wrong in ("sexx=male", "sex=cat", "age=x", "q=%00", "found_from=yesterday"):
        answer = program.ask("GET", f"/cases?{wrong}")
        assert answer.status_code == 422 and wrong.split("=")[0] in answer.json()["detail"]


def test_a_fault_never_repeats_what_was_sent(program: Program, incident: Incident) -> None:
    answer = program.ask("POST", "/cases", {"incident": incident.pk, "sex": "Secret Name"})
    assert answer.status_code == 422 and "Secret" not in answer.content.decode() and "sex" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"incident": NaN}', b"[]", b"", b'{"incident": 1, "found_time": "10:00Z"}']
)
def test_what_is_no_json_of_a_case_is_refused_in_words(program: Program, body: bytes) -> None:
    answer = program.client.post("/api/cases", body, content_type="application/json")
    assert answer.status_code in (400, 404, 422) and set(answer.json()) == {"detail", "hint"}


@pytest.mark.slow
def test_what_says_that_it_is_no_json_is_refused_and_a_file_comes_only_where_one_is_taken(
    program: Program, people: People, incident: Incident
) -> None:
    body = json.dumps({"incident": incident.pk})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = program.client.generic("POST", "/api/cases", body, content_type=kind)
        assert (answer.status_code, set(answer.json())) == (415, {"detail", "hint"}), kind
    case = open_case(by=as_(people.boris), incident=incident)
    assert program.ask("POST", f"/cases/{case.pk}/photographs", {"photograph": "x"}).status_code == 415
    assert program.ask("POST", "/cases", {"incident": incident.pk}).status_code == 200
    assert Program().client.generic("POST", "/api/cases", body, content_type="text/plain").status_code == 401


@pytest.mark.slow
def test_a_browser_saves_an_answer_and_shows_none(program: Program) -> None:
    for address in ("/api/me", "/api/openapi.json", "/api/nothing", "/api/cases/1/nothing"):
        answer = program.client.get(address)
        assert answer["Content-Disposition"] == 'attachment; filename="api.json"', address
        assert answer["X-Content-Type-Options"] == "nosniff", address


def test_too_much_is_refused_before_it_is_read(
    program: Program, people: People, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    long = "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert program.ask("PATCH", f"/cases/{case.pk}", {"reason": long}).status_code == 413
    monkeypatch.setattr("antigone.desk.photos.uploads.Files.most", 1000)
    monkeypatch.setattr("antigone.desk.api.photographs.DEFAULT_LIMITS", type(DEFAULT_LIMITS)(max_bytes=1000))
    assert "larger" in program.send(f"/cases/{case.pk}/photographs", b"x" * 2000, 413)["detail"]


def test_what_is_not_there_is_json_too(program: Program) -> None:
    for method, address, status in (
        *(("GET", "/", 404), ("GET", "/nothing", 404), ("GET", "/cases/999", 404), ("DELETE", "/cases/1", 405)),
        *(("GET", "/docs", 404), ("GET", "/cases/x", 422), ("GET", "/incidents/1/searches", 404)),
    ):
        answer = program.ask(method, address)
        assert (answer.status_code, set(answer.json())) == (status, {"detail", "hint"}), address


def test_a_browser_that_is_signed_in_is_nobody_here_and_its_sitting_is_not_touched(people: People) -> None:
    signed_in = browser(people.boris)
    sitting = signed_in.session
    sitting[SEEN] = timezone.now().timestamp() - 600  # a page would write that it goes on
    sitting.save()
    before = dict(signed_in.session)
    answer = signed_in.get("/api/cases")
    assert answer.status_code == 401 and not answer.cookies and dict(signed_in.session) == before
    assert signed_in.get("/cases").status_code == 200
    assert Program(a_token(people.boris)).client.get("/cases").status_code == 302, "nor does a token open a page"


def test_an_ended_token_opens_nothing_any_more(people: People, program: Program) -> None:
    from antigone.desk.accounts.actions.tokens import end_token
    from antigone.desk.accounts.models import Token

    assert program.get("/me")["roles"] == ["examiner"]
    end_token(by=as_(people.boris), token=Token.objects.get().pk)
    assert program.ask("GET", "/me").status_code == 401


def test_what_a_program_does_is_in_the_audit_with_its_token(
    people: People, program: Program, incident: Incident
) -> None:
    program.post("/cases", {"incident": incident.pk})
    row = AuditRow.objects.get(verb="open case")
    assert row.actor == f"person {people.boris.pk}" and row.details["by_token"] == program.get("/me")["token"]
    clara = Program(a_token(people.clara))
    told = clara.get("/audit?verb=open+case")["items"]
    assert [each["number"] for each in told] == [row.sequence] and told[0]["detail"]["by_token"]


@pytest.mark.slow
def test_informants_are_for_those_who_work_with_families(people: People, rosa: Person, incident: Incident) -> None:
    told = {"name": "A sister", "contact": "by the neighbour", "safe": True}
    said = {"incident": incident.pk, "names": [{"family": "Novak"}], "informants": [told]}
    registrar = Program(a_token(rosa))
    record = registrar.post("/records", said)["number"]
    assert registrar.get(f"/records/{record}/informants")[0]["contact"] == "by the neighbour"
    examiner = Program(a_token(people.boris))
    assert examiner.ask("GET", f"/records/{record}/informants").status_code == 403
    assert "neighbour" not in examiner.ask("GET", f"/records/{record}").content.decode()


@pytest.mark.slow
def test_an_agency_that_may_only_see_a_record_does_not_learn_who_told_of_it(
    people: People, rosa: Person, incident: Incident
) -> None:
    said = {"incident": incident.pk, "names": [{"family": "Novak"}], "informants": [{"name": "A sister"}]}
    record = Program(a_token(rosa)).post("/records", said)["number"]
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="for help")
    theirs = Program(a_token(a_person("Ruth Hill", people.hills, Role.REGISTRAR)))
    assert theirs.get(f"/records/{record}")["number"] == record
    refused = theirs.ask("GET", f"/records/{record}/informants")
    assert refused.status_code == 403 and "sister" not in refused.content.decode()


@pytest.mark.slow
def test_a_list_of_candidates_says_what_pages_say(people: People) -> None:
    searched = look_at(people)
    boris = Program(a_token(people.boris))
    run: dict[str, Any] = boris.get(f"/searches/{searched.run.pk}")
    first = run["candidates"][0]
    assert first["subject"]["number"] == searched.record.pk and first["photograph"] == searched.photograph.pk
    assert (
        first["weight"]["low"] <= first["weight"]["log10_lr"] <= first["weight"]["high"] and first["weight"]["verbal"]
    )
    assert [each["about"] for each in first["conflicts"]] == ["sex"] and run["gallery"][0]["fingerprint"]
    excluded = {"case": searched.case.pk, "record": searched.record.pk, "ground": "dna", "reason": "two profiles"}
    number = boris.post("/exclusions", excluded)["number"]
    run = boris.get(f"/searches/{searched.run.pk}")
    assert [each["exclusion"] for each in run["apart"]] == [number] and len(run["candidates"]) == 1
    assert boris.post("/exclusions", excluded, 409)["detail"] == "This pair is excluded."


@pytest.mark.slow
def test_nothing_is_searched_with_but_a_subjects_own_photographs() -> None:
    """No operation takes a picture but those that add it to a case or record, and none takes an address of one."""
    from antigone.desk.api.urls import api

    paths = api.get_openapi_schema()["paths"]
    takes = [
        address
        for address, methods in paths.items()
        for operation in methods.values()
        if "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    ]
    assert takes == ["/api/cases/{number}/photographs", "/api/records/{number}/photographs"]
    assert '"uri"' not in str(paths) and '"url"' not in str(paths)


def test_the_desk_has_no_more_cases_than_were_opened(people: People, program: Program, incident: Incident) -> None:
    program.post("/cases", {"incident": incident.pk, "age_low": 40, "age_high": 30}, 400)
    assert not Subject.objects.exists()
