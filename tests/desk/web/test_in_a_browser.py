"""A journey from an invitation to being signed in, and every page as a browser shows it."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.models import Agency
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.verify import verify
from antigone.desk.console import invite_administrator
from antigone.desk.web.urls import urlpatterns
from desk_addresses import WORDS
from desk_browser import ON_ONE_DATABASE, sign_in, sound
from desk_people import People, a_person, as_, code_of, two_agencies

pytestmark = pytest.mark.slow


def join(page: Page, link: str) -> str:
    """Accept an invitation as a person would. Returns the key that their app was given."""
    page.goto(link)
    secret = page.locator("code").inner_text()
    page.get_by_label("New password").fill("rain on the tin roof")
    page.get_by_label("The same again").fill("rain on the tin roof")
    page.get_by_label("The code the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    return secret


@pytest.mark.parametrize("scripts", [True, False])
def test_from_an_invitation_to_a_colleague_who_is_signed_in(window: BrowserContext, scripts: bool) -> None:
    browser = window.browser
    assert browser is not None
    made = invite_administrator(agency="Harbour", name="Ana Petrova", email="ana@example.org")
    page = window.new_page()
    join(page, "/invitation/" + made.rpartition("/")[2])
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    second = a_person("Berta Lang", Agency.objects.get(), Role.ADMINISTRATOR)

    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Invite somebody").click()
    page.locator("main").get_by_label("Name").fill("Борис Щербак")
    page.get_by_label("E-mail address").fill("boris@example.org")
    page.get_by_label("examiner").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("code").inner_text()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()

    other = browser.new_context(java_script_enabled=scripts)
    theirs = other.new_page()
    secret = join(theirs, link)
    expect(theirs.get_by_role("link", name="Борис Щербак")).to_be_visible()
    theirs.get_by_role("button", name="Sign out").click()
    expect(theirs.get_by_role("link", name="Sign in")).to_be_visible()
    theirs.goto(link)
    assert theirs.get_by_role("heading").inner_text().startswith("This link cannot be used")
    theirs.goto(link.partition("/invitation")[0] + "/people")
    expect(theirs.get_by_role("heading", name="Sign in")).to_be_visible()
    later = timezone.now() + timedelta(seconds=60)
    with mock.patch("django.utils.timezone.now", lambda: later):  # a code is used once: wait for the next
        theirs.get_by_label("E-mail address").fill("boris@example.org")
        theirs.get_by_label("Password").fill("rain on the tin roof")
        theirs.get_by_label("Code from your authenticator app").fill(code_of(secret))
        theirs.get_by_role("button", name="Sign in").click()
        expect(theirs.get_by_role("heading")).to_contain_text("not allow")  # an examiner does not administer people
        sign_in(page, second.email)
        page.get_by_role("link", name="Борис Щербак").click()
        page.get_by_role("button", name="I confirm the appointment").click()
        expect(page.get_by_text("They have their roles now")).to_be_visible()
        theirs.goto(link.partition("/invitation")[0])
        expect(theirs.get_by_role("link", name="My work")).to_be_visible()
        expect(theirs.get_by_text("These roles wait")).not_to_be_visible()
    other.close()
    assert verify().faults == ()


def furnish() -> tuple[People, dict[str, str]]:
    """A desk with something on every page, and the address of each."""
    people = two_agencies()
    a_person("Борис Щербак", people.harbour, Role.ADMINISTRATOR)
    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")
    share_incident(
        by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.WORK, reason="joint identification"
    )
    link = invite_administrator(agency="Harbour mortuary", name="Farid Aziz", email="farid@example.org")
    numbers = {"person": people.boris.pk, "incident": incident.pk, "agency": people.hills.pk}
    return people, {"invitation": link.rpartition("/")[2], **{name: str(n) for name, n in numbers.items()}}


def pages_of(numbers: dict[str, str]) -> dict[str, str]:
    """The address of every page that is read, from the desk's own list of addresses."""
    found = {}
    for pattern in urlpatterns:
        address = str(pattern.pattern)
        if "<str:token>" in address:
            address = address.replace("<str:token>", numbers["invitation"])
        elif "<int:number>" in address:
            kind = str(pattern.name).split("-", maxsplit=1)[0]
            address = address.replace("<int:number>", numbers.get(kind, "1"))
        elif pattern.name in WORDS:
            address = reverse(pattern.name, args=WORDS[pattern.name])[1:]
        found[str(pattern.name)] = "/" + address
    return found


@pytest.mark.sweep
@ON_ONE_DATABASE
def test_axe_finds_nothing_on_any_page_from_either_side_in_light_and_dark(
    window: BrowserContext,
) -> None:
    people, numbers = furnish()
    page = window.new_page()
    seen: list[str] = []
    refused: set[int] = set()  # a page that says so looks the same whatever is refused: each is looked at once

    def look(name: str, address: str) -> None:
        answer = page.request.get(address)
        status, is_page = answer.status, answer.headers.get("content-type", "").startswith("text/html")
        if status == 405 or status in refused or not is_page:  # a file that is saved is none
            return
        refused.update({status} - {200})
        page.goto(address)
        sound(page, name)
        seen.append(name)

    addresses = pages_of(numbers)
    for name in ("front", "sign-in", "sign-in-passkey", "accept-invitation"):
        look(name, addresses[name])
    look("not-there", "/nothing")
    for email in (people.ana.email, people.clara.email):
        sign_in(page, email)
        refused.clear()
        for name, address in addresses.items():
            if name not in seen and (email == people.clara.email or not name.startswith("audit")):
                look(name, address)
        look("home", "/")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    wanted = {"people", "invite", "person", "agencies", "incident", "audit", "audit-people", "account", "authenticator"}
    assert wanted | {"passkeys", "tokens", "sign-in-passkey"} <= set(seen)


def test_everything_is_reached_by_keyboard_and_can_be_printed(window: BrowserContext) -> None:
    people, _ = furnish()
    page = window.new_page()
    sign_in(page, people.ana.email)
    page.goto("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    reached = set()
    for _n in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.add(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")
    assert {"Incidents", "Sign out", "q", "role", "Find", "Invite somebody", "Boris Lind"} <= reached
    page.emulate_media(media="print")
    expect(page.locator("nav").first).to_be_hidden()
    expect(page.locator("table")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
