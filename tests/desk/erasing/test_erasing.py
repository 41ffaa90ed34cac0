"""Two people erase what a family asks them to erase; what the law keeps stays, and everything else is gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.erasing import signals
from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure, refuse_erasure, take_back_erasure
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.actions.records import _RECORD, _SUBJECT, erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.jobs.models import Job
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.actions.lawful_basis import withdraw_consent
from antigone.desk.photos.models import Consent, Face, FaceTemplate, Photograph, PhotoKey
from antigone.desk.photos.queries import sealed
from antigone.desk.records.models import Informant, Name, Record
from antigone.desk.subjects.actions.closing import reopen_subject
from antigone.desk.subjects.models import Revision, Subject
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken
from desk_erasing import NAME, SISTER, VILLAGE, Missing, agreed, asked, somebody_missing
from desk_faces import Ferry, a_face, a_photograph, an_incident, searched
from desk_people import People, a_person, as_
from desk_signals import listening


@pytest.fixture
def missing(people: People) -> Missing:
    return somebody_missing(people, an_incident(people.harbour))


def again(photograph: Photograph) -> Photograph:
    return Photograph.objects.select_related("subject").get(pk=photograph.pk)


@pytest.mark.slow
def test_an_erased_photograph_leaves_a_row_that_shows_nothing(missing: Missing) -> None:
    shown, other = missing.photographs
    erasure = agreed(missing, shown)
    receipt = erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    found = again(shown)
    assert (found.state, found.file_name, found.sha256, found.size, found.grade) == ("erased", "", "", 0, None)
    assert found.erased_at is not None and not found.indexed and found.sealed_details is None
    assert not PhotoKey.objects.filter(photograph=found).exists()
    assert not FaceTemplate.objects.filter(face__photograph=found).exists()
    assert not Face.objects.filter(photograph=found).exists()
    with pytest.raises(NotThere, match="erased"):
        sealed(found)
    done = Erasure.objects.get(pk=erasure.pk)
    assert done == receipt.erasure and done.state == "done" and done.done_by == missing.rosa
    assert done.destroyed["templates"] == 1 and done.destroyed["faces"] == 1
    assert Job.objects.filter(kind=Job.Kind.SCRUB, number=done.pk, done_at=None).exists()
    assert PhotoKey.objects.filter(photograph=other).exists() and again(other).indexed
    assert verify().faults == ()


@pytest.mark.slow
def test_lists_that_showed_it_are_marked_and_made_again(people: People) -> None:
    ferry = Ferry(people, an_incident(people.harbour))
    missing = somebody_missing(people, ferry.incident)
    case = ferry.case()
    a_photograph(case, a_face(71))
    run = searched(case)
    assert Candidate.objects.filter(run=run, photograph=missing.photographs[0]).exists()
    agreed(missing, missing.photographs[0])
    receipt = erase_photograph(by=as_(missing.rosa), photograph=missing.photographs[0], reason="it was asked for")
    assert Run.objects.get(pk=run.pk).marked_at is not None and receipt.erasure.destroyed["lists"] >= 1
    assert Run.objects.filter(subject=case, state=Run.State.WAITING, why=Run.Why.WITHDRAWN).exists()


@pytest.mark.slow
def test_nobody_erases_alone(people: People, missing: Missing) -> None:
    shown = missing.photographs[0]
    with pytest.raises(RuleBroken, match="Nobody has asked"):
        erase_photograph(by=as_(missing.rosa), photograph=shown, reason="why not")
    erasure = asked(missing, shown)
    with pytest.raises(RuleBroken, match="Nobody has agreed"):
        erase_photograph(by=as_(missing.rosa), photograph=shown, reason="why not")
    both = a_person("Both Hats", people.harbour, Role.REGISTRAR, Role.ADMINISTRATOR)
    agree_erasure(by=as_(both), erasure=erasure, reason="it is their right")
    with pytest.raises(RuleBroken, match="It was you"):
        erase_photograph(by=as_(both), photograph=shown, reason="alone")
    for nobody in (people.boris, missing.lena, people.ana, people.dana):
        with pytest.raises(NotAllowed):
            erase_photograph(by=as_(nobody), photograph=shown, reason="not theirs")
    assert again(shown).erased_at is None
    erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    with pytest.raises(OutOfStep, match="was erased"):
        erase_photograph(by=as_(missing.rosa), photograph=shown, reason="twice")


@pytest.mark.slow
@pytest.mark.both
def test_a_request_is_answered_once_within_a_month_and_refused_only_on_a_ground(missing: Missing) -> None:
    shown = missing.photographs[0]
    erasure = asked(missing, shown)
    assert (erasure.due_on - timezone.localdate()).days == 30
    with pytest.raises(OutOfStep, match="asked for already"):
        asked(missing, shown)
    with pytest.raises(RuleBroken, match="no such ground"):
        refuse_erasure(by=as_(missing.rosa), erasure=erasure, ground="it is work", words="no")  # type: ignore[arg-type]
    with pytest.raises(RuleBroken):
        refuse_erasure(by=as_(missing.rosa), erasure=erasure, ground=Erasure.Ground.DUTY, words=" ")
    refuse_erasure(by=as_(missing.rosa), erasure=erasure, ground=Erasure.Ground.DUTY, words="Law 12, art. 3")
    for act in (
        lambda: agree_erasure(by=as_(missing.lena), erasure=erasure, reason="late"),
        lambda: take_back_erasure(by=as_(missing.rosa), erasure=erasure, reason="late"),
    ):
        with pytest.raises(OutOfStep, match="answered"):
            act()
    with pytest.raises(DatabaseError, match="answered once"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(state="asked")
    second = asked(missing, shown)
    take_back_erasure(by=as_(missing.rosa), erasure=second, reason="she wants him found")
    assert Erasure.objects.get(pk=second.pk).state == "taken back"


@pytest.mark.slow
def test_a_dead_persons_case_is_closed_and_its_photograph_erased_only_by_order(people: People) -> None:
    ferry = Ferry(people, an_incident(people.harbour))
    case = ferry.case()
    shown = a_photograph(case, a_face(5))
    rosa = a_person("Rosa Registrar", people.harbour, Role.REGISTRAR)
    ask: dict[str, Any] = {"by": as_(rosa), "subject": case, "asker": "District court", "reason": "an order came"}
    with pytest.raises(RuleBroken, match="not erased"):
        ask_erasure(**ask, asked_as=Erasure.As.COURT, order="12/26")
    for asked_as, order in ((Erasure.As.FAMILY, "12/26"), (Erasure.As.COURT, "")):
        with pytest.raises(RuleBroken, match="court or an authority orders"):
            ask_erasure(**ask, photograph=shown, asked_as=asked_as, order=order)
    erasure = ask_erasure(**ask, photograph=shown, asked_as=Erasure.As.COURT, order="District court, 12/26")
    against = lambda subject, **_: "The board's decision rests on it."  # noqa: E731
    with listening(signals.reasons_to_keep, against), pytest.raises(RuleBroken, match="board"):
        agree_erasure(by=as_(people.ana), erasure=erasure, reason="the order is genuine")
    agree_erasure(by=as_(people.ana), erasure=erasure, reason="the order is genuine")
    erase_photograph(by=as_(rosa), photograph=shown, reason="ordered")
    assert again(shown).erased_at is not None and Subject.objects.get(pk=case.pk).erased_at is None


@pytest.mark.slow
@pytest.mark.both
def test_all_that_a_record_says_is_gone_and_its_code_stays(missing: Missing) -> None:
    agreed(missing)
    receipt = erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
    subject = Subject.objects.get(pk=missing.record.pk)
    assert subject.erased_at is not None and subject.closed_at is not None
    assert subject.code == missing.record.subject.code
    for model in (Name, Informant, Revision):
        assert not model._default_manager.exists()
    assert Photograph.objects.filter(erased_at=None).count() == 0 and not PhotoKey.objects.exists()
    consent = Consent.objects.get()
    assert (consent.given_by, consent.relation, consent.how) == ("", "", "") and consent.withdrawn_at is not None
    assert receipt.erasure.destroyed["names"] == 1 and receipt.erasure.destroyed["photographs"] == 2
    assert receipt.erasure.asker == ""
    said = everything_that_the_database_says()
    assert NAME not in said and SISTER not in said and VILLAGE not in said and "hums" not in said
    with pytest.raises(OutOfStep, match="erased"):
        reopen_subject(by=as_(missing.rosa), subject=missing.record.subject, reason="back")
    with pytest.raises(DatabaseError), transaction.atomic():
        Subject.objects.filter(pk=subject.pk).update(remarks="more")
    assert verify().faults == ()


def everything_that_the_database_says() -> str:
    found = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return json.dumps(found, ensure_ascii=False)


def test_nothing_that_a_record_can_say_is_forgotten() -> None:
    """A column that somebody adds to a record is emptied too, or is named here."""
    stays = {
        *("id", "subject", "kind", "incident", "agency", "place", "code"),
        *("opened_at", "opened_by", "closed_at", "erased_at"),
    }
    for model, emptied in ((Subject, _SUBJECT), (Record, _RECORD)):
        said = {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}
        assert said - stays == set(emptied)


@pytest.mark.slow
def test_what_was_withdrawn_before_is_erased_too(missing: Missing) -> None:
    withdraw_consent(by=as_(missing.lena), consent=Consent.objects.get(), reason="they asked")
    assert {again(each).state for each in missing.photographs} == {"ended"}
    agreed(missing, missing.photographs[0])
    erase_photograph(by=as_(missing.rosa), photograph=missing.photographs[0], reason="it was asked for")
    assert again(missing.photographs[0]).state == "erased"


@pytest.mark.slow
@pytest.mark.both
def test_an_erased_photograph_gets_nothing_back(missing: Missing) -> None:
    shown = missing.photographs[0]
    before = sealed(shown)
    agreed(missing, shown)
    erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    for write in (
        lambda: PhotoKey.objects.create(photograph=shown, wrapped=before.wrapped),
        lambda: Face.objects.create(photograph=shown, number=1, box=[], landmarks=b"", quality={}),
        lambda: Photograph.objects.filter(pk=shown.pk).update(state="usable"),
        lambda: Photograph.objects.filter(pk=shown.pk).update(erased_at=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


@pytest.mark.slow
def test_the_audit_has_numbers_of_what_was_erased_and_no_names(missing: Missing) -> None:
    agreed(missing)
    erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
    rows = list(AuditRow.objects.filter(verb__startswith="erase "))
    assert sorted(row.verb for row in rows) == ["erase record", *["erase reference photograph"] * 2]
    for row in AuditRow.objects.all():
        assert NAME not in row.detail and SISTER not in row.detail and SISTER not in row.reason


@pytest.mark.slow
def test_a_photographs_key_is_destroyed_only_when_the_erasure_is_through(missing: Missing) -> None:
    shown = missing.photographs[0]
    agreed(missing, shown)
    erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    assert keyring.halves([shown.sealed]), "this test's transaction is not through"
    vault.discard(shown.sealed)
    assert not keyring.halves([shown.sealed]) and keyring.destroyed() == {shown.sealed}
