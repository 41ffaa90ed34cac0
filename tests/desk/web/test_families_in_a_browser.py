"""A family on a telephone of 360 pixels: in English without scripts, in Arabic with them; then those who read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.desk.families.models import Given, Request, Visit
from antigone.desk.families.queries import allows, told
from antigone.desk.worker import work_once
from desk_browser import complaints, fits, sign_in
from desk_people import two_agencies
from desk_photos import DEMO, beside, jpeg
from desk_requests import Ferry, a_ferry

pytestmark = pytest.mark.slow
FACES = [sorted((DEMO / f"references/M-00{number}").iterdir())[0].read_bytes() for number in (1, 2)]


@pytest.fixture
def telephone(chromium: Browser, served, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[BrowserContext, Ferry]]:
    """Without scripts, as an old telephone or a careful one has it."""
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, family_exit=f"{served.address}/static/p/p.css"))
    ferry = a_ferry(two_agencies())
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, base_url=served.address, java_script_enabled=False, locale="en-GB"
    )
    yield context, ferry
    context.close()


def sound(page: Page) -> None:
    """Nothing reaches beyond the side, and axe finds nothing."""
    assert fits(page), page.url
    assert complaints(page) == [], page.url


def test_a_request_without_scripts_survives_the_end_of_the_visit(
    telephone: tuple[BrowserContext, Ferry], tmp_path: Path
) -> None:
    context, _ferry = telephone
    page = context.new_page()
    page.goto("/trace")
    page.get_by_role("link", name="English").first.click()
    page.get_by_role("link", name="Tell us whom you miss").click()
    page.get_by_role("button", name="Begin").click()
    code, secret = (page.locator("dd").nth(place).inner_text() for place in (0, 1))
    page.get_by_role("link", name="I have written them down").click()
    page.get_by_label("First name").fill("Олена")
    page.get_by_label("Family name").fill("Ромашко")
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    Visit.objects.all().delete()
    page.get_by_label("Your name").fill("Iryna")
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    page.get_by_label("First number").fill(code)
    page.get_by_label("Second number").fill(secret)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("You have begun.")).to_be_visible()
    request = Request.objects.get()
    assert told(request) == {"who": {"given": "Олена", "family": "Ромашко"}, "you": {"name": "Iryna"}}

    both = tmp_path / "both.jpg"
    both.write_bytes(jpeg(beside(*FACES), quality=92))
    page.get_by_role("link", name="Add a photograph").click()
    page.get_by_label("Choose a photograph").set_input_files(both)
    page.get_by_role("button", name="Send the photograph").click()
    expect(page.get_by_text("We have it, and look at it soon.")).to_be_visible()
    work_once()
    page.get_by_role("link", name="See what we found").click()
    page.get_by_role("link", name="Who of them is it?").click()
    page.get_by_role("radio", name="Face 2").check()
    page.get_by_role("button", name="Keep it and go on").click()
    assert Given.objects.get().picked == 2
    page.goto("/p/q/search")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Keep it and go on").click()
    page.goto("/p/q/check")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="We have your request.")).to_be_visible()
    assert not allows(Request.objects.get())["search", ""], "refused, and sent all the same"
    page.get_by_role("link", name="Leave this page now").click()
    assert page.url.endswith("/static/p/p.css") and not Visit.objects.exists()
    page.goto("/p/home")
    expect(page.get_by_role("heading", name="Come back")).to_be_visible()


def test_in_arabic_from_the_right_and_away_at_once(chromium: Browser, served, monkeypatch) -> None:
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, family_exit=f"{served.address}/static/p/p.js"))
    ferry = a_ferry(two_agencies())
    window = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=served.address)
    page = window.new_page()
    page.goto("/p/")
    sound(page)
    page.get_by_role("link", name="العربيّة").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="أخبرونا من تفتقدون").click()
    page.get_by_role("button", name="ابدأ").click()
    sound(page)
    page.get_by_role("link", name="كتبتُ الرقمين").click()
    page.get_by_label("الاسم الأول").fill("سامي")
    page.get_by_role("button", name="حفظ ومتابعة").click()
    for step in ("born", "looks", "photos", "contact", "share"):
        page.goto(f"/p/q/{step}")
        sound(page)
    page.goto("/p/q/search")
    page.get_by_label("نعم").check()
    page.get_by_role("button", name="حفظ ومتابعة").click()
    page.goto("/p/q/check")
    sound(page)
    page.get_by_role("button", name="إرسال").click()
    expect(page.get_by_role("heading", name="طلبكم لدينا.")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="سحب").click()
    page.get_by_role("button", name="نعم، اسحبوه").click()
    page.wait_for_url("**/p/home")
    assert not allows(Request.objects.get())["search", ""]
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/static/p/p.js")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("سامي")

    staff = window.new_page()
    sign_in(staff, ferry.lena.email)
    staff.goto("/requests")
    sound(staff)
    staff.goto(f"/requests/{Request.objects.get().pk}")
    sound(staff)
    staff.get_by_role("link", name="Accept it, which opens the record").click()
    sound(staff)
    staff.get_by_role("button", name="Accept", exact=True).click()
    expect(staff.get_by_text("The request is accepted")).to_be_visible()
    for address in ("fill?step=contact", "paper"):
        staff.goto(f"/requests/{Request.objects.get().pk}/{address}")
        sound(staff)
    staff.goto(f"/incidents/{ferry.incident.pk}/families")
    sound(staff)
    window.close()
