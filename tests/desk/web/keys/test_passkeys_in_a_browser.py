"""Passkeys as chromium makes and uses them, with an authenticator that it pretends to have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.desk.accounts.models import Passkey, Person
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.console import invite_administrator
from desk_browser import complaints, fits

pytestmark = pytest.mark.slow
WORDS = "rain on the tin roof"


@pytest.fixture
def by_name(chromium: Browser, served: object) -> Iterator[BrowserContext]:
    """A window on the desk by its name: passkeys are not for numbers."""
    address = str(served.address).replace("127.0.0.1", "localhost")  # type: ignore[attr-defined]
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda fault: said.append(str(fault.error)))
    yield context
    context.close()
    assert [words for words in said if "status of 4" not in words] == []


def a_device(page: Page, transport: str = "internal") -> str:
    """Give the browser an authenticator. Returns its number."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": transport,
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return str(session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def nothing_to_complain_of(page: Page) -> None:
    assert complaints(page) == []
    assert fits(page)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_ana_joins_with_a_passkey_signs_in_with_it_adds_one_and_removes_one(by_name: BrowserContext) -> None:
    link = invite_administrator(agency="Harbour", name="Ana Petrova", email="ana@example.org")
    page = by_name.new_page()
    a_device(page)
    page.goto("/invitation/" + link.rpartition("/")[2])
    nothing_to_complain_of(page)
    page.get_by_label("New password").fill(WORDS)
    page.get_by_label("The same again").fill(WORDS)
    page.get_by_role("button", name="Join with a passkey").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    assert not Person.objects.get().sealed_totp
    sign_out(page)

    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Sign in with a passkey").click()  # the page asks the device by itself
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    assert Passkey.objects.get().used_at is not None

    page.goto("/account/passkeys")
    nothing_to_complain_of(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("could not sign in any more")).to_be_visible()
    first = Passkey.objects.get()
    a_device(page, "usb")  # a second one: the first has a passkey and is not asked for another
    page.locator("main").get_by_label("Name").fill("the grey key ring")
    page.get_by_label("Present password").fill(WORDS)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    page.get_by_role("button", name=f"Remove {first.name}").click()
    expect(page.get_by_text("The passkey is removed")).to_be_visible()
    assert list(Passkey.objects.filter(ended_at=None).values_list("name", flat=True)) == ["the grey key ring"]
    assert AuditRow.objects.filter(detail__contains="passkey removed").count() == 1
    assert verify().faults == ()


def test_without_a_passkey_the_page_says_what_to_do(by_name: BrowserContext) -> None:
    browser = by_name.browser
    assert browser is not None
    page = by_name.new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})
    page.goto("/sign-in/passkey")
    expect(page.get_by_role("alert")).to_contain_text("did not answer")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()
    nothing_to_complain_of(page)
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_hidden()

    plain = browser.new_context(java_script_enabled=False, base_url=page.url)
    without = plain.new_page()
    without.goto("/sign-in/passkey")
    expect(without.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(without.get_by_role("button", name="Use a passkey")).to_be_hidden()
    without.get_by_role("link", name="Sign in with password and code").click()
    expect(without.get_by_label("Password")).to_be_visible()
    plain.close()
