"""Somebody new reads what a page is for beside it, and what their role does, with pictures of nobody who exists."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import get_resolver
from PIL import Image

from antigone.desk.accounts.permissions import Role
from antigone.desk.web.guides.topics import BESIDE, GUIDES, TOPICS
from desk_people import People, a_person, browser

STATIC = Path(__file__).resolve().parents[3] / "src/antigone/desk/web/static"
MOST = 40_000
"""Bytes of a picture: all of them travel in the wheel, and are read over a slow line."""


def test_every_role_has_a_guide_and_every_topic_is_in_one() -> None:
    assert set(GUIDES) == set(Role)
    assert {key for keys in GUIDES.values() for key in keys} == set(TOPICS)


def test_every_page_that_help_names_is_there() -> None:
    assert set(BESIDE) <= {str(name) for name in get_resolver("antigone.desk.web.urls").reverse_dict}
    assert sum(len(topic.pages) for topic in TOPICS.values()) == len(BESIDE), "a page has one topic"


@pytest.mark.parametrize("key", TOPICS)
def test_the_picture_of_a_topic_is_small_and_as_large_as_the_page_says(key: str) -> None:
    path = STATIC / TOPICS[key].picture
    with Image.open(path) as picture:
        assert picture.size == (900, 560)
    assert path.stat().st_size < MOST


def test_no_picture_is_of_no_topic() -> None:
    assert {path.stem for path in (STATIC / "desk/guide").iterdir()} == set(TOPICS)


def test_nothing_in_a_guide_is_longer_than_somebody_tired_reads() -> None:
    long = [str(words) for topic in TOPICS.values() for words in topic.words if len(str(words)) > 120]
    assert long == []


@pytest.mark.slow
def test_whoever_has_no_role_yet_reads_all_guides_and_their_own_comes_first(people: People) -> None:
    page = browser(people.boris).get("/how-this-works").content.decode()
    assert page.index(">examiner</a>") < page.index(">registrar</a>") and "your role" in page
    new = browser(a_person("Nora New", people.harbour))
    assert "your role" not in new.get("/how-this-works").content.decode()
    guide = new.get("/how-this-works/liaison%20officer").content.decode()
    assert "Two trained people go" in guide and "desk/guide/telling.webp" in guide
    assert new.get("/how-this-works/king").status_code == 404 and new.get("/help/king").status_code == 404


@pytest.mark.slow
def test_a_page_without_a_topic_offers_no_help(people: People) -> None:
    client = browser(people.ana)
    assert 'href="/help/people"' in client.get("/people").content.decode()
    assert "help-link" not in client.get("/account").content.decode()
    assert "help-link" not in browser().get("/").content.decode()
