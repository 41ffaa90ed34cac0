"""Pages of lawful sources and consents."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import share_incident
from antigone.desk.accounts.permissions import Level
from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.photos import signals
from antigone.desk.photos.actions.lawful_basis import end_source
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.types import Basis, Profile
from desk_lawful_basis import a_consent, a_liaison, a_photograph, a_record, a_registrar, a_source, an_incident
from desk_people import People, as_, browser
from desk_signals import listening

FORM = {
    "name": "Tracing requests",
    "controller": "Red Crescent",
    "basis": "consent",
    "instrument": "Form 12",
    "purposes": "To find the missing",
    "valid_from": "2026-01-01",
}


def a_list(case: Subject, photograph: Photograph) -> Run:
    run = Run.objects.create(
        subject=case, why=Run.Why.ASKED, purpose="p", asked_at=timezone.now(), state=Run.State.DONE, model="m"
    )
    Candidate.objects.create(run=run, rank=1, subject=photograph.subject, photograph=photograph, score=0.5)
    return run


def test_an_incident_without_a_source_says_how_to_begin(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    page = browser(rosa).get(f"/incidents/{incident.pk}/sources").content.decode()
    assert "There is none yet" in page and "Open a lawful source" in page
    page = browser(people.boris).get(f"/incidents/{incident.pk}/sources").content.decode()
    assert "A registrar or an administrator" in page and "Open a lawful source" not in page


@pytest.mark.slow
def test_a_registrar_opens_a_source_with_each_basis_explained(people: People) -> None:
    incident, client = an_incident(people), browser(a_registrar(people))
    address = f"/incidents/{incident.pk}/sources/open"
    page = client.get(address).content.decode()
    for words in ("can take it back at any time", "a law requires", "a life is at stake", "a law or a treaty"):
        assert words in page
    answer = client.post(address, FORM)
    source = Source.objects.get()
    assert answer["Location"] == f"/sources/{source.pk}" and source.agency == people.harbour
    page = client.get(answer["Location"]).content.decode()
    assert "in force" in page and "Red Crescent" in page and "Nobody's consent is written down yet" in page
    wrong = client.post(address, {**FORM, "valid_until": "2025-01-01", "name": "Another"})
    assert wrong.status_code == 400 and "last day comes before the first" in wrong.content.decode()


def test_an_agency_that_only_sees_an_incident_opens_no_source_in_it(people: People) -> None:
    incident = an_incident(people)
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="r")
    assert browser(people.dana).get(f"/incidents/{incident.pk}/sources").status_code == 200
    assert browser(people.dana).get(f"/incidents/{incident.pk}/sources/open").status_code == 403


@pytest.mark.slow
def test_the_list_says_how_long_each_holds(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    today = timezone.localdate()
    a_source(rosa, incident, name="soon", valid_until=today + timedelta(days=9))
    a_source(rosa, incident, name="later", valid_from=today + timedelta(days=9))
    a_source(rosa, incident, name="gone", valid_until=today - timedelta(days=1))
    ended = a_source(rosa, incident, name="ended", basis=Basis.PUBLIC_INTEREST)
    a_photograph(a_record(rosa, incident), ended)
    end_source(by=as_(rosa), source=ended, reason="r")
    page = browser(rosa).get(f"/incidents/{incident.pk}/sources").content.decode()
    for words in ("in force, 9 days left", "not in force yet", "has run out", "ended", "public interest"):
        assert words in page
    page = browser(rosa).get(f"/sources/{Source.objects.get(name='soon').pk}").content.decode()
    assert "It runs out soon" in page


@pytest.mark.slow
def test_the_list_of_sources_asks_no_more_when_there_are_more(people: People) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    incident, rosa = an_incident(people), a_registrar(people)
    asked = []
    for _ in range(2):
        for _ in range(4):
            a_photograph(a_record(rosa, incident), a_source(rosa, incident, basis=Basis.PUBLIC_INTEREST))
        client = browser(rosa)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/incidents/{incident.pk}/sources").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.slow
def test_a_page_says_what_will_happen_before_a_consent_is_withdrawn_and_what_happened(people: People) -> None:
    incident, rosa, lena = an_incident(people), a_registrar(people), a_liaison(people)
    source, record = a_source(rosa, incident), a_record(rosa, incident)
    consent = a_consent(rosa, source, record)
    photographs = [a_photograph(record, source, consent) for _ in range(2)]
    case = a_record(rosa, incident, Profile.PM)
    a_list(case, photographs[0])
    a_list(case, a_photograph(a_record(rosa, incident), a_source(rosa, incident, Basis.PUBLIC_INTEREST)))

    def mark(photographs: list[Photograph], **other: object) -> None:
        now = timezone.now()
        Run.objects.filter(candidates__photograph__in=photographs).update(marked_at=now)

    client = browser(lena)
    page = client.get(f"/consents/{consent.pk}/withdraw").content.decode()
    assert "2 photographs leave search at once" in page and "1 candidate list is marked and run again" in page
    assert client.post(f"/consents/{consent.pk}/withdraw", {"reason": " "}).status_code == 400
    with listening(signals.left, mark, alone=True):
        answer = client.post(f"/consents/{consent.pk}/withdraw", {"reason": "she asked"}, follow=True)
    page = answer.content.decode()
    assert "2 photographs left search" in page and "1 candidate list was marked" in page
    assert "withdrawn on" in page and "Withdraw it" not in page
    assert "This has been done" in client.get(f"/consents/{consent.pk}/withdraw").content.decode()


@pytest.mark.slow
def test_a_liaison_officer_writes_a_consent_down(people: People) -> None:
    incident, rosa, client = an_incident(people), a_registrar(people), browser(a_liaison(people))
    record = a_record(rosa, incident)
    address = f"/records/{record.pk}/consents"
    assert "No consent is written down" in client.get(address).content.decode()
    assert "no lawful source that rests on consent" in client.get(f"{address}/add").content.decode()
    source = a_source(rosa, incident)
    form = {"source": source.pk, "given_by": "Оксана", "relation": "sister", "given_on": "2026-01-02", "how": "form 7"}
    page = client.post(f"{address}/add", form, follow=True).content.decode()
    assert "Оксана" in page and "holds" in page and "What to do next" in page
    assert Consent.objects.get().subject == record
    unfit = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    assert client.post(f"{address}/add", {**form, "source": unfit.pk}).status_code == 400


@pytest.mark.slow
def test_a_source_is_ended_with_a_reason(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    a_photograph(a_record(rosa, incident), source)
    client = browser(rosa)
    assert "1 photograph leaves search at once" in client.get(f"/sources/{source.pk}/end").content.decode()
    page = client.post(f"/sources/{source.pk}/end", {"reason": "the mandate ended"}, follow=True).content.decode()
    assert "1 photograph left search" in page and "Its photographs are in no search" in page
    assert browser(people.boris).get(f"/sources/{source.pk}/end").status_code == 403
    assert browser(people.emil).get(f"/sources/{source.pk}").status_code == 404
