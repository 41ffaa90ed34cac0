"""A native speaker reads the desk's words where they stand, says what is better, and takes it away as a file."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from django.test import Client, override_settings
from django.urls import resolve

from antigone.desk.translating.catalogues import catalogues, key_of
from antigone.desk.translating.models import Proofread
from antigone.desk.web.translating.places import EVERYWHERE, pages_of
from desk_people import People, browser

pytestmark = pytest.mark.slow


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send back of the page's messages, untouched."""

    found = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(said) for name, said in found}


def in_ukrainian(client: Client) -> Client:
    client.cookies["antigone-language"] = "uk"
    return client


def test_the_words_of_a_page_are_one_link_away_from_it_and_lead_back(people: People) -> None:
    client = in_ukrainian(browser(people.boris))
    page = client.get("/cases?q=a%26b").content.decode()
    link = re.search(r'href="(/translations/uk\?at=[^"]+)"', page)
    assert link is not None
    words = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert 'href="/cases?q=a%26b"' in words and "<code>desk/web/templates/desk/cases/cases.html" in words
    assert "<code>desk/web/templates/desk/records/" not in words, "of another page"


def test_who_reads_english_is_not_asked_about_translations(people: People) -> None:
    assert "at=" not in browser(people.boris).get("/cases").content.decode()
    assert "/translations" in browser(people.boris).get("/account").content.decode()


def test_what_a_reader_says_is_kept_and_taken_away(people: People) -> None:
    client = browser(people.boris)
    page = client.get("/translations/uk?q=Your+account").content.decode()
    sent = fields_of(page)
    [name] = [each for each, said in sent.items() if said == message_said("Your account")]
    answer = client.post("/translations/uk?q=Your+account", sent | {name: "Ваші дані"}, follow=True)
    assert "Saved: 1 message" in answer.content.decode()
    assert Proofread.objects.get().better == ["Ваші дані"]
    assert "better words suggested" in client.get("/translations/uk?state=better").content.decode()
    patch = client.post("/translations/uk/patch", {"name": "Борис", "email": ""})
    assert patch["Content-Disposition"].startswith('attachment; filename="antigone-uk-')
    assert '+msgstr "Ваші дані"' in patch.content.decode()


def message_said(english: str) -> str:
    return next(each.said[0] for each in catalogues("uk")[0].messages if each.english == (english,))


def test_a_lost_placeholder_is_said_beside_its_field_and_nothing_of_the_page_is_saved(people: People) -> None:
    client = browser(people.boris)
    message = next(each for each in catalogues("uk")[0].messages if each.english[0] == "Add photographs to %(code)s")
    page = "/translations/uk?q=" + quote("Add photographs to")
    sent = fields_of(client.get(page).content.decode())
    answer = client.post(page, sent | {f"{message.key[:16]}-said-0": "Додати світлини"})
    assert answer.status_code == 400
    assert "is gone. Write it exactly as it is there." in answer.content.decode()
    assert "Додати світлини" in answer.content.decode(), "what was typed is not lost"
    assert not Proofread.objects.exists()


def test_each_form_of_plural_says_for_which_numbers_it_is(people: People) -> None:
    several = next(each for each in catalogues("uk")[0].messages if len(each.english) > 1)
    page = browser(people.boris).get("/translations/uk", {"q": several.english[0]}).content.decode()
    assert "For 1, 21, 31" in page and "For 2, 3, 4, 22" in page and "For 0, 5, 6" in page


def test_a_page_that_is_not_there_or_not_ours_is_no_link(people: People) -> None:
    client = browser(people.boris)
    for elsewhere in ("//example.org/", "https://example.org/", "javascript:alert(1)", "/nowhere"):
        page = client.get("/translations/uk", {"at": elsewhere}).content.decode()
        assert "Open that page" not in page and f'href="{elsewhere}"' not in page
    assert client.get("/translations/xx").status_code == 404 == client.get("/translations/xx/patch").status_code


def test_languages_of_families_alone_are_read_too(people: People) -> None:
    page = browser(people.boris).get("/translations").content.decode()
    assert page.count("/translations/") >= 5
    with override_settings(LOCALE_PATHS=[]):
        assert browser(people.boris).get("/translations").status_code == 200


def test_words_know_their_pages() -> None:
    pages = pages_of()
    assert {each.pattern for each in pages["desk/web/templates/desk/agencies.html"]} == {"agencies"}
    assert any(each.name == "case" for each in pages["desk/web/templates/desk/subjects/_marks.html"])
    assert "desk/cases/actions/cases.py" in pages, "what an act refuses is said on the page that asks for it"
    assert EVERYWHERE not in pages
    assert all(each.link == "" or resolve(each.link) for found in pages.values() for each in found)


def test_most_messages_that_are_on_pages_know_which() -> None:
    pages = pages_of()
    shown = [each for each in catalogues("uk")[0].messages if any("/web/templates/" in file for file in each.files)]
    lost = [each for each in shown if not any(file in pages or file == EVERYWHERE for file in each.files)]
    assert len(lost) < len(shown) / 50, sorted({each.files[0] for each in lost})


def test_a_message_is_known_by_its_words_and_its_context() -> None:
    assert key_of("", ("a", "b")) != key_of("a", ("b",))
