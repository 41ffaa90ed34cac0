"""Points set and a cover painted on a photograph: by mouse, by keyboard alone, by touch, and without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.desk.photos.by_hand import faces_of
from antigone.desk.photos.cover import png
from antigone.desk.photos.models import CoverByHand, Face, Photograph, PointsByHand
from antigone.desk.photos.queries import sealed
from antigone.desk.worker import work_once
from desk_browser import sign_in, sound
from desk_people import two_agencies
from desk_photos import a_photograph

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("ANTIGONE_SCREENSHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"by-hand-{name}.png"), full_page=True)


def opened(page: Page, what: str) -> Photograph:
    people = two_agencies()
    photograph = a_photograph(people)
    work_once()
    sign_in(page, people.boris.email)
    page.goto(f"/photographs/{photograph.pk}")
    page.get_by_role("link", name=what).click()
    expect(page.get_by_role("img", name="Blurred photograph")).to_be_visible()
    page.get_by_role("button", name="Show it clearly").click()
    return Photograph.objects.get(pk=photograph.pk)


def points_of(photograph: Photograph) -> np.ndarray:
    return faces_of(Photograph.objects.get(pk=photograph.pk), sealed(photograph))[0].landmarks


def test_points_are_set_by_mouse_by_keyboard_and_by_touching_the_picture(window: BrowserContext) -> None:
    page = window.new_page()
    photograph = opened(page, "Set eyes, nose and mouth")
    before = points_of(photograph)
    eye = page.get_by_role("button", name="Eye on the left:")
    expect(eye).to_be_visible()
    expect(page.get_by_label("across").first).to_have_value("")
    shot(page, "points-360")
    sound(page, "points")
    eye.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Eye on the right:")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    nose = page.get_by_role("button", name="Tip of the nose:")
    nose.scroll_into_view_if_needed()
    box = nose.bounding_box()
    assert box is not None
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 3, at[1] - 6, steps=3)
    page.mouse.up()
    expect(page.locator("#point-said")).to_contain_text("Tip of the nose")
    page.set_viewport_size({"width": 1440, "height": 900})
    shot(page, "points-1440")
    page.get_by_role("button", name="Keep these points").click()  # the browser asks why
    page.get_by_label("Why").fill("a strand lies over the eye")
    page.get_by_role("button", name="Keep these points").click()
    expect(page.get_by_text("The points are kept")).to_be_visible()
    work_once()
    page.reload()
    expect(page.get_by_text("The points of this face were set by hand")).to_be_visible()
    expect(page.get_by_text("a strand lies over the eye")).to_be_visible()
    shot(page, "photograph")
    after = points_of(photograph)
    moved = np.abs(after - before).sum(axis=1) > 0.2
    assert moved.tolist() == [True, False, True, False, False]
    page.get_by_role("link", name="Set eyes, nose and mouth").click()
    page.get_by_role("button", name="Show it clearly").click()
    page.get_by_role("button", name="All are right as they are").click()
    expect(page.get_by_role("button", name="Leave it to the machine")).to_have_count(5)
    expect(page.get_by_role("button", name="All are right as they are")).to_be_hidden()
    step = max(0.5, max(photograph.width or 0, photograph.height or 0) / 1000)
    assert np.allclose(after[0] - before[0], [-step, 10 * step], atol=0.15)


def test_without_scripts_points_are_numbers_and_a_mask_is_a_file(window: BrowserContext, tmp_path: Path) -> None:
    browser = window.browser
    assert isinstance(browser, Browser)
    first = window.new_page()
    first.goto("/sign-in")
    plain = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=first.url.removesuffix("/sign-in")
    )
    page = plain.new_page()
    photograph = opened(page, "Set eyes, nose and mouth")
    before = points_of(photograph)
    shot(page, "points-plain")
    page.locator("#id_left_eye_x").fill(f"{before[1, 0]:.1f}")
    page.locator("#id_left_eye_y").fill(f"{before[1, 1]:.1f}")
    page.locator("#id_right_eye_x").fill(f"{before[0, 0]:.1f}")
    page.locator("#id_right_eye_y").fill(f"{before[0, 1]:.1f}")
    page.get_by_label("Why").first.fill("they are covered")
    page.get_by_role("button", name="Keep these points").click()
    expect(page.get_by_text("No face has its points so")).to_be_visible()
    expect(page.locator("#id_left_eye_x")).to_have_value(f"{before[1, 0]:.1f}")
    assert not PointsByHand.objects.exists()
    page.goto(f"/photographs/{photograph.pk}/painted")
    mask = np.zeros((photograph.height or 1, photograph.width or 1), np.uint8)
    mask[int(before[2, 1]) :] = 255
    file = tmp_path / "mask.png"
    file.write_bytes(png(mask > 0))
    page.get_by_text("Send a mask as a file").click()
    page.get_by_label("A mask").set_input_files(str(file))
    page.get_by_label("What hides it").last.fill("a sheet")
    page.get_by_role("button", name="Keep this mask").click()
    expect(page.get_by_text("The mask is kept")).to_be_visible()
    work_once()
    assert Face.objects.get().covered > 0.3
    plain.close()


def test_a_cover_is_painted_by_hand_and_by_keyboard_and_undone(window: BrowserContext) -> None:
    page = window.new_page()
    photograph = opened(page, "Paint over what hides the face")
    sheet = page.locator("#paint")
    expect(sheet).to_be_visible()
    sound(page, "painted")
    sheet.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_label("Width").fill("90")
    sheet.evaluate("each => each.scrollIntoView({block: 'center'})")
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.7, steps=6)
    page.mouse.up()
    shot(page, "painted-360")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    page.set_viewport_size({"width": 1440, "height": 900})
    shot(page, "painted-1440")
    page.locator("#paint-form").get_by_label("What hides it").fill("a sheet")
    page.get_by_role("button", name="Keep what is painted").click()
    expect(page.get_by_text("What is painted is kept")).to_be_visible()
    work_once()
    page.reload()
    expect(page.get_by_text("What is hidden is left out of account")).to_be_visible()
    assert 0.1 < Face.objects.get().covered < 0.7 and CoverByHand.objects.get().painted
    page.goto(f"/photographs/{photograph.pk}/painted")
    page.get_by_label("Why").fill("it was cleaned")
    page.get_by_role("button", name="Take it off").click()
    work_once()
    assert Face.objects.get().covered == 0
