"""A case is found from its label: by hand from any page, by a scanner, and by the camera of a telephone.

    uv run pytest -n 0 -s tests/desk/web/test_finding_in_a_browser.py

prints the keys, which docs/usability.md quotes.
"""

from __future__ import annotations

from base64 import b64decode

import pytest
from playwright.sync_api import BrowserContext, expect

from antigone.desk.cases.actions.cases import open_case
from desk_browser import EVERY_SIDE, ON_ONE_DATABASE, fits, sign_in, sound, turn
from desk_people import as_, two_agencies
from desk_photos import an_incident

pytestmark = pytest.mark.slow

READS_SQUARES = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(picture) { return picture.width ? [{ rawValue: "%s" }] : []; }
};
"""
"""What some browsers can do by themselves, and the one of these tests cannot: to read a square in a picture."""


@ON_ONE_DATABASE
def test_a_case_is_found_from_its_label(window: BrowserContext) -> None:
    people = two_agencies()
    case = open_case(by=as_(people.boris), incident=an_incident(people), found_place="Pier 4")
    code = case.subject.code
    page = window.new_page()
    sign_in(page, people.boris.email)

    for width, side in EVERY_SIDE:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/account")
        turn(page, side)
        keys = 0
        for key in ("/", code, "Enter"):
            page.keyboard.type(code) if key == code else page.keyboard.press(key)
            keys += key != code
        expect(page.get_by_role("heading", level=1)).to_contain_text(code)
        assert keys == 2 and fits(page)
        page.goto(f"/find?q={code}")  # where the square on the label leads a telephone's camera
        expect(page.get_by_role("heading", level=1)).to_contain_text(code)
        print(f"from any page to a case by its label, {width} {side}: {keys} keys besides the code; by a camera: none")
    page.set_viewport_size({"width": 360, "height": 740})
    page.keyboard.press("/")
    page.keyboard.type(f"https://elsewhere.example/find?q={code.lower()}\n")  # as a scanner types what it reads
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)

    page.keyboard.press("/")
    page.keyboard.type("pier / 4\n")
    expect(page.get_by_text("Nothing fits that you may see")).to_be_visible()
    expect(page.get_by_label("Find a code, a name")).to_have_value("pier / 4")
    page.goto("/find?q=pier")
    expect(page.get_by_role("link", name=code)).to_be_visible()
    expect(page.get_by_label("Take a picture of the label")).not_to_be_visible()
    sound(page, "find")

    page.add_init_script(READS_SQUARES % code)
    page.goto("/find")
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    picture = {"name": "label.png", "mimeType": "image/png", "buffer": b64decode(dot)}
    page.get_by_label("Take a picture of the label").set_input_files([picture])  # type: ignore[list-item]
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
