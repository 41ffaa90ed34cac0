"""From a family's wish to a receipt in their hand, by pages alone; and nothing of it can be seen afterwards."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from antigone.desk.accounts.permissions import Role
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.paper import as_paper
from antigone.desk.erasing.traces import open_marks
from antigone.desk.photos.models import Photograph
from desk_erasing import NAME, SISTER, Missing, somebody_missing
from desk_faces import an_incident
from desk_people import People, a_person, browser

ASKED = {"asked_as": "a relative", "asker": SISTER, "how": "her passport was seen", "reason": "she asked"}


@pytest.fixture
def missing(people: People) -> Missing:
    return somebody_missing(people, an_incident(people.harbour))


def ask(missing: Missing, address: str, number: int) -> Erasure:
    answer = browser(missing.rosa).post(reverse(address, args=[number]), ASKED)
    assert answer.status_code == 302, answer.content.decode()
    return Erasure.objects.latest("pk")


@pytest.mark.slow
def test_a_photograph_is_erased_by_two_people_and_the_code_is_shown_once(missing: Missing) -> None:
    rosa, lena, shown = browser(missing.rosa), browser(missing.lena), missing.photographs[0]
    assert (
        reverse("photograph-erase", args=[shown.pk])
        in rosa.get(reverse("photograph", args=[shown.pk])).content.decode()
    )
    erasure = ask(missing, "photograph-erase", shown.pk)
    page = reverse("erasure", args=[erasure.pk])
    assert page in browser(missing.lena).get("/").content.decode(), "it waits for whoever may agree"
    assert "Erase it for ever" not in rosa.get(page).content.decode()
    assert lena.post(f"{page}/agree", {"agree-reason": "it is her right"}).status_code == 302
    carry = {"carry-reason": "it was asked for", "carry-sure": "on"}
    assert rosa.post(f"{page}/carry-out", {"carry-reason": "without a word"}).status_code == 400
    answer = rosa.post(f"{page}/carry-out", carry)
    said = answer.content.decode()
    assert answer.status_code == 200 and "Hand the receipt over now" in said
    code = re.search(r"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}", said)
    assert code is not None
    assert open_marks(code[0], bytes(Erasure.objects.get().proof or b"")).macs
    assert code[0] not in rosa.get(page).content.decode()
    paper = rosa.post(f"{page}/receipt.pdf", {"code": code[0]})
    assert paper.content.startswith(b"%PDF-") and paper["Content-Type"] == "application/pdf"
    assert rosa.post(f"{page}/receipt.pdf", {"code": "AAAA-" * 7 + "AAAA"}).status_code == 302
    tombstone = rosa.get(reverse("photograph", args=[shown.pk])).content.decode()
    assert "was erased on" in tombstone and "photo.jpg" not in tombstone and page in tombstone
    for name in ("photograph-blurred", "photograph-small", "photograph-view"):
        assert rosa.get(reverse(name, args=[shown.pk])).status_code == 404
    listed = rosa.get(reverse("subject-photographs", args=["am", shown.subject_id])).content.decode()
    assert "Erased." in listed


@pytest.mark.slow
def test_an_erased_record_has_a_page_and_no_name(missing: Missing) -> None:
    rosa, lena = browser(missing.rosa), browser(missing.lena)
    address = reverse("record", args=[missing.record.pk])
    assert NAME in rosa.get(address).content.decode()
    erasure = ask(missing, "record-erase", missing.record.pk)
    page = reverse("erasure", args=[erasure.pk])
    assert "asked for already" in rosa.post(reverse("record-erase", args=[missing.record.pk]), ASKED).content.decode()
    lena.post(f"{page}/agree", {"agree-reason": "it is her right"})
    assert rosa.post(f"{page}/carry-out", {"carry-reason": "asked", "carry-sure": "on"}).status_code == 200
    for at in (address, reverse("records"), page, reverse("subject-history", args=["am", missing.record.pk])):
        answer = rosa.get(at)
        said = answer.content.decode()
        assert answer.status_code == 200 and NAME not in said and SISTER not in said
    assert "was erased on" in rosa.get(address).content.decode()
    assert rosa.get(reverse("records") + f"?q={NAME}").content.decode().count(missing.record.subject.code) == 0
    assert not Photograph.objects.filter(erased_at=None).exists()


@pytest.mark.slow
def test_whoever_agreed_is_not_offered_to_carry_it_out(people: People, missing: Missing) -> None:
    both = a_person("Both Hats", people.harbour, Role.REGISTRAR, Role.LIAISON_OFFICER)
    erasure = ask(missing, "photograph-erase", missing.photographs[0].pk)
    page = reverse("erasure", args=[erasure.pk])
    browser(both).post(f"{page}/agree", {"agree-reason": "it is her right"})
    said = browser(both).get(page).content.decode()
    assert "It was you who agreed" in said and "Erase it for ever" not in said


@pytest.mark.slow
def test_a_refusal_says_why_and_the_list_says_what_is_overdue(missing: Missing) -> None:
    rosa = browser(missing.rosa)
    assert "Nothing waits to be erased" in rosa.get(reverse("erasures")).content.decode()
    erasure = ask(missing, "photograph-erase", missing.photographs[0].pk)
    assert str(missing.photographs[0].pk) in rosa.get(reverse("erasures")).content.decode()
    page = reverse("erasure", args=[erasure.pk])
    assert rosa.post(f"{page}/refuse", {"refuse-words": "no ground"}).status_code == 400
    ground = {"refuse-ground": "a law requires that it is kept", "refuse-words": "Law 12, article 3. Complain to Z."}
    assert rosa.post(f"{page}/refuse", ground).status_code == 302
    assert "Law 12, article 3" in rosa.get(page).content.decode()
    assert rosa.get(f"{page}/receipt.pdf").status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar", "uk"])
def test_the_receipt_names_nobody_in_any_language(missing: Missing, language: str) -> None:
    erasure = ask(missing, "record-erase", missing.record.pk)
    page = reverse("erasure", args=[erasure.pk])
    browser(missing.lena).post(f"{page}/agree", {"agree-reason": "it is her right"})
    browser(missing.rosa).post(f"{page}/carry-out", {"carry-reason": "asked", "carry-sure": "on"})
    done = Erasure.objects.select_related("subject", "agency").get()
    with translation.override(language):
        paper = as_paper(done, "ABCD-EFGH")
    assert paper.startswith(b"%PDF-") and len(paper) > 5_000
