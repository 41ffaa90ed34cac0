"""A table that came is looked at, put right and brought in, on a telephone and from either side."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from antigone.desk.intake.models import Import
from antigone.types import Basis
from desk_browser import ON_ONE_DATABASE, sign_in, sound, turn
from desk_intake import a_file, zipped
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import two_agencies

pytestmark = pytest.mark.slow


@ON_ONE_DATABASE
def test_a_registrar_sees_what_an_archive_would_do_and_then_does_it(window: BrowserContext, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    table = "Foto;Kennung;Familie;born;age\nfoto1.jpg;M-1;Lind;05/07/1980;alt\nfoto8.jpg;M-2;Roth;;\n"
    (tmp_path / "families.zip").write_bytes(
        zipped({"in/manifest.csv": table.encode(), "in/foto1.jpg": a_file(1), "in/foto9.jpg": a_file(2)}).read()
    )
    page = window.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, rosa.email)
    page.goto(f"/incidents/{incident.pk}/imports/begin")
    page.get_by_label("missing persons").check()
    page.get_by_label("Lawful source").select_option(index=1)
    page.get_by_label("A ZIP archive").set_input_files(tmp_path / "families.zip")
    page.get_by_role("button", name="Send them, and look").click()
    expect(page.get_by_text("Nothing is brought in yet")).to_be_visible()
    sound(page, "import-preview")
    turn(page, "ltr")
    page.get_by_role("radio", name="day first").check()
    page.get_by_label("The file that is meant").select_option("in/foto9.jpg")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("was chosen for it")).to_be_visible()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("Under way.")).to_be_visible()
    assert Import.objects.get().items.filter(state="waiting").count() == 2
