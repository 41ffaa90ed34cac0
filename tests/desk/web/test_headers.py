"""What every answer says to the browser about itself, whatever was asked and whoever asked."""

from __future__ import annotations

from typing import Any

import pytest

from antigone.desk.accounts.permissions import Role
from desk_api import a_token
from desk_people import People, browser

ASKED = (
    "/",
    "/sign-in",
    "/account",
    "/nothing",
    "/people/999999",
    "/p/",
    "/p/nothing",
    "/figures",
    "/static/desk/desk.css",
)


def answers(people: People) -> dict[str, Any]:
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {a_token(people.ana, Role.ADMINISTRATOR)}"}
    found = {f"{address} of {who}": browser(who).get(address) for who in (None, people.ana) for address in ASKED}
    for address in ("/api/openapi.json", "/api/nothing", "/api/me"):
        found[address] = browser().get(address, **bearer)
    return found


@pytest.mark.slow
def test_every_answer_says_what_it_is_and_is_taken_for_nothing_else(people: People) -> None:
    for address, answer in answers(people).items():
        kind = answer["Content-Type"]
        assert not kind.startswith("text/") or "charset=" in kind, (address, kind)
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.slow
def test_no_other_site_frames_an_answer_or_reads_one(people: People) -> None:
    for address, answer in answers(people).items():
        assert not [name for name in answer.headers if name.startswith("Access-Control-")], address
        if not address.startswith("/static/"):
            assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address
            assert answer["X-Frame-Options"] == "DENY", address
    for origin in ("null", "https://evil.example"):
        for method in ("get", "options"):
            answer = getattr(browser(people.ana), method)("/api/me", HTTP_ORIGIN=origin)
            assert not [name for name in answer.headers if name.startswith("Access-Control-")], (origin, method)


@pytest.mark.slow
def test_an_address_takes_the_methods_it_has_and_no_others(people: People) -> None:
    for method in ("put", "delete", "patch", "options", "trace"):
        for address in ("/", "/people", "/sign-in", "/p/"):
            assert getattr(browser(people.ana), method)(address).status_code == 405, (method, address)


def test_no_answer_names_a_version_of_what_it_was_made_with(people: People) -> None:
    answer = browser().get("/sign-in")
    assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers
    said = answer.content.decode().lower()
    assert "django" not in said and "python" not in said


def test_no_folder_is_listed_and_no_file_of_the_machine_is_served(people: People) -> None:
    for address in (
        "/static/",
        "/static/desk/",
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/.git/config",
    ):
        assert browser(people.ana).get(address).status_code == 404, address
