"""The few scripts of the pages: all but one keep nothing; none makes markup of words or asks for parts of a machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DESK = Path(__file__).resolve().parents[3] / "src/antigone/desk"
SCRIPTS = sorted(DESK.rglob("static/**/*.js"))

KEEPS = ("capture_store.js", "keeps nothing in the browser")
"""It keeps pictures until there is a network, encrypted: what lies in the browser then is held by
tests/desk/web/photographs/test_capture_in_a_browser.py."""


def test_there_are_scripts_to_be_looked_at() -> None:
    assert len(SCRIPTS) >= 5


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("keeps nothing in the browser", r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\b"),
        ("makes neither markup nor code of words", r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("),
        ("asks for no camera, microphone or place", r"getUserMedia|mediaDevices|geolocation|Notification\b"),
    ],
)
def test_a_script_of_a_page_does_no_such_thing(script: Path, what: str, words: str) -> None:
    if (script.name, what) == KEEPS:
        return
    found = re.search(words, script.read_text(encoding="utf-8"))
    assert found is None, f"{script.name} {what}: {found}"
