"""Lawful sources and consents: a photograph without a live one is not in the index."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import close_incident, revoke_grant, share_incident
from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.photos import signals
from antigone.desk.photos.actions.lawful_basis import Sweeper, end_source, sweep_unlawful, withdraw_consent
from antigone.desk.photos.lawful_basis import lawful
from antigone.desk.photos.models import Consent, IndexChange, Photograph, Source
from antigone.errors import NotAllowed, RuleBroken
from antigone.types import Basis, Profile
from desk_lawful_basis import (
    a_consent,
    a_liaison,
    a_photograph,
    a_record,
    a_registrar,
    a_source,
    an_incident,
    in_the_index,
)
from desk_people import People, a_person, as_
from desk_signals import listening

DAY = timedelta(days=1)


@pytest.mark.slow
def test_a_source_that_ends_takes_all_its_photographs_out_of_the_index(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    ending, staying = (a_source(rosa, incident, Basis.PUBLIC_INTEREST) for _ in range(2))
    record = a_record(rosa, incident)
    gone = [a_photograph(record, ending) for _ in range(3)]
    kept = a_photograph(record, staying)
    dead = a_photograph(a_record(rosa, incident, Profile.PM), None)
    assert end_source(by=as_(rosa), source=ending, reason="the agreement was ended") == 3
    assert in_the_index() == {kept.pk, dead.pk}
    for photograph in gone:
        photograph.refresh_from_db()
        assert (photograph.state, photograph.indexed) == (Photograph.State.ENDED, False) and photograph.ended_at
    row = AuditRow.objects.latest("sequence")
    assert (row.verb, row.reason) == ("end lawful source", "the agreement was ended")
    assert row.details == {"left_the_index": 3, "photographs": 3}
    with pytest.raises(RuleBroken, match="has ended"):
        end_source(by=as_(rosa), source=ending, reason="again")


@pytest.mark.slow
def test_a_consent_that_is_withdrawn_takes_its_photographs_and_no_others(people: People) -> None:
    incident, rosa, lena = an_incident(people), a_registrar(people), a_liaison(people)
    source, record = a_source(rosa, incident), a_record(rosa, incident)
    hers, his = (a_consent(lena, source, record, given_by=name) for name in ("Her sister", "Her uncle"))
    gone, kept = a_photograph(record, source, hers), a_photograph(record, source, his)
    assert withdraw_consent(by=as_(lena), consent=hers, reason="she changed her mind") == 1
    assert in_the_index() == {kept.pk}
    with pytest.raises(RuleBroken, match="was withdrawn"):
        withdraw_consent(by=as_(lena), consent=hers, reason="again")
    new = a_consent(lena, source, record)
    again = Photograph.objects.create(  # the same file, added anew on the new consent
        **{
            field: getattr(Photograph.objects.get(pk=gone.pk), field)
            for field in ("subject", "kind", "source", "sha256", "file_name", "size", "added_at", "added_by")
        },
        consent=new,
        sealed="1" * 64,
    )
    assert Photograph.objects.filter(lawful(), pk=again.pk).exists()
    assert not Photograph.objects.filter(lawful(), pk=gone.pk).exists()


def test_a_consent_can_be_withdrawn_when_all_else_is_closed(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, record = a_source(rosa, incident), a_record(rosa, incident)
    consent = a_consent(rosa, source, record)
    end_source(by=as_(rosa), source=source, reason="over")
    close_incident(by=as_(people.ana), incident=incident, reason="over")
    withdraw_consent(by=as_(rosa), consent=consent, reason="she asked")
    assert Consent.objects.get().withdrawn_at is not None


def test_withdrawal_and_what_follows_are_one_transaction(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, record = a_source(rosa, incident), a_record(rosa, incident)
    consent = a_consent(rosa, source, record)
    photograph = a_photograph(record, source, consent)
    told: list[int] = []
    rows = AuditRow.objects.count()

    def broken(photographs: list[Photograph], **other: Any) -> None:
        assert Consent.objects.get(pk=consent.pk).withdrawn_at is not None
        told.extend(each.pk for each in photographs)
        raise RuntimeError("a list cannot be marked")

    with listening(signals.left, broken), pytest.raises(RuntimeError), transaction.atomic():
        withdraw_consent(by=as_(rosa), consent=consent, reason="she asked")
    assert told == [photograph.pk]
    assert Consent.objects.get().withdrawn_at is None and in_the_index() == {photograph.pk}
    assert AuditRow.objects.count() == rows


@pytest.mark.parametrize("of", ["source", "consent"])
def test_a_day_that_has_passed_takes_photographs_out_without_anybody(
    people: People, of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, rosa, last = an_incident(people), a_registrar(people), timezone.localdate() + DAY
    source = a_source(rosa, incident, **({"valid_until": last} if of == "source" else {}))
    record = a_record(rosa, incident)
    consent = a_consent(rosa, source, record, **({"valid_until": last} if of == "consent" else {}))
    photograph = a_photograph(record, source, consent)
    steps = IndexChange.objects.count()
    for day, held in ((last, True), (last + DAY, False), (last + 2 * DAY, False)):
        monkeypatch.setattr("antigone.desk.photos.lawful_basis.timezone.localdate", lambda day=day: day)
        assert Photograph.objects.filter(lawful(), pk=photograph.pk).exists() is held
        sweep_unlawful(by=worker())
        assert in_the_index() == ({photograph.pk} if held else set())
    assert IndexChange.objects.count() == steps + 1
    row = AuditRow.objects.latest("sequence")
    assert (row.verb, row.agency, row.incident) == ("end reference photograph", people.harbour.pk, incident.pk)


def test_a_sweep_with_nothing_to_do_writes_nothing(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    a_photograph(a_record(rosa, incident), a_source(rosa, incident, Basis.VITAL_INTERESTS))
    rows, sweeper = AuditRow.objects.count(), Sweeper()
    assert (sweeper.when_due(), sweeper.when_due()) == (0, 0)
    assert AuditRow.objects.count() == rows


@pytest.mark.slow
def test_whatever_is_in_the_index_without_a_ground_leaves_it_when_a_worker_starts(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, other = a_source(rosa, incident), a_source(rosa, an_incident(people, "OTHER"), Basis.PUBLIC_INTEREST)
    record, stranger = a_record(rosa, incident), a_record(rosa, incident)
    a_photograph(record, other)  # a source of another incident
    a_photograph(record, source)  # on consent, and none named
    a_photograph(record, source, a_consent(rosa, source, stranger))  # another person's consent
    a_photograph(record, a_source(rosa, incident), a_consent(rosa, source, record))  # another source's consent
    sound = a_photograph(record, source, a_consent(rosa, source, record))
    assert len(in_the_index()) == 5
    assert Sweeper().when_due() == 4
    assert in_the_index() == {sound.pk}


def test_a_source_is_opened_by_who_takes_part(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    hill = a_person("Hugo Registrar", people.hills, Role.REGISTRAR)
    with pytest.raises(RuleBroken, match="takes no part"):
        a_source(hill, incident)
    seeing = share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="r")
    with pytest.raises(RuleBroken, match="takes no part"):
        a_source(hill, incident)
    revoke_grant(by=as_(people.ana), grant=seeing, reason="r")
    working = share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.WORK, reason="r")
    theirs = a_source(hill, incident)
    assert theirs.agency == people.hills
    revoke_grant(by=as_(people.ana), grant=working, reason="r")
    with pytest.raises(RuleBroken, match="takes no part"):
        a_source(hill, incident)
    for nobody in (people.boris, a_liaison(people)):
        with pytest.raises(NotAllowed):
            a_source(nobody, incident)
    with pytest.raises(NotAllowed):
        end_source(by=as_(rosa), source=theirs, reason="not mine")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"controller": ""},
        {"instrument": "\u202e"},
        {"purposes": ""},
        {"valid_until": date(2019, 12, 31)},
    ],
)
def test_a_source_says_everything_and_its_days_make_sense(people: People, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        a_source(a_registrar(people), an_incident(people), **wrong)
    assert not Source.objects.exists()


def test_two_sources_in_force_have_two_names(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    first = a_source(rosa, incident, name="Requests")
    with pytest.raises(RuleBroken, match="of this name"):
        a_source(rosa, incident, name=" Requests ")
    end_source(by=as_(rosa), source=first, reason="renewed")
    a_source(rosa, incident, name="Requests")


@pytest.mark.parametrize(
    "wrong", [{"given_by": ""}, {"relation": ""}, {"how": " "}, {"given_on": date(2999, 1, 1)}, {"valid_until": DAY}]
)
def test_a_consent_says_who_when_and_how(people: People, wrong: dict[str, object]) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    if wrong.get("valid_until") == DAY:
        wrong = {"given_on": date(2024, 1, 1), "valid_until": timezone.localdate() - DAY}
    with pytest.raises(RuleBroken):
        a_consent(rosa, a_source(rosa, incident), a_record(rosa, incident), **wrong)


@pytest.mark.slow
def test_a_consent_fits_its_source_and_its_record(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, record = a_source(rosa, incident), a_record(rosa, incident)
    for unfit, of, why in (
        (a_source(rosa, incident, Basis.PUBLIC_INTEREST), record, "rest on consent"),
        (source, a_record(rosa, incident, Profile.PM), "missing persons"),
        (a_source(rosa, an_incident(people, "OTHER")), record, "another incident"),
        (a_source(rosa, incident, valid_from=timezone.localdate() + DAY), record, "not in force"),
    ):
        with pytest.raises(RuleBroken, match=why):
            a_consent(rosa, unfit, of)
    end_source(by=as_(rosa), source=source, reason="over")
    with pytest.raises(RuleBroken, match="not in force"):
        a_consent(rosa, source, record)
    with pytest.raises(NotAllowed):
        a_consent(people.boris, source, record)


@pytest.mark.both
def test_the_database_itself_lets_no_ground_be_changed(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, record = a_source(rosa, incident, valid_until=timezone.localdate() + DAY), a_record(rosa, incident)
    other = a_source(rosa, incident)
    consent = a_consent(rosa, source, record, valid_until=timezone.localdate() + DAY)
    photograph = a_photograph(record, source, consent)
    later = timezone.localdate() + 99 * DAY
    for change in (
        lambda: Source.objects.filter(pk=source.pk).update(valid_until=later),
        lambda: Source.objects.filter(pk=source.pk).update(valid_until=None),
        lambda: Source.objects.filter(pk=source.pk).update(valid_from=later),
        lambda: Source.objects.filter(pk=source.pk).update(recipients="everybody"),
        lambda: Consent.objects.filter(pk=consent.pk).update(valid_until=None),
        lambda: Photograph.objects.filter(pk=photograph.pk).update(source=other),
        lambda: Photograph.objects.filter(pk=photograph.pk).update(consent=a_consent(rosa, source, record)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.both
def test_a_consent_that_was_withdrawn_is_kept_as_it_was(people: People) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    consent = a_consent(rosa, a_source(rosa, incident), a_record(rosa, incident))
    withdraw_consent(by=as_(rosa), consent=consent, reason="she asked")
    row = Consent.objects.filter(pk=consent.pk)
    for change in ({"how": "by telephone"}, {"given_by": "Somebody else"}, {"withdrawn_at": None}, {"relation": ""}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            row.update(**change)
    row.update(given_by="", relation="", how="")  # erasing whoever gave it
