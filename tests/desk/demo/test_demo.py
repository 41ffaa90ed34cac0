"""The demonstration, as a newcomer meets it: its own process, a browser as narrow as a telephone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from antigone.desk.demo import HALF_MADE, MARK
from antigone.desk.demo.people import PEOPLE
from antigone.desk.setup import make_folder
from desk_browser import complaints
from desk_databases import free_port

NEW = resources.files("antigone.demo") / "incident" / "unidentified" / "U-01.jpg"


@pytest.mark.slow
def test_its_settings_serve_no_desk_that_is_none_of_its_own(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    make_folder(home, "one-desk")
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env={**os.environ, **_settings(home), "DJANGO_SETTINGS_MODULE": "antigone.desk.demo.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0 and "These settings are for the demonstration" in done.stderr


@pytest.mark.slow
def test_it_writes_into_no_folder_that_holds_other_things(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    done = _antigone("demo", "--out", str(tmp_path), "--no-browser", check=False)
    assert done.returncode == 2 and "holds other things" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@contextmanager
def served(out: Path) -> Iterator[str]:
    """The address of a demonstration whose first page is there."""
    command = [sys.executable, "-m", "antigone", "demo", "--out", str(out), "--port", str(free_port()), "--no-browser"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANTIGONE_")}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(300) == 0


@dataclass(frozen=True)
class First:
    """The first page as it was when it came, and where it is open still."""

    address: str
    page: Page
    said: str
    complaints: list[str]


@pytest.fixture(scope="module")
def first(out: Path, chromium: Browser) -> Iterator[First]:
    """The first page of a demonstration that was interrupted, and is begun again."""
    (out / MARK).touch()
    (out / HALF_MADE).touch()
    (out / "desk.sqlite3").write_text("half a database")
    with served(out) as address:
        context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address)
        page = context.new_page()
        page.goto("/tour")
        yield First(address, page, page.inner_text("main"), complaints(page))
        context.close()


@pytest.fixture(scope="module")
def address(first: First) -> str:
    """Of the demonstration, once its incident is whole: the first page goes on to the tour by itself."""
    first.page.get_by_role("button", name=re.compile("Come in as")).first.wait_for(timeout=600_000)
    return first.address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    yield context.new_page()
    context.close()


@pytest.mark.sweep
@pytest.mark.slow
def test_a_newcomer_reads_who_works_here_while_the_incident_is_made_and_is_let_in_when_it_is_whole(
    first: First, address: str, out: Path
) -> None:
    """What was interrupted before is not shown as if it were whole: it was made anew."""
    assert re.search(r"\d+ of \d+ pieces of work", first.said)
    assert all(one.name in first.said for one in PEOPLE) and "Come in" not in first.said
    assert first.complaints == []
    assert first.page.url == f"{address}/tour" and first.page.locator("#progress").count() == 0
    assert not (out / HALF_MADE).exists()


@pytest.mark.sweep
@pytest.mark.slow
def test_a_newcomer_comes_from_the_tour_to_a_candidate_list(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("Tour")).click()
    assert complaints(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="U-01.jpg").click()
    saved.value.save_as(tmp_path / "U-01.jpg")
    assert (tmp_path / "U-01.jpg").read_bytes() == NEW.read_bytes()

    page.get_by_role("button", name=re.compile("Come in as Ines Marlow")).first.click()
    page.locator("main form button").last.click()
    page.get_by_role("link", name=re.compile("No photograph yet")).click()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "U-01.jpg")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile(r"/photographs$"))
    case = page.url.partition("/photographs")[0]
    listed = page.get_by_role("link", name=re.compile("The latest list"))
    for _ in range(300):
        page.goto(case)
        if listed.count():
            break
        page.wait_for_timeout(1000)
    listed.click()
    assert "A candidate is a lead, never an identification" in page.inner_text("main")
    assert "Iñigo Salvarroya" in page.locator(".candidate").first.inner_text()
    assert complaints(page) == []


@pytest.mark.sweep
@pytest.mark.slow
def test_each_of_its_people_comes_in_with_one_click_and_sees_their_own_desk(page: Page) -> None:
    page.goto("/tour")
    names = page.locator("ul.list bdi").all_inner_texts()[::2]
    assert len(names) == len(PEOPLE)
    for name in names:
        page.goto("/tour")
        page.get_by_role("button", name=f"Come in {name}").click()
        assert name in page.inner_text("header") and "Your desk" in page.inner_text("h1")


def _antigone(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANTIGONE_")}
    command = [sys.executable, "-m", "antigone", *words]
    return subprocess.run(command, check=check, capture_output=True, text=True, env=environment)


def _settings(home: Path) -> dict[str, str]:
    lines = (home / "desk.env").read_text().splitlines()
    said = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return said | {"ANTIGONE_DESK_HOME": str(home)}


@pytest.mark.sweep
@pytest.mark.slow
def test_everything_that_was_done_in_it_is_as_the_audit_bound_it(address: str, out: Path) -> None:
    """From the first photograph to the family that was told: no act of the desk writes past what binds it."""
    done = _antigone("desk", "--home", str(out), "verify-audit", check=False)
    assert done.returncode == 0 and address and done.stdout == "", done.stdout
    told = re.search(r"Sound: (\d+) rows.* and (\d+) that they bind", done.stderr)
    assert told is not None and int(told[1]) > 500 and int(told[2]) > 500, done.stderr
