"""The desk in the reader's language: no word is left out, no translation is lost, every page says its own language."""

from __future__ import annotations

import ast
import html
import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from django import forms
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.names import act_name, role_name, thing_name
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.words import (
    NO_WEIGHT,
    SUPPORT,
    limit_in_words,
    strangers_in_words,
    stratum_in_words,
    top_in_words,
    weight_in_figures,
    weight_in_words,
    why_no_weight,
)
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.families.words import UNREVIEWED
from antigone.desk.photos.core_words import ADVICE, REFUSALS, refusal_in_words
from antigone.desk.records.actions.records import open_record
from antigone.errors import RuleBroken
from antigone.evidence.strata import label
from antigone.evidence.verbal import SCALES, in_words
from antigone.face import quality
from antigone.face.choose import choose
from antigone.face.photo import decode
from antigone.types import Refusal
from desk_people import People, a_person, as_, browser

ROOT = Path(__file__).resolve().parents[3]
DESK = ROOT / "src/antigone/desk"
LANGUAGES = ("ar", "es", "fr", "ru", "uk")
OTHER_LETTERS = ("ar", "ru", "uk")
"""Languages in whose words no Latin letter is expected."""
FAULTS = {"RuleBroken", "NotThere", "NotAllowed", "SignInRefused"}
WORDS_OF = {"label", "help_text", "empty_label"}
SAME_EVERYWHERE = {"Antigone", "Authorization: Bearer …", "CSV", "SHA-256"}


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools/catalogues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


def bare(node: ast.AST) -> bool:
    """Whether these are words written down, not handed to gettext."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.search("[a-z]", node.value))
    )


def bare_words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        said = node.args if called in FAULTS else node.args[1:] if called.startswith("messages.") else []
        said = [*said, *(word.value for word in node.keywords if word.arg in WORDS_OF)]
        f_strings_of_faults = called.startswith("messages.")  # they join a fault's own, translated words
        for each in said:
            if bare(each) and not (f_strings_of_faults and isinstance(each, ast.JoinedStr)):
                yield f"{path.relative_to(DESK)}, line {each.lineno}: {ast.unparse(each)}"


@pytest.mark.slow
def test_what_actions_and_forms_say_can_be_translated() -> None:
    files = [*DESK.rglob("actions/*.py"), *(DESK / "accounts").glob("*.py"), *(DESK / "web").rglob("*.py")]
    assert [words for path in files for words in bare_words(path)] == []


@pytest.mark.parametrize("path", sorted(DESK.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_what_templates_say_can_be_translated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{%\s*blocktrans.*?endblocktrans(late)?\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"<(code|kbd)\b.*?</\1>", "", text, flags=re.DOTALL)  # commands and keys are the same everywhere
    attributes = re.findall(r"\b(?:aria-label|alt|title|placeholder)=[\"']([^\"']*)", text)
    said = [words.strip() for words in (*re.sub(r"<[^>]*>", "\n", text).splitlines(), *attributes)]
    said = [re.sub(r"&[a-z]+;", "", words) for words in said]
    bare = [words for words in said if re.search(r"[A-Za-z]{2}", words) and words.strip("·, ") not in SAME_EVERYWHERE]
    assert bare == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_hold_every_message_translated_and_compiled(catalogues: ModuleType, language: str) -> None:
    made = catalogues.updated(language)
    assert catalogues.missing(made) == []
    po, mo = catalogues.as_po(made), catalogues.as_mo(made)
    assert catalogues.file_of(language).read_bytes() == po, "run: python tools/catalogues.py"
    assert catalogues.file_of(language, "mo").read_bytes() == mo, "run: python tools/catalogues.py"
    assert (b"NOT REVIEWED BY A NATIVE SPEAKER" in po) == (language in settings.UNREVIEWED_LANGUAGES)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_families_read_is_translated_whole_and_compiled(catalogues: ModuleType, language: str) -> None:
    made = catalogues.updated(language, families=True)
    assert catalogues.missing(made) == [] and len(made) > 200
    po, mo = catalogues.as_po(made), catalogues.as_mo(made)
    assert catalogues.file_of(language, families=True).read_bytes() == po, "run: python tools/catalogues.py --families"
    assert catalogues.file_of(language, "mo", families=True).read_bytes() == mo
    assert (b"NOT REVIEWED BY A NATIVE SPEAKER" in po) == (language in UNREVIEWED)


@pytest.mark.slow
def test_a_language_is_chosen_by_the_browser_or_by_the_person_signed_in_or_not(people: People) -> None:
    client = browser()
    assert '<html lang="en" dir="ltr">' in client.get("/").content.decode()
    arabic = client.get("/", headers={"accept-language": "ar-SY,ar;q=0.9"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in arabic and "للموتى أسماء" in arabic
    answer = client.post("/language", {"language": "uk", "next": "/sign-in"})
    assert answer["Location"] == "/sign-in" and client.cookies["antigone-language"]["httponly"]
    page = client.get("/sign-in", headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="uk" dir="ltr">' in page and "Електронна адреса" in page
    for sent in ({"language": "xx", "next": "/"}, {"next": "/"}, {"language": "ar", "next": "https://evil.example"}):
        assert client.post("/language", sent)["Location"] == "/"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_shown_in_every_language(people: People, language: str) -> None:
    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON", name="The ferry")
    pages = ("/", "/account", "/account/tokens", "/account/passkeys", "/people", f"/people/{people.boris.pk}")
    for person, addresses in (
        (people.ana, (*pages, "/agencies", "/incidents", f"/incidents/{incident.pk}", "/nothing")),
        (people.clara, ("/audit", "/audit/people")),
        (None, ("/", "/sign-in", "/sign-in/passkey")),
    ):
        client = browser(person)
        client.cookies["antigone-language"] = language
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == (404 if address == "/nothing" else 200), address
            assert f'<html lang="{language}"' in answer.content.decode()


def test_the_account_page_says_that_nobody_has_reviewed_a_translation(people: People) -> None:
    client = browser(people.emil)
    assert "not reviewed by a native speaker" not in client.get("/account").content.decode()
    client.cookies["antigone-language"] = "uk"
    assert "не перевірив носій мови" in client.get("/account").content.decode()
    with override_settings(UNREVIEWED_LANGUAGES=()):
        assert "не перевірив носій мови" not in client.get("/account").content.decode()


def test_a_rule_is_explained_in_the_readers_language(people: People) -> None:
    with translation.override("uk"), pytest.raises(RuleBroken, match="Це не код"):
        open_incident(by=as_(people.ana), agency=people.harbour.pk, code="?", name="x")
    client = browser(people.emil)
    client.cookies["antigone-language"] = "ar"
    refused = client.get("/people").content.decode()
    assert "أدوارك لا تسمح بهذا" in refused and "رؤية شخص" in refused


def test_the_desks_own_words_have_names() -> None:
    with translation.override("uk"):
        assert (role_name("examiner"), act_name("open case")) == ("експерт", "відкрити справу")
        assert (thing_name("case 3"), thing_name("console")) == ("справа 3", "консоль")
        assert (act_name("dance"), thing_name("shoe 3"), thing_name("")) == ("dance", "shoe 3", "")


def test_dates_and_numbers_are_written_as_readers_write_them() -> None:
    at = datetime(2026, 3, 5, 16, 7, tzinfo=UTC)
    said = {}
    for language in ("en", *LANGUAGES):
        with translation.override(language):
            said[language] = date_format(at, "DATETIME_FORMAT"), date_format(at, "SHORT_DATE_FORMAT")
            said[language] += (number_format(1.5, 1),)
    assert said["uk"] == ("5 березня 2026 р. 16:07", "05.03.2026", "1,5")
    assert said["ar"] == ("5 مارس 2026، 16:07", "2026/03/05", "1.5")
    assert said["en"] == ("5 March 2026, 16:07", "2026-03-05", "1.5")
    assert said["ru"] == ("5 марта 2026 г. 16:07", "05.03.2026", "1,5")
    assert said["fr"] == ("5 mars 2026 16:07", "05/03/2026", "1,5")
    assert said["es"] == ("5 de marzo de 2026 16:07", "05/03/2026", "1,5")


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_field_of_days_holds_what_browsers_understand(people: People, language: str) -> None:
    client = browser(people.clara)
    client.cookies["antigone-language"] = language
    assert 'value="2026-03-05"' in client.get("/audit?after=2026-03-05").content.decode()
    with translation.override(language):
        assert 'value="2026-03-05"' in str(forms.DateInput().render("day", date(2026, 3, 5)))
        assert forms.DateField().clean("2026-03-05") == date(2026, 3, 5)


def test_what_the_engine_says_is_said_in_the_readers_language() -> None:
    """Every sentence of the engine that pages show is in the catalogues, so that a new one is not forgotten."""
    told = {words for profile in quality._WORDS.values() for name, words in profile.items() if name != "eye-distance"}
    assert told == set(ADVICE)
    assert {word for scale in SCALES.values() for _, word in scale.steps} == set(SUPPORT)
    no_face = choose(None, ())  # type: ignore[arg-type]
    assert isinstance(no_face, Refusal) and (no_face.detail, no_face.hint) == REFUSALS["no-face"]
    for data, name in ((b"", "a.jpg"), (b"GIF89a", "a.gif"), (b"%PDF-1.7", "a.pdf"), (b"\xff\xd8\xff", "a.jpg")):
        refused = decode(data, name)
        assert isinstance(refused, Refusal)
        assert refusal_in_words(refused.code, refused.detail, refused.hint) == (refused.detail, refused.hint)
        for language in LANGUAGES:
            with translation.override(language):
                said = refusal_in_words(refused.code, refused.detail, refused.hint)
                assert not set(said) & {refused.detail, refused.hint}


LOWER = "Nothing lower is stated: it rests on 9 people."
NOT_STATED = (
    *NO_WEIGHT,
    "It would mislead for: x.",
    "Too few people: 3.",
    "How low two photographs of one person score",
)


def test_a_weight_and_its_strangers_are_said_in_the_readers_language() -> None:
    figures = [{"log10_lr": value, "low": value - 0.5, "high": value} for value in (3.7, -2.5)]
    assert weight_in_figures(figures[0]) == "+3.7 (+3.2 to +3.7)"
    assert weight_in_figures(figures[0] | {"limit": "x"}) == "at least +3.7 (+3.2 or more)"
    assert weight_in_figures(figures[1] | {"limit": LOWER}) == "at most -2.5" and limit_in_words(LOWER) == LOWER
    strangers = {"expected": 0.43, "low": 0.39, "high": 0.5, "gallery": 32, "beyond_the_data": False}
    top = {"median_top_score": 0.23, "one_in_twenty": 0.35, "gallery": 32, "beyond_the_data": False}
    weights = [(log10, in_words(log10, limit=limit)) for log10 in (-1.2, 0.0, 2.8) for limit in (True, False)]
    for log10, english in weights:
        assert weight_in_words(log10, english) == english
    assert strangers_in_words(strangers).startswith("About 0.43 strangers (0.39 to 0.5) are expected")
    assert top_in_words(top).startswith("If the person is not among the 32 enrolled")
    assert stratum_in_words(label({}, 1, 1)) == "everybody; 1 photo of the missing, 1 photo of the dead"
    for language in LANGUAGES:
        with translation.override(language):
            said = [weight_in_words(log10, english) for log10, english in weights]
            assert len(set(said)) == 5, "at least, or not; for one side or the other, or for none"
            said += [strangers_in_words(strangers), strangers_in_words(strangers | {"beyond_the_data": True})]
            said += [top_in_words(top), top_in_words(top | {"beyond_the_data": True})]
            said += [stratum_in_words(label({"age_band": "adult", "sex": "female"}, 3, 1))]
            said += [weight_in_figures(weight | {"limit": limit}) for weight in figures for limit in ("", LOWER)]
            said += [limit_in_words(words) for words in (LOWER, "Nothing higher is stated: it rests on 9 people.")]
            said += [limit_in_words("Nothing higher is stated: strangers of this group were seen to score as high.")]
            said += [why_no_weight(words) for words in NOT_STATED]
            assert language not in OTHER_LETTERS or not [
                words for words in said if re.search("[A-Za-z]{2}", words.replace("ENFSI", ""))
            ]


def test_many_are_counted_as_arabic_counts_them() -> None:
    with translation.override("ar"):
        counted = [ngettext("%(number)s candidate", "%(number)s candidates", n) % {"number": n} for n in (1, 2, 3, 11)]
        assert counted == ["مرشح واحد", "مرشحان", "3 مرشحين", "11 مرشحًا"]
        assert ngettext("%(number)s candidate", "%(number)s candidates", 100) % {"number": 100} == "100 مرشح"
        assert translation.gettext(":?.!").endswith("؟")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_page_is_left_in_english(catalogues: ModuleType, people: People, language: str) -> None:
    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON", name="The ferry")
    rhea = a_person("Rhea Solander", people.harbour, Role.REGISTRAR, Role.EXAMINER)
    case = open_case(by=as_(rhea), incident=incident)
    record = open_record(by=as_(rhea), incident=incident, names=[{"family": "Ромашко"}])
    subjects = f"/cases/{case.pk}", f"/records/{record.pk}"
    pages = (*subjects, *(f"{one}/photographs/add" for one in subjects), *(f"{one}/search" for one in subjects))
    pages += (f"/cases/{case.pk}/exclude", f"/records/{record.pk}/link", f"/records/{record.pk}/names")
    pages += ("/", "/cases", f"/incidents/{incident.pk}/cases/open", "/records", "/warnings", "/account")
    pages += (f"/incidents/{incident.pk}/sources", f"/incidents/{incident.pk}/imports")
    client = browser(rhea)
    client.cookies["antigone-language"] = language
    read = catalogues.read(language)
    english = [message.id for message in read if isinstance(message.id, str) and message.id != message.string]
    english = [words for words in english if " " in words and "%(" not in words]
    for address in pages:
        answer = client.get(address)
        text = html.unescape(re.sub(r"<[^>]+>", "\n", answer.content.decode()))
        assert answer.status_code == 200, address
        left = [words for words in english if words in text and re.search(rf"\b{re.escape(words)}", text)]
        assert left == [], address
