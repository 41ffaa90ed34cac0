"""The pages for families: what they say, what they keep to themselves, and what they do with what strangers send."""

from __future__ import annotations

import html
import importlib
import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone, translation

from antigone.desk.families.actions.beginning import LANGUAGES, set_safe_word
from antigone.desk.families.actions.photographs import LIMITS
from antigone.desk.families.actions.review import accept_request
from antigone.desk.families.models import Given, Request, Visit
from antigone.desk.families.paper import as_pdf
from antigone.desk.families.queries import allows, told
from antigone.desk.families.questions import STEPS
from antigone.desk.families.stages import WORDS
from antigone.desk.photos.models import Photograph
from antigone.desk.public.templatetags.family_words import to_call
from antigone.desk.worker import work_once
from desk_people import as_, browser
from desk_photos import DEMO, beside, jpeg
from desk_requests import Ferry, a_ferry

FACES = [sorted((DEMO / f"references/M-00{number}").iterdir())[0].read_bytes() for number in (1, 2)]
NUMBERS = re.compile(r'<dd dir="ltr">([\d ]+)</dd>')


def begun(ferry: Ferry, client: Client | None = None) -> tuple[Client, str, str]:
    """A family at its request, and its two numbers."""
    client = client or browser()
    page = client.post("/p/begin", {"portal": ferry.portal.pk}).content.decode()
    code, secret = NUMBERS.findall(page)
    return client, code, secret


def sent(ferry: Ferry) -> tuple[Client, str, str]:
    client, code, secret = begun(ferry)
    client.post("/p/q/who", {"given": "Олена", "family": "Ромашко"})
    client.post("/p/q/search", {"yes": "yes"})
    client.post("/p/q/check")
    return client, code, secret


def text_of(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "\n", answer.content.decode()))


@pytest.mark.slow
def test_from_the_first_page_to_looking_and_back_without_an_account(ferry: Ferry) -> None:
    client = browser()
    assert client.get("/trace")["Location"] == "/p/"
    assert "Choose your language" in text_of(client.get("/p/"))
    client, code, secret = begun(ferry, client)
    for step in STEPS[:-1]:
        said = {"given": "Olena", "yes": "no", "body-0": "yes", "on": "1"}
        assert client.post(f"/p/q/{step.key}", said).status_code == 302, step.key
    assert "Olena" in text_of(client.get("/p/q/check"))
    client.post("/p/q/check")
    home = text_of(client.get("/p/home"))
    assert "We have your request." in home and "+1 555 0100" in home
    request = Request.objects.get()
    assert allows(request) == {
        ("search", ""): False,
        ("others", ""): False,
        ("share", "The tracing service"): True,
        ("pictures", ""): False,
    }
    client.get("/p/leave")
    assert client.get("/p/home")["Location"] == "/p/back"
    assert client.post("/p/back", {"code": code, "secret": secret})["Location"] == "/p/home"


@pytest.mark.slow
def test_no_page_tells_what_it_is_to_who_looks_at_the_history(ferry: Ferry) -> None:
    client, _, _ = sent(ferry)
    addresses = ["/p/", "/p/begin", "/p/back", "/p/home", "/p/words", "/p/safe", "/p/paper", "/p/nothing"]
    for address in [*addresses, *(f"/p/q/{step.key}" for step in STEPS)]:
        answer = client.get(address)
        assert "<title>Page</title>" in answer.content.decode(), address
        assert "no-store" in answer["Cache-Control"] and "Antigone" not in answer.content.decode()
        assert "Expires" not in str(answer.cookies) and len(answer.content) < 9_000, "small, for slow networks"
    gone = client.get("/p/leave")
    assert gone.status_code == 303 and gone["Location"] == "https://www.wikipedia.org/"
    assert "cookies" in gone["Clear-Site-Data"] and not Visit.objects.exists()


@pytest.mark.slow
def test_the_safe_word_shows_a_page_on_which_nothing_stands(ferry: Ferry) -> None:
    _, code, _ = sent(ferry)
    set_safe_word(by=ferry.theirs(Request.objects.get()), request=Request.objects.get(), word="тиха вода")
    forced = browser()
    forced.post("/p/back", {"code": code, "secret": "Тиха вода"})
    for address in ("/p/home", "/p/q/who", "/p/words", "/p/back/search-0", "/p/safe"):
        said = text_of(forced.get(address))
        assert "Nothing is new." in said and "Ромашко" not in said and "555" not in said
    forced.post("/p/q/who", {"given": "changed"})
    forced.post("/p/back/search-0")
    request = Request.objects.get()
    assert told(request)["who"]["given"] == "Олена" and allows(request)["search", ""]
    page = browser(ferry.lena).get(f"/requests/{request.pk}").content.decode()
    assert "The safe word was used" in page
    assert "safe word" in browser(ferry.lena).get("/").content.decode()


@pytest.mark.slow
def test_what_was_typed_when_the_visit_was_over_is_kept_when_they_come_back(ferry: Ferry) -> None:
    client, code, secret = begun(ferry)
    Visit.objects.update(seen_at=timezone.now() - timezone.timedelta(hours=2))
    answer = client.post("/p/q/who", {"given": "Olena", "family": "O'Neil <b>"})
    assert answer.status_code == 403 and "Are you still there?" in text_of(answer)
    carried = dict(re.findall(r'name="(kept-\w+)" value="([^"]*)"', answer.content.decode()))
    carried = {name: html.unescape(value) for name, value in carried.items()}
    wrong = client.post("/p/back", {"code": code, "secret": "1234567812345670", **carried})
    assert wrong.status_code == 403 and "Olena" in wrong.content.decode(), "a mistake loses nothing"
    assert client.post("/p/back", {"code": code, "secret": secret, **carried})["Location"] == "/p/home"
    assert told(Request.objects.get())["who"] == {"given": "Olena", "family": "O'Neil <b>"}


@pytest.mark.slow
def test_ten_people_in_a_photograph_and_the_family_picks_one_without_scripts(ferry: Ferry) -> None:
    client, _, _ = begun(ferry)
    ten = jpeg(beside(*(FACES * 5)), quality=92)
    answer = client.post("/p/q/photos", {"photos": SimpleUploadedFile("x.jpg", ten), "remark": "a wedding"})
    given = Given.objects.get()
    assert answer["Location"] == "/p/q/photos" and "look at it soon" in text_of(client.get("/p/q/photos"))
    assert client.get(f"/p/face/{given.pk}").status_code == 302, "nothing is found yet"
    work_once()
    given.refresh_from_db()
    assert len(given.faces) == 10
    assert f'href="/p/face/{given.pk}"' in client.get("/p/q/photos").content.decode()
    page = client.get(f"/p/face/{given.pk}").content.decode()
    assert page.count("data:image/jpeg;base64,") == 10 and "/given/" not in page
    assert client.post(f"/p/face/{given.pk}", {"face": "eleven"}).status_code == 400
    client.post(f"/p/face/{given.pk}", {"face": "7"})
    assert Given.objects.get().picked == 7
    Visit.objects.update(began_at=timezone.now())
    assert client.get(f"/p/face/{given.pk}").status_code == 302, "in a later visit nobody sees the faces"
    listed = client.get("/p/q/photos").content.decode()
    assert f'href="/p/face/{given.pk}"' not in listed
    assert "a wedding" in listed and "data:image" not in listed


@pytest.mark.slow
def test_what_strangers_send_breaks_nothing(ferry: Ferry, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = begun(ferry)
    bad = [("a.jpg", b"\xff\xd8\xff nothing"), ("a.svg", b"<svg onload=alert(1)>"), ("a.pdf", b"%PDF-1.7"), ("a", b"")]
    files = [SimpleUploadedFile(name, data) for name, data in bad]
    answer = client.post("/p/q/photos", {"photos": files})
    assert answer.status_code == 400 and text_of(answer).count("cannot read this file") >= 3
    assert client.post("/p/q/who", {"given": "x" * 500}).status_code == 400
    assert client.post("/p/q/born", {"day": "31", "month": "2", "year": "1980"}).status_code == 400
    assert client.post("/p/q/born", {"year": "2199"}).status_code == 400
    assert client.post("/p/q/looks", {"sex": "dragon"}).status_code == 400
    assert client.post("/p/words", {"what": "answer", "words": "I am the desk"}).status_code == 400
    assert client.post("/p/q/marks", {"marks": "<script>alert(1)</script>\x00\u202e"}).status_code in (302, 400)
    assert "<script>alert" not in client.get("/p/home").content.decode()
    for address in ("/p/q/nothing", "/p/face/99999", "/p/back/photo-99999", "/p/back/photo-x", "/p/back/x-1"):
        assert client.get(address).status_code in (302, 404), address
    monkeypatch.setattr("antigone.desk.public.gate.MOST_AT_ONCE", 1_000)
    assert client.post("/p/q/photos", {"photos": SimpleUploadedFile("x.jpg", FACES[0])}).status_code == 413
    assert client.post("/p/l/xx").status_code == 405
    for then in ("https://evil.example/", "//evil.example", "/records"):
        assert client.get(f"/p/l/fr?n={then}")["Location"] == "/p/"


@pytest.mark.slow
def test_a_form_of_another_site_is_refused(ferry: Ferry) -> None:
    client, _code, _secret = begun(ferry)
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/p/q/who", {"given": "Mallory"}).status_code == 403
    assert not told(Request.objects.get())


@pytest.mark.slow
def test_withdrawing_on_their_page_takes_the_photographs_out_of_search(ferry: Ferry) -> None:
    client, _, _ = sent(ferry)
    client.post("/p/q/photos", {"photos": [SimpleUploadedFile("x.jpg", data) for data in FACES], "more": "1"})
    work_once()
    request, rosa = Request.objects.get(), browser(ferry.rosa)
    assert rosa.post(f"/requests/{request.pk}/accept", {"looked": "1"}).status_code == 302
    for given in Given.objects.all():
        assert rosa.post(f"/given/{given.pk}/accept").status_code == 302
    work_once()
    assert Photograph.objects.filter(indexed=True).count() == 2 and "We are looking." in text_of(client.get("/p/home"))
    first = Given.objects.first()
    assert first is not None
    assert "at once" in text_of(client.get(f"/p/back/photo-{first.pk}"))
    client.post(f"/p/back/photo-{first.pk}")
    assert Photograph.objects.filter(indexed=True).count() == 1
    client.post("/p/back/search-0")
    assert Photograph.objects.filter(indexed=True).count() == 0
    assert "We do not look with photographs." in text_of(client.get("/p/home"))
    client.post("/p/words", {"what": "erase", "words": ""})
    assert "You asked us to delete everything." in text_of(client.get("/p/home"))


@pytest.mark.slow
def test_staff_asks_the_same_questions_and_hands_over_the_numbers(ferry: Ferry) -> None:
    lena = browser(ferry.lena)
    page = lena.post(f"/incidents/{ferry.incident.pk}/requests/begin", {"how": "assisted", "language": "ar"})
    code, secret = re.findall(r"<code>([\d ]+)</code>", page.content.decode())
    request = Request.objects.get()
    fill = lena.get(f"/requests/{request.pk}/fill?step=who").content.decode()
    assert "Who is missing?" in fill and 'lang="ar"' in fill and "من المفقود؟" in fill
    lena.post(f"/requests/{request.pk}/fill?step=who", {"given": "Sami"})
    lena.post(f"/requests/{request.pk}/fill?step=search", {"yes": "yes"})
    lena.post(f"/requests/{request.pk}/fill?step=photos", {"photos": SimpleUploadedFile("x.jpg", FACES[0])})
    lena.post(f"/requests/{request.pk}/fill?step=check")
    request.refresh_from_db()
    assert request.sent_at and request.given.get().by == ferry.lena and told(request)["who"] == {"given": "Sami"}
    family = browser()
    assert family.post("/p/back", {"code": code, "secret": secret}).status_code == 302
    lena.post(f"/requests/{request.pk}/answer", {"words": "I call you on Monday."})
    assert "I call you on Monday." in text_of(family.get("/p/home"))


@pytest.mark.slow
def test_what_comes_on_paper_is_written_down_on_one_page(ferry: Ferry) -> None:
    rosa = browser(ferry.rosa)
    rosa.post(f"/incidents/{ferry.incident.pk}/requests/begin", {"how": "paper", "language": "uk"})
    request = Request.objects.get()
    assert rosa.get(f"/requests/{request.pk}/paper").status_code == 200
    form = {
        "who-given": "Олена",
        "born-year": "1980",
        "last-year": "2026",
        "search-yes": "yes",
        "contact-ways": ["letter"],
    }
    answer = rosa.post(
        f"/requests/{request.pk}/paper",
        {**form, "photos": SimpleUploadedFile("scan.jpg", FACES[1]), "remark": "passport"},
    )
    assert answer.status_code == 302, answer.content.decode()
    request.refresh_from_db()
    assert told(request)["born"] == {"year": "1980"} and told(request)["last"] == {"year": "2026"}
    assert request.sent_at and allows(request) == {("search", ""): True} and request.given.get().remark == "passport"


@pytest.mark.slow
def test_staff_sees_a_given_photograph_blurred_until_they_ask(ferry: Ferry) -> None:
    client, _, _ = sent(ferry)
    client.post("/p/q/photos", {"photos": SimpleUploadedFile("x.jpg", FACES[0])})
    given, lena = Given.objects.get(), browser(ferry.lena)
    assert "has not looked" in text_of(lena.get(f"/given/{given.pk}"))
    assert lena.get(f"/given/{given.pk}/blurred").status_code == 404
    work_once()
    page = lena.get(f"/given/{given.pk}").content.decode()
    assert f"/given/{given.pk}/blurred" in page and f"/given/{given.pk}/clear" not in page
    assert f"/given/{given.pk}/clear" in lena.post(f"/given/{given.pk}/look").content.decode()
    assert lena.get(f"/given/{given.pk}/clear")["Content-Type"] == "image/jpeg"
    lena.post(f"/given/{given.pk}/decline", {"why": "It is too dark."})
    assert "It is too dark." in text_of(client.get("/p/home"))
    assert browser(ferry.people.boris).get(f"/given/{given.pk}").status_code == 403


@pytest.mark.slow
def test_every_page_of_staff_works_from_the_first_to_the_last_step(ferry: Ferry) -> None:
    client, _, _ = sent(ferry)
    request, rosa = Request.objects.get(), browser(ferry.rosa)
    accept_request(by=as_(ferry.lena), request=request)
    client.post("/p/q/marks", {"marks": "a scar"})
    client.post("/p/words", {"what": "complaint", "words": "Nobody called."})
    page = rosa.get(f"/requests/{request.pk}").content.decode()
    assert "a scar" in page and "Nobody called." in page
    upto = re.search(r'name="upto" value="(\d+)"', page)
    assert upto is not None
    for address, said in (
        ("take-over", {"upto": upto[1]}),
        ("read", {}),
        ("call", {}),
        ("withdraw", {"what": "search-0"}),
        ("close", {"reason": "she came home"}),
        ("reopen", {"reason": "a mistake"}),
        ("renew", {"reason": "her passport"}),
        ("erase", {"reason": "they ask"}),
    ):
        answer = rosa.post(f"/requests/{request.pk}/{address}", said)
        assert answer.status_code == (200 if address == "renew" else 302), (address, text_of(answer))
    assert "was destroyed" in rosa.get(f"/requests/{request.pk}").content.decode()
    assert rosa.get("/requests?state=erased").content.decode().count("/requests/") >= 1


@pytest.mark.slow
def test_an_administrator_prepares_and_opens_the_pages(people: Any) -> None:
    ferry = a_ferry(people, public=False)
    ana, stranger = browser(people.ana), browser()
    assert "No new request can begin" in text_of(stranger.get("/p/"))
    assert ana.post(f"/portals/{ferry.portal.pk}/open", {"reason": ""}).status_code == 400
    ana.post(f"/portals/{ferry.portal.pk}/open", {"reason": "the first families ask"})
    assert "Tell us whom you miss" in text_of(stranger.get("/p/"))
    said = {"source": ferry.portal.source_id, "called": "The ferry", "telephone": "2", "bodies": "One\nTwo"}
    assert ana.post(f"/portals/{ferry.portal.pk}/change", said).status_code == 302
    page = ana.get(f"/incidents/{ferry.incident.pk}/families").content.decode()
    assert "The ferry" in page and "No native speaker has read them yet" in page
    ana.post(f"/portals/{ferry.portal.pk}/shut", {"reason": "enough"})
    assert stranger.post("/p/begin", {"portal": ferry.portal.pk}).status_code == 400


# A process of their own


@pytest.mark.slow
def test_in_a_process_of_their_own_families_find_their_pages_and_nothing_else(ferry: Ferry) -> None:
    alone = {"ROOT_URLCONF": "antigone.desk.public.site", "MIDDLEWARE": settings.FAMILY_MIDDLEWARE}
    with override_settings(**alone):
        client, _code, _secret = sent(ferry)
        assert "We have your request." in text_of(client.get("/p/home"))
        for address in ("/", "/sign-in", "/requests", "/api/openapi.json", "/records"):
            answer = client.get(address)
            assert answer.status_code == 404 and "Antigone" not in answer.content.decode(), address


def test_a_desk_whose_families_are_served_elsewhere_has_none_of_their_pages(people: Any) -> None:
    from antigone.desk import urls

    try:
        with override_settings(DESK=replace(settings.DESK, families_here=False)):
            importlib.reload(urls)
            assert len(urls.urlpatterns) == 2
    finally:
        importlib.reload(urls)
    assert len(urls.urlpatterns) == 3


# Languages


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_in_english(ferry: Ferry, language: str) -> None:
    from antigone.desk.families.questions import FORMS

    client = browser()
    client.get(f"/p/l/{language}")
    client, _, _ = begun(ferry, client)
    pages = ["/p/", "/p/begin", "/p/back", "/p/home", "/p/words", "/p/safe", "/p/paper", "/p/nothing"]
    english = {str(words) for step in STEPS for words in (step.title, step.lead)}
    english |= {str(field.label) for form in FORMS.values() for field in form.base_fields.values()}
    english |= {str(words) for pair in WORDS.values() for words in pair}
    english |= {"Leave this page now", "You can always call us:", "What you allow", "Keep it and go on"}
    said = ""
    for address in [*pages, *(f"/p/q/{step.key}" for step in STEPS)]:
        answer = client.get(address)
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode(), address
        assert answer["Content-Language"] == language
        said += text_of(answer)
        machine = {"en": False}.get(language, True)
        with translation.override(language):
            note = translation.gettext("A machine translated these pages. No native speaker has read them yet.")
        assert (note in text_of(answer)) == machine
    left = {words for words in english if len(words) > 4 and words in said}
    assert left == set() if language != "en" else len(left) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_form_is_made_in_each_language(language: str) -> None:
    made = as_pdf(language)
    assert made.startswith(b"%PDF-1.7") and made == as_pdf(language) and len(made) > 20_000


@pytest.mark.slow
def test_the_limits_that_a_family_reads_are_those_that_hold(ferry: Ferry) -> None:
    client, _, _ = begun(ferry)
    assert f"{LIMITS.max_bytes // 1_000_000} megabytes" in text_of(client.get("/p/q/photos"))


def test_each_number_in_what_is_said_of_the_telephone_calls_it_and_nothing_else_does() -> None:
    said = to_call("0800 12 34 56, day and night; +380 (44) 123-45 <b>from abroad</b>")
    assert 'href="tel:0800123456" dir="ltr">0800 12 34 56</a>, day and night' in said
    assert 'href="tel:+3804412345"' in said and "<b>" not in said
    assert to_call("ask at gate 7") == "<bdi>ask at gate 7</bdi>"
