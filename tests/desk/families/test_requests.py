"""A family asks: what it may refuse, what it can take back, and what nobody can learn."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

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
from antigone.desk.families import limits, looking, signals
from antigone.desk.families.actions import photographs
from antigone.desk.families.actions.beginning import allow, answer, begin_request, send_request, set_safe_word
from antigone.desk.families.actions.entering import enter
from antigone.desk.families.actions.messages import answer_message, write
from antigone.desk.families.actions.photographs import accept_given, decline_given, give_photograph, pick_face
from antigone.desk.families.actions.portals import close_to_families
from antigone.desk.families.actions.review import (
    accept_request,
    ask_to_call,
    close_request,
    erase_request,
    renew_consent,
    take_over,
)
from antigone.desk.families.actions.withdraw import withdraw, withdraw_given
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
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import orphans
from antigone.desk.records.models import Record
from antigone.desk.review.models import Pair
from antigone.desk.review.people import conflicts_with
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken, SignInRefused
from antigone.protocol.conflicts import ConflictOfInterest
from conftest import encoded
from desk_people import a_person, as_
from desk_photos import DEMO, beside, jpeg, pixels_of
from desk_requests import WHO, Ferry, a_ferry
from desk_signals import listening

FACE = sorted((DEMO / "references/M-001").iterdir())[0]
OTHER = sorted((DEMO / "references/M-002").iterdir())[0]
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
def test_an_accepted_photograph_is_searched_on_the_familys_consent_and_leaves_when_it_is_taken_back(
    ferry: Ferry,
) -> None:
    request = ferry.sent()
    by = ferry.theirs(request)
    given = given_and_looked_at(by=by, request=request, data=FACE.read_bytes(), remark="at the lake, 2024")
    waiting_file = given.sealed
    assert orphans(timezone.now().timestamp() + 5) == [] and not Photograph.objects.exists()
    record = accept_request(by=ferry.by, request=request)
    photograph = accept_given(by=ferry.by, given=Given.objects.get())
    work_once()
    photograph.refresh_from_db()
    assert photograph.indexed and photograph.consent.subject == record
    assert stage_of(again(request)) is Stage.LOOKING and orphans(timezone.now().timestamp() + 5) == []
    assert waiting_file != photograph.sealed
    assert withdraw(by=by, request=again(request), what=SEARCH) == 1
    photograph.refresh_from_db()
    assert not photograph.indexed and photograph.ended_at is not None
    assert stage_of(again(request)) is Stage.KEPT
    allow(by=by, request=again(request), what=SEARCH, yes=True)
    renew_consent(by=ferry.by, request=again(request))
    anew = accept_given(by=ferry.by, given=Given.objects.get())
    assert anew.pk != photograph.pk and Given.objects.get().photograph == anew


@pytest.mark.slow
def test_one_photograph_is_taken_back_and_one_that_waited_is_destroyed(ferry: Ferry, vault_folder: Path) -> None:
    request = ferry.sent()
    by = ferry.theirs(request)
    first = given_and_looked_at(by=by, request=request, data=FACE.read_bytes())
    second = given_and_looked_at(by=by, request=request, data=OTHER.read_bytes(), remark="a beach")
    accept_request(by=ferry.by, request=request)
    photograph = accept_given(by=ferry.by, given=first)
    work_once()
    withdraw_given(by=by, given=first)
    withdraw_given(by=by, given=second)
    photograph.refresh_from_db()
    assert photograph.ended_at is not None and not photograph.indexed
    second.refresh_from_db()
    assert second.wrapped is None and second.remark == "" and not list(vault_folder.rglob(f"{second.sealed}*"))
    with pytest.raises(OutOfStep):
        withdraw_given(by=by, given=second)


@pytest.mark.slow
def test_of_several_people_the_family_picks_the_one_and_the_worker_follows(ferry: Ferry) -> None:
    request = ferry.sent()
    by = ferry.theirs(request)
    both = jpeg(beside(FACE.read_bytes(), OTHER.read_bytes()), quality=95)
    given = given_and_looked_at(by=by, request=request, data=both)
    assert len(given.faces) == 2 and given.picked is None
    with pytest.raises(RuleBroken):
        pick_face(by=by, given=given, number=3)
    pick_face(by=by, given=given, number=2)
    accept_request(by=ferry.by, request=request)
    photograph = accept_given(by=ferry.by, given=Given.objects.get())
    work_once()
    photograph.refresh_from_db()
    assert photograph.state == "usable" and photograph.indexed
    assert photograph.faces.get(chosen=True).number == 2


@pytest.mark.slow
def test_files_that_are_no_photographs_are_told_so_in_plain_words(ferry: Ferry, eileen: Any) -> None:
    request, _ = ferry.begun()
    by = ferry.theirs(request)
    for data in (b"", b"%PDF-1.7 something", b"GIF89a", b"\xff\xd8\xff broken", b"<svg/>"):
        with pytest.raises(RuleBroken, match="cannot read"):
            give_photograph(by=by, request=request, data=data)
    with pytest.raises(RuleBroken, match="larger than 30"):
        give_photograph(by=by, request=request, data=b"\0" * 30_000_001)
    with pytest.raises(RuleBroken, match="so small"):
        give_photograph(by=by, request=request, data=encoded(eileen[:20, :20], "PNG"))
    nobody = given_and_looked_at(by=by, request=request, data=encoded(eileen[:64, :64] * 0 + 200, "PNG"))
    assert nobody.faces == [] and nobody.picked is None
    with pytest.raises(OutOfStep, match="already"):
        give_photograph(by=by, request=request, data=encoded(eileen[:64, :64] * 0 + 200, "PNG"))


@pytest.mark.slow
def test_what_follows_a_picture_in_its_file_is_not_kept(ferry: Ferry, vault_folder: Path) -> None:
    request, _ = ferry.begun()
    whole = FACE.read_bytes()
    given = give_photograph(by=ferry.theirs(request), request=request, data=whole + bytes(20_000_000))
    assert given.size == len(whole) and vault.original(vault.Sealed(given.sealed, bytes(given.wrapped or b""))) == whole
    with pytest.raises(OutOfStep, match="already"):
        give_photograph(by=ferry.theirs(request), request=request, data=whole + bytes(1_000))
    assert sum(path.stat().st_size for path in vault_folder.rglob("*") if path.is_file()) < 2 * len(whole)


@pytest.mark.slow
def test_a_file_that_is_filled_up_inside_is_refused(ferry: Ferry) -> None:
    request, _ = ferry.begun()
    whole, filler = FACE.read_bytes(), b"\xff\xef\xff\xff" + bytes(65_533)
    with pytest.raises(RuleBroken, match="much larger than the photograph"):
        give_photograph(by=ferry.theirs(request), request=request, data=whole[:2] + filler * 100 + whole[2:])
    assert not Given.objects.exists()


@pytest.mark.slow
def test_a_picture_that_cannot_be_decoded_is_destroyed_and_the_family_reads_so(
    ferry: Ferry, vault_folder: Path
) -> None:
    request, _ = ferry.begun()
    whole = jpeg(pixels_of(FACE.read_bytes()), "PNG")
    at = whole.index(b"IDAT") + 1_000
    broken = whole[:at] + bytes(1_000) + whole[at + 1_000 :]
    given = given_and_looked_at(by=ferry.theirs(request), request=request, data=broken)
    assert given.unreadable and given.state == "unreadable" and given.wrapped is None
    assert not [path for path in vault_folder.rglob("*") if path.is_file()]
    given_and_looked_at(by=ferry.theirs(request), request=request, data=whole)


@pytest.mark.slow
def test_what_was_taken_back_while_the_worker_looked_leaves_nothing(
    ferry: Ferry, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, _ = ferry.begun()
    by = ferry.theirs(request)
    given = give_photograph(by=by, request=request, data=FACE.read_bytes())

    def meanwhile(*_: Any) -> tuple[()]:
        withdraw_given(by=by, given=given)
        return ()

    monkeypatch.setattr(looking, "find_faces", meanwhile)
    work_once()
    given.refresh_from_db()
    assert given.state == "withdrawn" and given.looked_at is None
    assert not [path for path in vault_folder.rglob("*") if path.is_file()]


@pytest.mark.slow
def test_nobody_accepts_what_the_desk_has_not_looked_at(ferry: Ferry) -> None:
    request = ferry.sent()
    given = give_photograph(by=ferry.theirs(request), request=request, data=FACE.read_bytes())
    accept_request(by=ferry.by, request=request)
    with pytest.raises(RuleBroken, match="not looked at"):
        accept_given(by=ferry.by, given=given)


@pytest.mark.slow
def test_one_address_cannot_fill_the_disk(ferry: Ferry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEGABYTES_OF_ADDRESS", 3)
    (first, _), (other, _) = ferry.begun(), ferry.begun()
    files = [jpeg(beside(FACE.read_bytes()), quality=quality) for quality in (70, 75, 80, 85)]
    for data in files[:3]:
        give_photograph(by=ferry.theirs(first), request=first, data=data)
    with pytest.raises(SignInRefused, match="cannot take more"):
        give_photograph(by=ferry.theirs(other), request=other, data=files[3])
    elsewhere = family(other.pk, "198.51.100.77")
    give_photograph(by=elsewhere, request=other, data=files[3])
    tomorrow = timezone.now() + timedelta(hours=25)
    with mock.patch("django.utils.timezone.now", lambda: tomorrow):
        give_photograph(by=ferry.theirs(first), request=first, data=files[3])


@pytest.mark.slow
def test_all_strangers_together_cannot_fill_the_disk_and_staff_still_works(
    ferry: Ferry, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, other = FACE.read_bytes(), OTHER.read_bytes()
    monkeypatch.setattr(photographs, "BYTES_OF_SITE", len(data) + 1_000)
    request, _ = ferry.begun()
    given = give_photograph(by=ferry.theirs(request), request=request, data=data)
    with pytest.raises(SignInRefused, match="cannot take more"):
        give_photograph(by=family(request.pk, "198.51.100.77"), request=request, data=other)
    give_photograph(by=ferry.by, request=request, data=other)
    decline_given(by=ferry.by, given=given, why="Another person.")
    give_photograph(by=ferry.theirs(request), request=request, data=jpeg(beside(other), quality=60))


@pytest.mark.slow
def test_a_request_holds_so_much_and_giving_and_taking_back_ends_too(
    ferry: Ferry, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, _ = ferry.begun()
    by = ferry.theirs(request)
    monkeypatch.setattr(photographs, "BYTES_OF_REQUEST", len(FACE.read_bytes()) + 1_000)
    given = give_photograph(by=by, request=request, data=FACE.read_bytes())
    with pytest.raises(RuleBroken, match="We have 1 photograph of them, which is enough"):
        give_photograph(by=by, request=request, data=OTHER.read_bytes())
    monkeypatch.setattr(photographs, "MOST_EVER", 3)
    for _ in range(2):
        withdraw_given(by=by, given=given)
        given = give_photograph(by=by, request=request, data=FACE.read_bytes())
    withdraw_given(by=by, given=given)
    with pytest.raises(RuleBroken, match="changed too often"):
        give_photograph(by=by, request=request, data=FACE.read_bytes())


@pytest.mark.slow
def test_a_declined_photograph_says_why(ferry: Ferry) -> None:
    request = ferry.sent()
    given = given_and_looked_at(by=ferry.theirs(request), request=request, data=FACE.read_bytes())
    decline_given(by=as_(ferry.lena), given=given, why="It shows somebody else.")
    given.refresh_from_db()
    assert (given.state, given.why) == ("declined", "It shows somebody else.")
    accept_request(by=ferry.by, request=request)
    with pytest.raises(OutOfStep):
        accept_given(by=ferry.by, given=given)


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
