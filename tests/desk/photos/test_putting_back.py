"""What somebody took out themselves just now comes back as it was; nothing else does, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.just_now import WITHIN
from antigone.desk.accounts.models import Person
from antigone.desk.audit.models import AuditRow
from antigone.desk.photos.actions.lawful_basis import end_source, withdraw_consent
from antigone.desk.photos.actions.photographs import end_photograph
from antigone.desk.photos.actions.putting_back import put_back_consent, put_back_photograph
from antigone.desk.photos.models import Consent, Photograph
from antigone.errors import NotAllowed, OutOfStep, RuleBroken
from antigone.types import Basis
from desk_lawful_basis import a_consent, a_liaison, a_photograph, a_record, a_registrar, a_source, an_incident
from desk_people import People, as_


@pytest.fixture
def rosa(people: People) -> Person:
    return a_registrar(people)


@pytest.fixture
def consent(people: People, rosa: Person) -> Consent:
    incident = an_incident(people)
    record = a_record(rosa, incident)
    consent = a_consent(rosa, a_source(rosa, incident, Basis.CONSENT), record)
    a_photograph(record, consent.source, consent)
    return consent


def photograph_of(consent: Consent) -> Photograph:
    return Photograph.objects.select_related("subject").get(consent=consent)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    now = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: now() + by)


@pytest.mark.both
def test_a_photograph_that_was_taken_out_by_mistake_is_searched_again(rosa: Person, consent: Consent) -> None:
    photograph = photograph_of(consent)
    assert photograph.indexed
    end_photograph(by=as_(rosa), photograph=photograph, reason="the wrong one")
    assert not photograph_of(consent).indexed, "it leaves search at once"
    put_back_photograph(by=as_(rosa), photograph=photograph_of(consent))
    found = photograph_of(consent)
    assert found.indexed and found.ended_at is None and found.state == photograph.state
    last = AuditRow.objects.order_by("-sequence").filter(verb__startswith="undo")[0]
    assert last.thing == f"reference photograph {found.pk}" and last.actor == f"person {rosa.pk}"


@pytest.mark.both
def test_a_consent_that_was_withdrawn_by_mistake_holds_again_with_its_photographs(
    rosa: Person, consent: Consent
) -> None:
    withdraw_consent(by=as_(rosa), consent=consent, reason="the wrong record")
    assert not photograph_of(consent).indexed
    assert put_back_consent(by=as_(rosa), consent=consent) == 1
    assert photograph_of(consent).indexed and Consent.objects.get().withdrawn_at is None
    withdraw_consent(by=as_(rosa), consent=consent, reason="now they did")
    assert not photograph_of(consent).indexed, "and can be withdrawn after that"


def test_what_was_taken_out_before_stays_out_when_a_consent_comes_back(rosa: Person, consent: Consent) -> None:
    other = a_photograph(consent.subject, consent.source, consent)
    end_photograph(by=as_(rosa), photograph=other, reason="it shows somebody else")
    withdraw_consent(by=as_(rosa), consent=consent, reason="the wrong record")
    assert put_back_consent(by=as_(rosa), consent=consent) == 1
    assert Photograph.objects.get(pk=other.pk).ended_at is not None


def test_after_ten_minutes_it_does_not_come_back(
    rosa: Person, consent: Consent, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_photograph(by=as_(rosa), photograph=photograph_of(consent), reason="the wrong one")
    later(monkeypatch, WITHIN + timedelta(seconds=1))
    with pytest.raises(OutOfStep, match="ten minutes"):
        put_back_photograph(by=as_(rosa), photograph=photograph_of(consent))


def test_nobody_puts_back_what_another_did(people: People, rosa: Person, consent: Consent) -> None:
    end_photograph(by=as_(rosa), photograph=photograph_of(consent), reason="it shows somebody else")
    with pytest.raises(OutOfStep, match="by whoever did it"):
        put_back_photograph(by=as_(a_liaison(people)), photograph=photograph_of(consent))
    with pytest.raises(NotAllowed):
        put_back_photograph(by=as_(people.clara), photograph=photograph_of(consent))


def test_what_a_family_took_back_nobody_puts_back_for_them(rosa: Person, consent: Consent) -> None:
    withdraw_consent(by=as_(rosa), consent=consent, reason="the sister rang", final=True)
    with pytest.raises(OutOfStep, match="can be put back for ten minutes"):
        put_back_consent(by=as_(rosa), consent=consent)


def test_it_does_not_come_back_without_a_ground(people: People, rosa: Person, consent: Consent) -> None:
    photograph = photograph_of(consent)
    end_photograph(by=as_(rosa), photograph=photograph, reason="the wrong one")
    end_source(by=as_(rosa), source=consent.source, reason="the mandate ended")
    with pytest.raises(RuleBroken, match="has ended"):
        put_back_photograph(by=as_(rosa), photograph=photograph_of(consent))


def test_a_photograph_that_stands_is_not_put_back(rosa: Person, consent: Consent) -> None:
    with pytest.raises(OutOfStep, match="stands"):
        put_back_photograph(by=as_(rosa), photograph=photograph_of(consent))


@pytest.mark.both
@pytest.mark.parametrize("model, field", [(Photograph, "ended_at"), (Consent, "withdrawn_at")])
def test_the_database_lets_nothing_come_back_unsaid(
    rosa: Person, consent: Consent, model: type[Photograph] | type[Consent], field: str
) -> None:
    withdraw_consent(by=as_(rosa), consent=consent, reason="they asked")
    with pytest.raises(DatabaseError), transaction.atomic():
        model._default_manager.all().update(**{field: None})
