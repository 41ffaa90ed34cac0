"""Photographs that a family gives: what is taken, what it may cost, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.test import TestCase
from django.utils import timezone

from antigone.desk.accounts.actor import family
from antigone.desk.families import limits
from antigone.desk.families.actions import photographs
from antigone.desk.families.actions.beginning import allow
from antigone.desk.families.actions.photographs import accept_given, decline_given, give_photograph, pick_face
from antigone.desk.families.actions.review import (
    accept_request,
    renew_consent,
)
from antigone.desk.families.actions.withdraw import withdraw, withdraw_given
from antigone.desk.families.models import Allowed, Given, Request
from antigone.desk.families.stages import Stage, stage_of
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import orphans
from antigone.desk.worker import work_once
from antigone.engine import Engine
from antigone.errors import OutOfStep, RuleBroken, SignInRefused
from conftest import encoded
from desk_people import as_
from desk_photos import DEMO, beside, jpeg, pixels_of
from desk_requests import Ferry

FACE = sorted((DEMO / "references/M-001").iterdir())[0]
OTHER = sorted((DEMO / "references/M-002").iterdir())[0]
SEARCH = Allowed.What.SEARCH


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def given_and_looked_at(**said: Any) -> Given:
    """A photograph that a family gave, as it is when the worker has looked at it."""
    given = give_photograph(**said)
    assert given.looked_at is None and given.faces == []
    with TestCase.captureOnCommitCallbacks(execute=True):
        work_once()
    given.refresh_from_db()
    return given


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

    monkeypatch.setattr(Engine, "faces", meanwhile)
    with TestCase.captureOnCommitCallbacks(execute=True):
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
