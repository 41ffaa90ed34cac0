"""Photographs by telephone: several at once, dropped, with and without scripts; and what axe says of each page."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.photos.models import Photograph
from antigone.desk.worker import work_once
from desk_browser import ON_ONE_DATABASE, sign_in, sound
from desk_people import two_agencies
from desk_photos import a_dead_face, a_photograph, a_subject, beside, jpeg

pytestmark = pytest.mark.slow


def dropped(page: Page, name: str, data: bytes) -> None:
    """Drop a file as somebody would who drags it from a folder."""
    page.evaluate(
        """([name, data]) => {
        const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0)), held = new DataTransfer();
        held.items.add(new File([bytes], name, {type: 'image/jpeg'}));
        const said = new DragEvent('drop', {dataTransfer: held, bubbles: true, cancelable: true});
        document.getElementById('drop').dispatchEvent(said);
        }""",
        [name, base64.b64encode(data).decode()],
    )


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = []
    for number in range(3):
        path = tmp_path / f"IMG_{number}.jpg"
        path.write_bytes(a_dead_face(number))
        paths.append(str(path))
    return paths


def test_several_photographs_are_added_dropped_and_waited_for(window: BrowserContext, files: list[str]) -> None:
    people = two_agencies()
    subject = a_subject(people)
    page = window.new_page()
    sign_in(page, people.boris.email)
    page.goto(f"/cases/{subject.pk}/photographs")
    page.get_by_role("link", name="Add photographs").click()
    page.get_by_label("When were they taken?").select_option("before cleaning")
    page.get_by_label("Choose photographs").set_input_files(files[:2])
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Photographs of")
    expect(page.get_by_text("is looking at it")).to_have_count(2)
    work_once()
    expect(page.get_by_text("It is used in searches.")).to_have_count(2)  # nobody reloaded

    page.get_by_role("link", name="Add photographs").click()
    dropped(page, "again.jpg", a_dead_face(0))
    expect(page.locator("#sent")).to_contain_text("The same file is here already")
    dropped(page, "third.jpg", a_dead_face(2))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Photographs of")
    assert Photograph.objects.count() == 3
    assert list(Photograph.objects.values_list("stage", flat=True)) == ["before cleaning"] * 2 + ["unknown"]
    page.get_by_role("link", name=f"Photograph {Photograph.objects.latest('pk').pk}").click()
    expect(page.get_by_text("is looking at this photograph")).to_be_visible()
    work_once()
    expect(page.get_by_text("This photograph is searched.")).to_be_visible()


def test_without_scripts_the_same_is_done_by_forms(window: BrowserContext, files: list[str]) -> None:
    browser = window.browser
    assert browser is not None
    people = two_agencies()
    subject = a_subject(people)
    first = window.new_page()
    first.goto("/sign-in")
    plain = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=first.url.removesuffix("/sign-in")
    )
    page = plain.new_page()
    sign_in(page, people.boris.email)
    page.goto(f"/cases/{subject.pk}/photographs/add")
    page.get_by_label("Choose photographs").set_input_files(files)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("3 photographs were added")).to_be_visible()
    work_once()
    page.get_by_role("link", name="Photograph", exact=False).nth(0).click()
    expect(page.get_by_text("This photograph is searched.")).to_be_visible()
    page.get_by_role("button", name="Show it clearly").click()
    expect(page.locator("svg image")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert AuditRow.objects.filter(verb="see photograph of the dead").count() == 1
    page.get_by_label("3: heavily injured or decomposed").check()
    page.get_by_role("button", name="Keep the grade").click()
    expect(page.get_by_text("Graded 3")).to_be_visible()
    page.get_by_label("Why").last.fill("it shows somebody else")
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("For ten minutes you can put it back yourself.")).to_be_visible()
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("was taken out on")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_text("It is back as it was.")).to_be_visible()
    plain.close()
    assert verify().faults == ()


def test_a_face_is_chosen_by_keyboard_after_one_look(window: BrowserContext) -> None:
    people = two_agencies()
    photograph = a_photograph(people, jpeg(beside(a_dead_face(0), a_dead_face(1))))
    work_once()
    page = window.new_page()
    sign_in(page, people.boris.email)
    page.goto(f"/photographs/{photograph.pk}")
    page.get_by_role("button", name="Show it clearly").focus()
    page.keyboard.press("Enter")
    expect(page.locator("svg.crop")).to_have_count(2)
    expect(page.locator("rect")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert AuditRow.objects.filter(verb="see photograph of the dead").count() == 1
    page.get_by_label("Face 1").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The face is chosen")).to_be_visible()
    work_once()
    expect(page.get_by_text("This photograph is searched.")).to_be_visible()
    assert photograph.faces.get(chosen=True).number == 2


@ON_ONE_DATABASE
def test_axe_finds_nothing_on_the_pages_of_photographs(window: BrowserContext) -> None:
    people = two_agencies()
    subject = a_subject(people)
    a_photograph(people, subject=subject)
    several = a_photograph(people, jpeg(beside(a_dead_face(1), a_dead_face(2))), subject)
    work_once()
    waiting = a_photograph(people, a_dead_face(3), subject)
    page = window.new_page()
    sign_in(page, people.boris.email)
    addresses = {
        "photographs": f"/cases/{subject.pk}/photographs",
        "add-photographs": f"/cases/{subject.pk}/photographs/add",
        "photograph": f"/photographs/{several.pk}",
        "photograph-waiting": f"/photographs/{waiting.pk}",
        "photograph-clear": "",
    }
    for name, address in addresses.items():
        if address:
            page.goto(address)
        else:
            page.goto(addresses["photograph"])
            page.get_by_role("button", name="Show it clearly").click()
            expect(page.locator("svg.crop")).to_have_count(2)
        sound(page, name)
