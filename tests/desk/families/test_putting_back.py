"""A family puts back what it took back within the day, alone; then it is destroyed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.actor import worker
from antigone.desk.families.actions.beginning import allow
from antigone.desk.families.actions.photographs import accept_given, give_photograph, see_given
from antigone.desk.families.actions.putting_back import (
    destroy_after_the_day,
    destroy_now,
    put_back_given,
    within_the_day,
)
from antigone.desk.families.actions.review import accept_request
from antigone.desk.families.actions.withdraw import withdraw, withdraw_given
from antigone.desk.families.models import KEPT, Allowed, Given, Request
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.worker import work_once
from antigone.errors import NotAllowed, NotThere, OutOfStep
from desk_people import browser
from desk_photos import DEMO
from desk_requests import Ferry

pytestmark = pytest.mark.slow
FACE = sorted((DEMO / "references/M-001").iterdir())[0]


def a_given(ferry: Ferry, request: Request) -> Given:
    given = give_photograph(by=ferry.theirs(request), request=request, data=FACE.read_bytes(), remark="at the lake")
    Given.objects.filter(pk=given.pk).update(looked_at=timezone.now())
    return Given.objects.get(pk=given.pk)


def a_day_later() -> None:
    """What was taken back was taken back a day ago."""
    for given in Given.objects.filter(kept=True):
        Given.objects.filter(pk=given.pk).update(withdrawn_at=given.withdrawn_at - KEPT - timedelta(seconds=1))


def test_what_waited_is_seen_by_nobody_and_comes_back_with_what_was_said_of_it(ferry: Ferry) -> None:
    request = ferry.sent()
    by, given = ferry.theirs(request), a_given(ferry, request)
    withdraw_given(by=by, given=given, keep=True)
    given.refresh_from_db()
    assert given.state == "withdrawn" and within_the_day(request) == [given]
    with pytest.raises(NotThere):
        see_given(by=ferry.by, given=given, size=vault.Size.VIEW)
    accept_request(by=ferry.by, request=request)
    with pytest.raises(OutOfStep):
        accept_given(by=ferry.by, given=given)
    put_back_given(by=by, given=given)
    given.refresh_from_db()
    assert given.state == "waiting" and given.remark == "at the lake" and within_the_day(request) == []


def test_what_was_searched_with_is_searched_again(ferry: Ferry) -> None:
    request = ferry.sent()
    by, given = ferry.theirs(request), a_given(ferry, request)
    accept_request(by=ferry.by, request=request)
    photograph = accept_given(by=ferry.by, given=given)
    work_once()
    withdraw_given(by=by, given=given, keep=True)
    assert not Photograph.objects.get(pk=photograph.pk).indexed, "it leaves search at once"
    put_back_given(by=by, given=given)
    assert Photograph.objects.get(pk=photograph.pk).indexed


def test_it_is_not_searched_again_if_they_allow_no_search_any_more(ferry: Ferry) -> None:
    request = ferry.sent()
    by, given = ferry.theirs(request), a_given(ferry, request)
    accept_request(by=ferry.by, request=request)
    photograph = accept_given(by=ferry.by, given=given)
    withdraw_given(by=by, given=given, keep=True)
    withdraw(by=by, request=Request.objects.get(), what=Allowed.What.SEARCH)
    put_back_given(by=by, given=given)
    found = Photograph.objects.get(pk=photograph.pk)
    assert found.ended_at is not None and not found.indexed
    assert Given.objects.get(pk=given.pk).withdrawn_at is None
    allow(by=by, request=Request.objects.get(), what=Allowed.What.SEARCH, yes=True)
    assert Photograph.objects.get(pk=photograph.pk).ended_at is not None, "staff accepts it again"


def test_after_a_day_it_is_destroyed_and_does_not_come_back(ferry: Ferry, vault_folder: Path) -> None:
    request = ferry.sent()
    by, given = ferry.theirs(request), a_given(ferry, request)
    withdraw_given(by=by, given=given, keep=True)
    assert destroy_after_the_day(by=worker()) == 0 and list(vault_folder.rglob(f"{given.sealed}*")), (
        "the day is not over"
    )
    a_day_later()
    with pytest.raises(OutOfStep, match="cannot be put back any more"):
        put_back_given(by=by, given=given)
    assert destroy_after_the_day(by=worker()) == 1 and destroy_after_the_day(by=worker()) == 0
    given.refresh_from_db()
    assert given.wrapped is None and given.remark == "" and not list(vault_folder.rglob(f"{given.sealed}*"))


def test_whoever_wants_it_gone_at_once_has_it_gone_at_once(ferry: Ferry, vault_folder: Path) -> None:
    request = ferry.sent()
    by, given = ferry.theirs(request), a_given(ferry, request)
    withdraw_given(by=by, given=given, keep=True)
    destroy_now(by=by, given=given)
    given.refresh_from_db()
    assert given.wrapped is None and not list(vault_folder.rglob(f"{given.sealed}*"))
    assert within_the_day(request) == []


def test_staff_puts_nothing_back_for_a_family_nor_another_family(ferry: Ferry) -> None:
    request, other = ferry.sent(), ferry.sent()
    given = a_given(ferry, request)
    withdraw_given(by=ferry.theirs(request), given=given, keep=True)
    with pytest.raises(NotAllowed):
        put_back_given(by=ferry.by, given=given)
    with pytest.raises(NotThere):
        put_back_given(by=ferry.theirs(other), given=given)


def test_the_same_file_that_was_given_again_is_not_there_twice(ferry: Ferry) -> None:
    request = ferry.sent()
    given = a_given(ferry, request)
    withdraw_given(by=ferry.theirs(request), given=given, keep=True)
    a_given(ferry, request)
    with pytest.raises(OutOfStep, match="already"):
        put_back_given(by=ferry.theirs(request), given=given)


@pytest.mark.both
def test_the_database_brings_nothing_back_whose_key_is_gone(ferry: Ferry) -> None:
    request = ferry.sent()
    given = a_given(ferry, request)
    withdraw_given(by=ferry.theirs(request), given=given)
    with pytest.raises(DatabaseError), transaction.atomic():
        Given.objects.update(withdrawn_at=None, put_back_at=timezone.now())


def test_on_their_page_one_button_puts_it_back(ferry: Ferry) -> None:
    request, secret = ferry.told()
    given, client = a_given(ferry, request), browser()
    client.post("/p/back", {"code": request.code, "secret": secret})
    page = client.get(f"/p/back/photo-{given.pk}").content.decode()
    assert "For one day you can put it back. Then it is destroyed." in page
    page = client.post(f"/p/back/photo-{given.pk}", follow=True).content.decode()
    assert "Taken back by you" in page and "Put it back" in page
    page = client.post(f"/p/again/{given.pk}", follow=True).content.decode()
    assert "Taken back by you" not in page and Given.objects.get().withdrawn_at is None
    client.post(f"/p/back/photo-{given.pk}", {"destroy": "1"})
    assert Given.objects.get().wrapped is None
    assert client.post(f"/p/again/{given.pk}").status_code == 404
