"""From a recipient to a case on another desk, on a telephone: every page of it as axe sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pyrage import decrypt, x25519

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.keys import new_key
from antigone.desk.exchange.keys import fingerprint, own_keys
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import opened
from desk_browser import complaints, fits, forget_who_was_here, sign_in
from desk_exchange import CTA, Exchange, exchange_of
from desk_people import a_person, as_, two_agencies

pytestmark = pytest.mark.slow


@pytest.fixture
def exchange(window: BrowserContext) -> Iterator[Exchange]:
    before = settings.DESK
    yield exchange_of(two_agencies())
    settings.DESK = before


def sound(page: Page) -> None:
    """axe finds nothing, and nothing hangs over the edge of the screen."""
    assert complaints(page) == [], page.url
    assert fits(page), page.url


def as_somebody_else(window: BrowserContext, email: str) -> Page:
    page = window.pages[-1] if window.pages else window.new_page()
    forget_who_was_here(page)
    sign_in(page, email)
    return page


def opens_a_recipient(page: Page, key: str) -> None:
    page.goto("/recipients")
    expect(page.get_by_text("so nothing can leave")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Open a recipient").click()
    page.get_by_label("Name:").fill(CTA)
    page.get_by_label("Central Tracing Agency").check()
    page.get_by_label("Public interest").check()
    page.get_by_label("Instrument").fill("Third Geneva Convention, article 123")
    page.get_by_label("Information-bureau packet").check()
    page.get_by_label("All that is written").check()
    page.get_by_label("Public key").fill(key)
    sound(page)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Somebody else than who opened it")).to_be_visible()
    assert key not in page.content()


def confirms_it(page: Page, key: str) -> None:
    page.get_by_role("link", name=CTA).click()
    page.get_by_role("link", name="Confirm the key").click()
    sound(page)
    page.get_by_label("Fingerprint").fill("0000 0000")
    page.get_by_label("Who read it").fill("M. Favre, on the number of the agreement")
    page.get_by_role("button", name="Confirm it").click()
    expect(page.get_by_text("This is not the fingerprint")).to_be_visible()
    page.get_by_label("Fingerprint").fill(fingerprint(key))
    page.get_by_role("button", name="Confirm it").click()
    expect(page.get_by_text("The key is confirmed")).to_be_visible()
    sound(page)


def makes_and_takes(page: Page, case: int, folder: Path) -> Path:
    page.goto(f"/cases/{case}/packets")
    sound(page)
    page.get_by_role("link", name="Make a packet").click()
    page.get_by_label(f"{CTA}: Information-bureau packet").check()
    page.get_by_label("Sealed packet of line 1").fill("S-0012")
    page.get_by_label("Why").fill("article 16")
    sound(page)
    page.get_by_role("button", name="Make the packet").click()
    sound(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Take the file").click()
    taken = folder / caught.value.suggested_filename
    caught.value.save_as(taken)
    return taken


def hears_that_it_arrived(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Write down that it arrived").click()
    page.get_by_label("Who of them said").fill("M. Favre, by letter")
    page.get_by_role("button", name="It arrived").click()
    expect(page.get_by_text("M. Favre, by letter")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Make a letter of recall").click()
    sound(page)
    page.get_by_role("link", name="Go back").click()
    page.goto("/packets")
    sound(page)


def takes_it_in(page: Page, incident: int, taken: Path) -> None:
    page.goto(f"/incidents/{incident}/arrivals")
    sound(page)
    page.get_by_role("link", name="Bring in a file").click()
    sound(page)
    page.get_by_label("File").set_input_files(taken)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("Nobody here has confirmed the key that signed this")).to_be_visible()
    expect(page.get_by_text("wedding ring")).to_be_visible()
    sound(page)
    assert not Subject.objects.filter(incident=incident).exists()
    page.locator("form.review").get_by_label("Why").fill("asked them on the telephone")
    page.get_by_role("button", name="Open a case from it").click()
    expect(page.get_by_text("It was taken over")).to_be_visible()


def test_a_case_travels_to_another_desk(window: BrowserContext, exchange: Exchange, tmp_path: Path) -> None:
    case, identity, sender = exchange.case(), x25519.Identity.generate(), own_keys()
    key = str(identity.to_public())
    opens_a_recipient(as_somebody_else(window, exchange.people.ana.email), key)
    page = as_somebody_else(window, exchange.rosa.email)
    confirms_it(page, key)
    taken = makes_and_takes(page, case.pk, tmp_path)
    assert taken.name.endswith(".zip.age")
    inside = opened(decrypt(taken.read_bytes(), [identity]))
    assert sender is not None and inside.manifest.signer == sender.signing and b"S-0012" in inside.files["bureau.json"]
    hears_that_it_arrived(page)

    settings.DESK = replace(settings.DESK, exchange_key=str(identity), checkpoint_key=new_key())  # another desk
    hills = exchange.people.hills
    theirs = open_incident(by=as_(exchange.people.dana), agency=hills.pk, code="HILLS-26", name="The same ferry")
    ruth = a_person("Ruth Mbeki", hills, Role.REGISTRAR)
    page = as_somebody_else(window, ruth.email)
    takes_it_in(page, theirs.pk, taken)
    made = Subject.objects.get(incident=theirs)
    assert made.case.article16.surname == "Щербак" and made.case.effects.count() == 2
    page.goto(f"/incidents/{theirs.pk}/arrivals")
    sound(page)


def test_the_pages_hold_in_arabic_direction_and_for_a_record(window: BrowserContext, exchange: Exchange) -> None:
    cta, record = exchange.recipient(), exchange.record()
    exchange.recipient("Registry of the Missing")
    exchange.consent(record, exchange.source())
    page = as_somebody_else(window, exchange.rosa.email)
    window.add_cookies([{"name": "antigone-language", "value": "ar", "url": page.url}])
    packet = exchange.packet(record.subject, cta, "sheet")  # type: ignore[arg-type]
    for address in (
        "/recipients",
        f"/recipients/{cta.row.pk}",
        f"/records/{record.pk}/packets/make",
        f"/packets/{packet.pk}",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.dir") == "rtl"
        sound(page)
