"""When a record is erased, the request that it was made of holds nothing any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from antigone.desk.accounts.actor import visitor
from antigone.desk.erasing.words import destroyed
from antigone.desk.families.actions.beginning import set_safe_word
from antigone.desk.families.actions.entering import enter
from antigone.desk.families.actions.messages import write
from antigone.desk.families.actions.photographs import give_photograph
from antigone.desk.families.actions.review import accept_request
from antigone.desk.families.models import Given, Message, Request, Visit
from antigone.desk.families.queries import told
from antigone.desk.photos import keyring
from antigone.errors import SignInRefused
from desk_erasing import carried_out
from desk_photos import DEMO
from desk_requests import Ferry

FACE = sorted((DEMO / "references/M-001").iterdir())[0]


@pytest.mark.slow
def test_a_request_says_nothing_and_opens_to_nobody_once_its_record_is_erased(ferry: Ferry, vault_folder: Path) -> None:
    request, secret = ferry.told(contact={"how": "+1 555 0123"})
    by = ferry.theirs(request)
    set_safe_word(by=by, request=request, word="тиха вода")
    given = give_photograph(by=by, request=request, data=FACE.read_bytes(), remark="a lake")
    write(by=by, request=request, what=Message.What.MESSAGE, words="Thank you")
    enter(by=visitor("192.0.2.1"), code=request.code, secret=secret)
    Request.objects.filter(pk=request.pk).update(sent_at=timezone.now())
    record = accept_request(by=ferry.by, request=Request.objects.get(pk=request.pk))
    assert list(vault_folder.rglob(f"{given.sealed}*"))
    erasure = carried_out(ferry.rosa, ferry.lena, record)
    found = Request.objects.get(pk=request.pk)
    assert found.erased_at is not None and (found.secret, found.safe_word, found.consent) == ("", "", None)
    assert told(found) == {} and not found.messages.exclude(words="").exists() and not Visit.objects.exists()
    kept = Given.objects.get()
    assert (kept.wrapped, kept.sha256, kept.remark, kept.faces) == (None, "", "", [])
    assert not list(vault_folder.rglob(f"{given.sealed}*")) and given.sealed in keyring.destroyed()
    assert erasure.destroyed["requests"] == 1 and any("1 request of a family" in line for line in destroyed(erasure))
    with pytest.raises(SignInRefused):
        enter(by=visitor("192.0.2.2"), code=request.code, secret=secret)
