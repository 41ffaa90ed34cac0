"""A family asks: what it may refuse, what it can take back, and what nobody can learn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import TestCase
from django.utils import timezone

from antigone.desk.accounts.actor import family, visitor
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.models import Link
from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.models import Erasure
from antigone.desk.families import signals
from antigone.desk.families.actions.beginning import allow, answer, begin_request, send_request, set_safe_word
from antigone.desk.families.actions.entering import enter
from antigone.desk.families.actions.messages import answer_message, write
from antigone.desk.families.actions.photographs import accept_given, give_photograph
from antigone.desk.families.actions.portals import close_to_families
from antigone.desk.families.actions.review import (
    accept_request,
    ask_to_call,
    close_request,
    erase_request,
    take_over,
)
from antigone.desk.families.actions.withdraw import withdraw
from antigone.desk.families.models import Allowed, Answer, Given, Message, Request
from antigone.desk.families.queries import (
    corrected,
    find_request,
    may,
    requests,
    told,
    waiting,
    who,
)
from antigone.desk.families.stages import Stage, stage_of
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Record
from antigone.desk.review.models import Pair
from antigone.desk.review.people import conflicts_with
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken, SignInRefused
from antigone.protocol.conflicts import ConflictOfInterest
from desk_people import a_person, as_
from desk_photos import DEMO
from desk_requests import WHO, Ferry, a_ferry
from desk_signals import listening

FACE = sorted((DEMO / "references/M-001").iterdir())[0]
SEARCH = Allowed.What.SEARCH


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def given_and_looked_at(**said: Any) -> Given:
    """A photograph that a family gave, as it is when the worker has looked at it."""
    given = give_photograph(**said)
    assert given.looked_at is None and given.faces == []
    work_once()
    given.refresh_from_db()
    return given


def test_nobody_can_ask_before_an_administrator_opens_the_pages_nor_after_they_are_closed(people: Any) -> None:
    ferry = a_ferry(people, public=False)
    with pytest.raises(NotThere):
        ferry.begun()
    assisted, _ = begin_request(by=ferry.by, portal=ferry.portal, language="ar", how=Request.How.ASSISTED)
    assert assisted.how == "assisted" and assisted.begun_by == ferry.rosa


def test_closed_pages_let_no_new_family_in_and_keep_the_old(ferry: Ferry) -> None:
    request, secret = ferry.begun()
    close_to_families(by=as_(ferry.people.ana), portal=ferry.portal, reason="enough")
    with pytest.raises(NotThere):
        ferry.begun()
    assert enter(by=visitor("192.0.2.1"), code=request.code, secret=secret)[0].request == request


@pytest.mark.slow
def test_a_family_may_do_nothing_with_anothers_request(ferry: Ferry) -> None:
    mine, _ = ferry.begun()
    theirs, _ = ferry.begun()
    with pytest.raises(NotThere):
        answer(by=family(mine.pk, "x"), request=theirs, step="who", said=WHO)
    with pytest.raises(NotAllowed):
        accept_request(by=family(mine.pk, "x"), request=mine)
    assert requests(as_(ferry.people.emil)).count() == 0, "another agency"
    with pytest.raises(NotThere):
        find_request(as_(ferry.people.boris), mine.pk)


@pytest.mark.slow
@pytest.mark.both
def test_what_was_typed_is_never_lost(ferry: Ferry) -> None:
    request, _ = ferry.told()
    answer(by=ferry.theirs(request), request=request, step="who", said={"given": "Olha"})
    assert told(request)["who"] == {"given": "Olha"}
    assert request.answers.filter(step="who").count() == 2
    assert answer(by=ferry.theirs(request), request=request, step="who", said={"given": "Olha"}) is None
    row = request.answers.first()
    for change in (row.delete, lambda: Answer.objects.filter(pk=row.pk).update(said="{}")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.slow
@pytest.mark.both
def test_what_a_family_allowed_is_kept_whatever_it_says_later(ferry: Ferry) -> None:
    request, _ = ferry.told()
    for yes in (True, False):
        allow(by=ferry.theirs(request), request=request, what=Allowed.What.SEARCH, yes=yes)
    first = request.allowed.first()
    assert first.yes and request.allowed.count() == 2
    for change in (first.delete, lambda: Allowed.objects.filter(pk=first.pk).update(yes=False)):
        with pytest.raises(DatabaseError, match="followed by another"), transaction.atomic():
            change()


@pytest.mark.slow
def test_refusing_everything_never_refuses_the_request(ferry: Ferry) -> None:
    request, _ = ferry.told()
    by = ferry.theirs(request)
    given = given_and_looked_at(by=by, request=request, data=FACE.read_bytes())
    for what in (SEARCH, Allowed.What.OTHERS, Allowed.What.PICTURES):
        allow(by=by, request=request, what=what, yes=False)
    send_request(by=by, request=request)
    record = accept_request(by=ferry.by, request=request)
    request = again(request)
    assert record.record.names.count() == 2 and request.consent is None and stage_of(request) is Stage.KEPT
    with pytest.raises(RuleBroken, match="not allowed"):
        accept_given(by=ferry.by, given=given)
    assert not Photograph.objects.exists()


@pytest.mark.slow
def test_silence_allows_nothing(ferry: Ferry) -> None:
    request, _ = ferry.told()
    assert not any(may(request, what) for what in Allowed.What)
    send_request(by=ferry.theirs(request), request=request)
    accept_request(by=ferry.by, request=request)
    assert again(request).consent is None


@pytest.mark.slow
def test_a_body_is_allowed_only_if_it_was_named(ferry: Ferry) -> None:
    request, _ = ferry.told()
    share = {"by": ferry.theirs(request), "request": request, "what": Allowed.What.SHARE, "yes": True}
    allow(**share, body="The tracing service")
    for body in ("", "The newspapers"):
        with pytest.raises(NotThere):
            allow(**share, body=body)
    assert may(request, Allowed.What.SHARE, "The tracing service")
    assert not may(request, Allowed.What.SHARE, "The police of Hills")


@pytest.mark.slow
def test_from_what_was_told_to_a_record(ferry: Ferry) -> None:
    request = ferry.sent(
        born={"year": "1980", "month": "5"},
        last={"year": "2026", "month": "3", "day": "1", "place": "The harbour", "how": "She took the ferry."},
        looks={"sex": "female", "height": "168", "hair": "brown"},
        marks={"marks": "a scar on the left hand\n\na tattoo of a swallow"},
        elsewhere={"dentist": "Dr Hadad", "dna": "yes"},
        contact={"how": "+1 555\n0123", "safe": "no", "never": "never at home"},
    )
    record = Record.objects.get(pk=accept_request(by=ferry.by, request=request).pk)
    assert str(record.born_earliest) == "1980-05-01" and str(record.born_latest) == "1980-05-31"
    assert (record.subject.sex, record.subject.stature_low, record.subject.stature_high) == ("female", 163, 173)
    assert record.subject.marks.count() == 2 and record.subject.elsewhere.count() == 2
    informant = record.informants.get()
    assert (informant.name, informant.relation, informant.safe) == ("Iryna", "mother", False)
    assert informant.never == "never at home" and informant.contact == "+1 555 0123"
    assert record.names.filter(given="Olena Romashko", what="other spelling").exists()


@pytest.mark.slow
def test_two_requests_for_one_person_are_linked_and_not_merged(ferry: Ferry) -> None:
    first = accept_request(by=ferry.by, request=ferry.sent())
    second = ferry.sent()
    with pytest.raises(NotAllowed):  # liaison officers make no links
        accept_request(by=as_(ferry.lena), request=second, same_as=first)
    assert again(second).record is None, "nothing is half done"
    record = accept_request(by=ferry.by, request=second, same_as=first)
    assert record != first and Link.objects.filter(first=first, second=record, undone_at=None).exists()


@pytest.mark.slow
def test_what_one_family_allows_another_has_not(ferry: Ferry) -> None:
    request = ferry.sent()
    other = ferry.sent()
    for each in (request, other):
        accept_request(by=ferry.by, request=each)
    assert not may(again(request), Allowed.What.OTHERS)
    allow(by=ferry.theirs(request), request=again(request), what=Allowed.What.OTHERS, yes=True)
    assert may(again(request), Allowed.What.OTHERS) and not may(again(other), Allowed.What.OTHERS)
    assert may(again(other), SEARCH)
    withdraw(by=ferry.theirs(request), request=again(request), what=Allowed.What.OTHERS)
    assert not may(again(request), Allowed.What.OTHERS)


@pytest.mark.slow
def test_what_they_add_later_waits_for_staff_until_it_is_in_the_record(ferry: Ferry) -> None:
    request = ferry.sent()
    assert list(waiting(requests(ferry.by))) == [request]
    accept_request(by=ferry.by, request=request)
    assert not waiting(requests(ferry.by)).exists() and corrected(again(request)) == []
    row = answer(by=ferry.theirs(request), request=request, step="marks", said={"marks": "a scar"})
    assert corrected(again(request)) == ["marks"] and waiting(requests(ferry.by)).exists()
    assert row is not None
    take_over(by=ferry.by, request=request, upto=row.pk)
    assert (
        corrected(again(request)) == []
        and who(waiting(Request.objects.all()).values_list("who", flat=True).first()) == ""
    )


@pytest.mark.slow
def test_whoever_wrote_with_a_family_is_bound_to_whom_it_misses(ferry: Ferry) -> None:
    request = ferry.sent()
    accept_request(by=as_(ferry.rosa), request=request)
    record = Request.objects.get(pk=request.pk).record
    assert record is not None
    case = Subject.objects.create(
        **{"kind": "pm", "incident": record.incident, "agency": record.agency, "place": 1, "code": "HALCYON-PM-00001"},
        **{"opened_by": ferry.rosa, "opened_at": timezone.now()},
    )
    pair = Pair(case=case, record=record)
    assert ferry.lena.pk not in conflicts_with(pair)
    answer_message(by=as_(ferry.lena), request=request, words="I call tomorrow at ten.")
    assert ConflictOfInterest.MET_THE_FAMILY in conflicts_with(pair)[ferry.lena.pk]


@pytest.mark.slow
def test_messages_wait_until_somebody_answers(ferry: Ferry) -> None:
    request = ferry.sent()
    accept_request(by=ferry.by, request=request)
    write(by=ferry.theirs(request), request=request, what=Message.What.COMPLAINT, words="Nobody called.\nWhy?")
    assert waiting(requests(ferry.by)).exists()
    with pytest.raises(RuleBroken):
        write(by=ferry.theirs(request), request=request, what=Message.What.ANSWER, words="I am the desk")
    answer_message(by=as_(ferry.lena), request=request, words="I am sorry. I call tomorrow at ten.")
    assert not waiting(requests(ferry.by)).exists()
    assert request.messages.all()[0].words == "Nobody called.\nWhy?"
    write(by=ferry.theirs(request), request=request, what=Message.What.ERASE, words="")
    assert waiting(requests(ferry.by)).exists() and again(request).erasure_asked_at
    assert Erasure.objects.get().subject == again(request).record and Erasure.objects.get().asker == "Iryna"
    write(by=ferry.theirs(request), request=request, what=Message.What.ERASE, words="Please")
    assert Erasure.objects.count() == 1


@pytest.mark.slow
def test_erasing_leaves_no_word_and_no_picture(ferry: Ferry, vault_folder: Path) -> None:
    request = ferry.sent()
    by = ferry.theirs(request)
    given = given_and_looked_at(by=by, request=request, data=FACE.read_bytes(), remark="a lake")
    write(by=by, request=request, what=Message.What.MESSAGE, words="Thank you")
    accept_request(by=ferry.by, request=request)
    with pytest.raises(RuleBroken, match="still stands"):
        erase_request(by=ferry.by, request=request, reason="they ask")
    withdraw(by=by, request=again(request), what=SEARCH)
    with pytest.raises(NotAllowed):
        erase_request(by=as_(ferry.lena), request=request, reason="they ask")
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = erase_request(by=ferry.by, request=request, reason="they ask")
    assert done["photographs"] == 1 and done["answers"] == 2
    assert told(request) == {} and not request.messages.exclude(words="").exists()
    assert not list(vault_folder.rglob(f"{given.sealed}*")) and not may(again(request), SEARCH)
    with pytest.raises((OutOfStep, SignInRefused)):
        answer(by=by, request=request, step="who", said=WHO)


@pytest.mark.slow
def test_the_audit_holds_no_word_of_a_family(ferry: Ferry) -> None:
    request = ferry.sent(contact={"how": "+1 555 0123", "never": "never at home"})
    write(by=ferry.theirs(request), request=request, what=Message.What.MESSAGE, words="a very private matter")
    set_safe_word(by=ferry.theirs(request), request=request, word="тиха вода")
    kept = " ".join(str(row) for row in AuditRow.objects.values_list("actor", "thing", "reason", "detail"))
    for word in ("Олена", "Ромашко", "Iryna", "0123", "home", "private", "вода", request.code):
        assert word not in kept


# Coming back


@pytest.mark.slow
def test_no_stage_tells_what_only_a_person_may_tell(ferry: Ferry) -> None:
    from antigone.desk.families import stages

    request = ferry.sent()
    words = set(" ".join(str(words) for pair in stages.WORDS.values() for words in pair).lower().split())
    assert not words & {"identified", "identification", "found", "dead", "died", "death", "candidate", "body", "match"}
    assert stage_of(request) is Stage.SENT
    accept_request(by=ferry.by, request=request)
    ask_to_call(by=as_(ferry.lena), request=request)
    assert stage_of(again(request)) is Stage.CONTACT


@pytest.mark.slow
def test_a_part_above_may_ask_the_family_to_call_and_its_faults_show_nothing(
    ferry: Ferry, caplog: pytest.LogCaptureFixture
) -> None:
    request = ferry.sent()
    asked: list[int] = []
    with listening(signals.contact_wanted, lambda **_: 1 / 0, lambda **_: bool(asked)):
        assert stage_of(request) is Stage.SENT
        assert "division by zero" in caplog.text, "whoever runs the desk reads of it"
        asked.append(1)
        assert stage_of(request) is Stage.CONTACT
        close_request(by=ferry.by, request=request, reason="they came home")
        assert stage_of(again(request)) is Stage.CLOSED


@pytest.mark.slow
def test_an_examiner_sees_no_request(ferry: Ferry) -> None:
    ferry.sent()
    examiner = a_person("Erik", ferry.people.harbour, Role.EXAMINER, Role.BOARD_MEMBER)
    assert not requests(as_(examiner)).exists() and requests(as_(ferry.lena)).count() == 1


@pytest.mark.slow
def test_a_photograph_that_is_erased_is_forgotten_with_the_request_too(ferry: Ferry) -> None:
    request = ferry.sent()
    given = given_and_looked_at(by=ferry.theirs(request), request=request, data=FACE.read_bytes(), remark="a lake")
    accept_request(by=ferry.by, request=request)
    photograph = accept_given(by=ferry.by, given=given)
    work_once()
    erasure = ask_erasure(
        by=ferry.by,
        subject=photograph.subject,
        photograph=photograph,
        asked_as=Erasure.As.FAMILY,
        asker="Iryna",
        how="her two numbers",
        reason="they ask",
    )
    agree_erasure(by=as_(ferry.people.ana), erasure=erasure, reason="yes")
    erase_photograph(by=ferry.by, photograph=photograph, reason="agreed")
    given.refresh_from_db()
    assert (given.sha256, given.remark, given.faces, given.picked) == ("", "", [], None)
    assert stage_of(again(request)) is Stage.KEPT
