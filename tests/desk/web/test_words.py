"""What stands on buttons, labels and pages is said so that a registrar who never saw it knows what it does.

docs/words.md has the words and the reasons; this holds them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
DESK = ROOT / "src/antigone/desk"
MOST = 25
"""Words of a label or a button."""
_SAID = r"""(?:gettext(?:_lazy)?|_)\(\s*"(?P<words>[^"]+)"\s*\)"""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_FIELD_NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_CODE = re.compile(r"\bdesk\.[EWI]\d+|\b[A-Z]{3,}_[A-Z_]+\b")
_SETTINGS = re.compile(r"\bANTIGONE_\w+")
"""What whoever runs the machine writes into a file, as it is written there."""
_NEGATED = re.compile(r"(?:do not|don't|no|not|never)\b", re.IGNORECASE)


@cache
def messages() -> frozenset[str]:
    """Everything that the desk can say, in English."""
    with (DESK / "locale/uk/LC_MESSAGES/django.po").open("rb") as opened:
        catalogue = read_po(opened, locale="uk")
    return frozenset(
        each for row in catalogue if row.id for each in (row.id if isinstance(row.id, tuple) else (row.id,))
    )


@cache
def buttons() -> frozenset[str]:
    """What stands on a button, in templates and where a page's own words are given to one that many share."""
    found = set()
    for path in DESK.rglob("templates/**/*.html"):
        for inside in re.findall(r"<button\b[^>]*>(.*?)</button>", path.read_text(encoding="utf-8"), re.DOTALL):
            found |= set(re.findall(r"""{%\s*translate\s+"([^"]+)\"""", inside))
    return frozenset(found | _given_in_code("button"))


@cache
def labels() -> frozenset[str]:
    """What a field of a form is called, and the choices of a radio button."""
    return _given_in_code("label")


def _given_in_code(name: str) -> frozenset[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in DESK.rglob("*.py"))
    return frozenset(found["words"] for found in re.finditer(rf"\b{name}\s*=\s*{_SAID}", code))


@cache
def retired() -> dict[str, str]:
    """What docs/words.md says is written no more, and what in its place."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/words.md").read_text(encoding="utf-8"), re.M)
    return {old: new for new, olds, _ in rows for old in re.findall(r"“(.+?)”", olds)}


def test_buttons_labels_and_words_that_are_written_no_more_are_found() -> None:
    assert len(buttons()) > 180 and len(labels()) > 100 and len(messages()) > 4_000
    assert len(retired()) >= 10 and "Keep it as it was" in retired()


def test_no_page_says_the_name_of_a_field_or_a_code_of_the_programme() -> None:
    found = {}
    for words in messages():
        plain = _SETTINGS.sub("", _PLACEHOLDER.sub("", words))
        if match := _FIELD_NAME.search(plain) or _CODE.search(plain):
            found[words] = match[0]
    assert found == {}


def test_a_button_says_what_it_does_and_not_what_it_does_not() -> None:
    assert [words for words in buttons() if _NEGATED.match(words)] == []


@pytest.mark.parametrize("said", [buttons, labels], ids=["button", "label"])
def test_nobody_has_to_read_more_than_a_sentence_on_a_button_or_a_label(said: object) -> None:
    found = said()  # type: ignore[operator]
    assert [words for words in found if len(words.split()) > MOST] == []


def test_what_was_once_misunderstood_is_said_no_more() -> None:
    found = {old for old in retired() for words in messages() if re.search(rf"(?<!\w){re.escape(old)}(?!\w)", words)}
    assert found == set()
