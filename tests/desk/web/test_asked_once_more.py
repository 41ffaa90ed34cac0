"""What ends something for others asks once more, and whoever did it puts it back by one button for ten minutes."""

from __future__ import annotations

import re

import pytest

from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.models import Exclusion
from antigone.desk.photos.models import Consent, Photograph
from antigone.types import Basis, Profile
from desk_cases import text
from desk_faces import a_face, a_photograph
from desk_lawful_basis import a_consent, a_record, a_registrar, a_source, an_incident
from desk_people import People, a_person, browser
from desk_photos import a_subject

pytestmark = pytest.mark.slow


def hidden(page: str) -> dict[str, str]:
    return dict(
        re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2].partition("</main>")[0]
        )
    )


def test_a_photograph_is_taken_out_after_being_asked_once_more_and_comes_back(people: People) -> None:
    photograph = a_photograph(a_subject(people), a_face(3))
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    page = client.post(f"{address}/end", {"end-reason": "the wrong one"}).content.decode()
    assert "For ten minutes you can put it back yourself" in page
    assert Photograph.objects.get().ended_at is None, "nothing has happened yet"
    said = {name: value for name, value in hidden(page).items() if name != "csrfmiddlewaretoken"}
    assert said == {"end-reason": "the wrong one"}, "what was typed is kept"
    client.post(f"{address}/end", {**said, "sure": "yes"})
    assert "You did this just now" in text(client, address)
    page = client.post(f"{address}/put-back", follow=True).content.decode()
    assert "It is back as it was." in page and "You did this just now" not in page
    assert Photograph.objects.get().ended_at is None


def test_a_colleague_is_not_offered_to_put_it_back(people: People) -> None:
    photograph = a_photograph(a_subject(people), a_face(3))
    address = f"/photographs/{photograph.pk}"
    browser(people.boris).post(f"{address}/end", {"end-reason": "the wrong one", "sure": "yes"})
    una = browser(a_person("Una Berg", people.harbour, Role.EXAMINER))
    assert "You did this just now" not in text(una, address)
    page = una.post(f"{address}/put-back", follow=True).content.decode()
    assert "by whoever did it" in page and Photograph.objects.get().ended_at is not None


def test_a_consent_withdrawn_at_the_wrong_record_comes_back(people: People) -> None:
    rosa = a_registrar(people)
    incident = an_incident(people)
    record = a_record(rosa, incident)
    consent = a_consent(rosa, a_source(rosa, incident, Basis.CONSENT), record)
    client = browser(rosa)
    assert "you can put it back yourself for ten minutes" in text(client, f"/consents/{consent.pk}/withdraw")
    page = client.post(f"/consents/{consent.pk}/withdraw", {"reason": "a slip"}, follow=True).content.decode()
    assert f'action="/consents/{consent.pk}/put-back"' in page
    client.post(f"/consents/{consent.pk}/put-back")
    assert Consent.objects.get().withdrawn_at is None


def test_whoever_excluded_the_wrong_pair_takes_it_back_and_only_they(people: People) -> None:
    case, record = a_subject(people), a_subject(people, Profile.AM)
    client = browser(people.boris)
    said = {"other": record.pk, "ground": "dna", "reason": "two profiles"}
    page = client.post(f"/cases/{case.pk}/exclude", said).content.decode()
    assert "Later only a board member lifts it" in page and not Exclusion.objects.exists()
    answer = client.post(f"/cases/{case.pk}/exclude", {**said, "sure": "yes"})
    found = Exclusion.objects.get()
    assert answer["Location"] == found.address and "You did this just now" in text(client, found.address)
    una = browser(a_person("Una Berg", people.harbour, Role.EXAMINER))
    una.post(f"{found.address}/put-back")
    assert Exclusion.objects.get().lifted_at is None
    client.post(f"{found.address}/put-back")
    assert Exclusion.objects.get().lifted_at is not None
