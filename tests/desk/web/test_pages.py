"""What people see and send: forms, refusals, hostile words, headers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import antigone.desk
from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.actions.invitations import renew
from antigone.desk.accounts.actions.signing_in import sign_in
from antigone.desk.accounts.actor import visitor
from antigone.desk.accounts.models import Grant, Incident, Invitation, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.errors import SignInRefused
from desk_people import PASSWORD, People, a_person, as_, browser, code_of

pytestmark = pytest.mark.both

HOSTILE = "<script>alert(1)</script>\"'"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_front_page_is_for_everybody(people: People) -> None:
    page = text(browser(), "/")
    assert "The dead have names" in page and "Ana" not in page
    assert "Your desk" in text(browser(people.emil), "/")


def test_a_page_is_sent_without_the_indentation_of_its_template(people: People) -> None:
    page = text(browser(), "/")
    assert len(page.splitlines()) > 30
    assert [line for line in page.splitlines() if line.startswith((" ", "\t"))] == []


@pytest.mark.slow
def test_signing_in_leads_to_where_one_was_going_and_nowhere_else(people: People) -> None:
    def goes(next_: str) -> str:
        Person.objects.update(totp_step=0)
        sent = {"email": people.dana.email, "password": PASSWORD, "code": code_of(), "next": next_}
        return str(browser().post("/sign-in", sent)["Location"])

    assert goes("/people") == "/people"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert goes(elsewhere) == "/"


def test_signing_in_gives_a_new_session(people: People) -> None:
    client = browser()
    client.cookies["antigone"] = "fixed-by-somebody-else-0123456789"
    client.post("/sign-in", {"email": people.dana.email, "password": PASSWORD, "code": code_of()})
    assert client.cookies["antigone"].value != "fixed-by-somebody-else-0123456789"
    assert client.cookies["antigone"]["httponly"]


def test_a_form_from_another_site_is_refused(people: People) -> None:
    client = browser(people.ana, of_another_site=True)
    answer = client.post("/sign-out")
    assert answer.status_code == 403 and b"did not come from this desk" in answer.content
    assert client.get("/account").status_code == 200


@pytest.mark.slow
def test_inviting_shows_the_link_once(people: People) -> None:
    client = browser(people.dana)
    sent = {"agency": people.hills.pk, "name": "Farid", "email": "farid@example.org", "roles": ["examiner"]}
    page = client.post("/people/invite", sent).content.decode()
    found = re.search(r"http://localhost/invitation/([\w-]{43})", page)
    assert found
    joining = browser()
    assert "Welcome, Farid" in text(joining, f"/invitation/{found[1]}")
    assert found[1] not in text(client, "/people")
    invitation = Invitation.objects.get()
    assert client.post(f"/invitations/{invitation.pk}/withdraw").status_code == 302
    assert joining.get(f"/invitation/{found[1]}").status_code == 404


def test_an_agency_of_others_cannot_be_slipped_into_a_form(people: People) -> None:
    sent = {"agency": people.harbour.pk, "name": "Farid", "email": "farid@example.org", "roles": ["administrator"]}
    assert browser(people.dana).post("/people/invite", sent).status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("roles", [["examiner", "king"], ["auditor", "administrator"], []])
def test_roles_that_cannot_be_are_refused_and_nothing_changes(people: People, roles: list[str]) -> None:
    answer = browser(people.dana).post(f"/people/{people.emil.pk}/roles", {"roles": roles, "reason": "because"})
    assert answer.status_code == 400 and b"errorlist" in answer.content
    assert Person.objects.get(pk=people.emil.pk).roles == {Role.EXAMINER}


@pytest.mark.slow
def test_a_whole_day_of_an_administrator(people: People) -> None:
    client = browser(people.dana)
    assert client.post("/incidents/open", {"code": "halcyon", "name": "The ferry"}).status_code == 302
    incident = Incident.objects.get()
    shared = {"to": people.harbour.pk, "level": "work", "reason": "joint identification"}
    assert client.post(f"/incidents/{incident.pk}/share", shared).status_code == 302
    assert "HALCYON" in text(browser(people.boris), "/incidents")
    grant = Grant.objects.get()
    assert client.post(f"/grants/{grant.pk}/revoke", {"revoke-reason": ""}).status_code == 400
    assert client.post(f"/grants/{grant.pk}/revoke", {"revoke-reason": "done"}).status_code == 302
    assert browser(people.boris).get(f"/incidents/{incident.pk}").status_code == 404
    assert client.post(f"/people/{people.emil.pk}/renew", {"renew-reason": "lost"}).status_code == 200
    assert client.post(f"/people/{people.emil.pk}/end", {"end-reason": "left"}).status_code == 302
    assert client.post(f"/incidents/{incident.pk}/close", {"close-reason": "all named"}).status_code == 302
    assert client.post(f"/agencies/{people.hills.pk}/rename", {"name": "Hills and valleys"}).status_code == 302
    seen = text(browser(people.clara), "/audit")
    for act in ("open incident", "share incident", "revoke grant", "renew person", "end person", "close incident"):
        assert act in seen


@pytest.mark.slow
def test_names_that_are_code_stay_words(people: People) -> None:
    a_person(HOSTILE, people.hills, Role.EXAMINER)
    open_incident(by=as_(people.dana), agency=people.hills.pk, code="ONE", name=HOSTILE)
    for address in ("/people", "/incidents", "/", f"/people?q={HOSTILE}"):
        page = text(browser(people.dana), address)
        assert "<script>" not in page and "alert(1)" in page


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=0", "?page=99999999999999999999", "?q=%00", "?role=king", "?q=" + "a" * 9000]
)
def test_a_list_answers_whatever_is_asked(people: People, query: str) -> None:
    for address in ("/people", "/incidents"):
        assert browser(people.dana).get(address + query).status_code == 200


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 30])
def test_a_number_that_is_nobodys_is_not_there(people: People, number: str) -> None:
    assert browser(people.dana).get(f"/people/{number}").status_code == 404


@pytest.mark.slow
def test_the_auditor_narrows_the_list(people: People) -> None:
    open_incident(by=as_(people.dana), agency=people.hills.pk, code="ONE", name="One")
    client = browser(people.clara)
    assert "open incident" in text(client, f"/audit?actor=person+{people.dana.pk}&verb=open+incident")
    assert "No row fits" in text(client, f"/audit?actor=person+{people.emil.pk}")
    assert "No row fits" in text(client, "/audit?after=2999-01-01")
    for nonsense in ("actor=somebody", "after=yesterday", "before=2026-13-45", "verb=%00", "thing=" + "x" * 70):
        page = text(client, f"/audit?{nonsense}")
        assert "errorlist" in page and "No row fits" in page, "a filter that cannot be read shows nothing"


def test_an_auditor_of_another_agency_sees_only_their_own(people: People) -> None:
    open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HARBOUR", name="One")
    open_incident(by=as_(people.dana), agency=people.hills.pk, code="HILLS", name="Two")
    hugo = a_person("Hugo Marsh", people.hills, Role.AUDITOR)
    page = text(browser(hugo), "/audit")
    assert "HILLS" in page and "HARBOUR" not in page


@pytest.mark.slow
def test_lists_ask_the_database_as_often_for_many_as_for_few(people: People) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address: str, person: Person) -> int:
        client = browser(person)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        return len(captured)

    pages = [("/people", people.dana), ("/agencies", people.ana), ("/incidents", people.dana), ("/audit", people.clara)]
    open_incident(by=as_(people.dana), agency=people.hills.pk, code="FIRST", name="One")
    few = [asked(address, person) for address, person in pages]
    for n in range(30):
        a_person(f"Number {n}", people.hills, Role.EXAMINER)
        open_incident(by=as_(people.dana), agency=people.hills.pk, code=f"CODE-{n}", name="One of many")
    assert [asked(address, person) for address, person in pages] == few


def test_pages_are_not_kept_by_browsers_and_load_nothing_from_elsewhere(people: People) -> None:
    for client in (browser(), browser(people.ana)):
        answer = client.get("/")
        assert "no-store" in answer["Cache-Control"] and answer["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.slow
def test_no_page_has_a_style_or_a_script_of_its_own(people: People) -> None:
    for address in ("/", "/account", "/account/authenticator", "/people", f"/people/{people.emil.pk}", "/agencies"):
        tags = _Tags()
        tags.feed(text(browser(people.ana), address))
        assert not [tag for tag, given in tags.found if tag == "style" or "style" in given]
        scripts = [given.get("src") or "" for tag, given in tags.found if tag == "script"]
        assert all(source.startswith("/static/desk/") for source in scripts), scripts


@pytest.mark.parametrize(
    "sheet", sorted(Path(antigone.desk.__file__).parent.rglob("*.css")), ids=lambda path: path.name
)
def test_the_dark_changes_colours_and_nothing_else(sheet: Path) -> None:
    """So that a page that is right from either side in one scheme of colours is laid out the same in the other."""
    dark = re.findall(
        r"@media \(prefers-color-scheme: dark\) {\s*:root {([^{}]*)}\s*}", sheet.read_text(encoding="utf-8")
    )
    assert len(dark) == sheet.read_text(encoding="utf-8").count("prefers-color-scheme")
    for each in ";".join(dark).split(";"):
        assert re.fullmatch(r"\s*(--[a-z-]+: #[0-9a-f]{6})?\s*", each), each


def test_a_fault_inside_says_nothing_of_the_inside(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from antigone.desk.accounts import queries

    def broken(by: object) -> None:
        raise ZeroDivisionError("secret of the inside")

    monkeypatch.setattr(queries, "incidents", broken)
    answer = browser(people.ana).get("/incidents")
    assert answer.status_code == 500 and b"secret" not in answer.content and b"half-written" in answer.content


@pytest.mark.slow
def test_opening_a_page_writes_no_audit_row(people: People) -> None:
    before = AuditRow.objects.count()
    for address in ("/", "/people", "/agencies", "/incidents", "/account"):
        text(browser(people.ana), address)
    assert AuditRow.objects.count() == before


def test_people_see_on_their_account_page_what_others_tried_with_it_and_from_where(people: People) -> None:
    with pytest.raises(SignInRefused):
        sign_in(by=visitor("198.51.100.7"), email=people.emil.email, password="a guess", code="")
    renew(by=as_(people.ana), person=people.emil, reason="telephone lost, as they say")
    said = text(browser(people.emil), "/account")
    assert "198.51.100.7" in said and "refused" in said and "renew person" in said
    assert "198.51.100.7" not in text(browser(people.dana), "/account")
