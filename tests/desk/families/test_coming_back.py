"""A family comes back to its request: the two numbers, the safe word, slips, and whoever guesses."""

from __future__ import annotations

import pytest
from django.utils import timezone

from antigone.desk.accounts.actor import family, visitor
from antigone.desk.audit.models import AuditRow
from antigone.desk.families import limits
from antigone.desk.families.actions import entering
from antigone.desk.families.actions.beginning import begin_request, send_request, set_safe_word
from antigone.desk.families.actions.entering import enter, leave, renew_secret
from antigone.desk.families.models import Request, Visit
from antigone.desk.families.queries import (
    requests,
    visit_of,
    waiting,
)
from antigone.errors import RuleBroken, SignInRefused
from desk_people import as_
from desk_requests import Ferry


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


@pytest.mark.slow
def test_whoever_has_both_numbers_comes_back_and_leaves(ferry: Ferry) -> None:
    request, secret = ferry.told()
    visit, token = enter(by=visitor("192.0.2.1"), code=f" {request.code[:3]}-{request.code[3:]}", secret=secret)
    assert visit_of(token) == visit and not visit.harmless
    leave(by=family(request.pk, "x"), token=token)
    assert visit_of(token) is None and visit_of("") is None


def test_a_visit_is_over_when_nobody_was_there_and_at_last_in_any_case(
    ferry: Ferry, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, secret = ferry.begun()
    _, token = enter(by=visitor("x"), code=request.code, secret=secret)
    visit = Visit.objects.all()
    visit.update(seen_at=timezone.now() - entering.IDLE)
    assert visit_of(token) is None
    visit.update(seen_at=timezone.now(), began_at=timezone.now() - entering.LONGEST)
    assert visit_of(token) is None


@pytest.mark.slow
def test_the_safe_word_opens_nothing_and_tells_the_liaison_officers(ferry: Ferry) -> None:
    request, secret = ferry.told()
    send_request(by=ferry.theirs(request), request=request)
    for word in ("abc", "12345678"):
        with pytest.raises(RuleBroken):
            set_safe_word(by=ferry.theirs(request), request=request, word=word)
    set_safe_word(by=ferry.theirs(request), request=request, word="Тиха вода")
    visit, _ = enter(by=visitor("x"), code=request.code, secret="тиха  вода")
    assert visit.harmless and again(request).danger_at is not None
    assert waiting(requests(as_(ferry.lena))).get() == request
    assert not enter(by=visitor("x"), code=request.code, secret=secret)[0].harmless


def test_a_slip_is_told_and_not_counted(ferry: Ferry) -> None:
    request, secret = ferry.begun()
    slip = secret[:-1] + str((int(secret[-1]) + 1) % 10)
    for _ in range(limits.TRIES_OF_CODE + 2):
        with pytest.raises(RuleBroken, match="mistake"):
            enter(by=visitor("x"), code=request.code, secret=slip)
    assert enter(by=visitor("x"), code=request.code, secret=secret)[0].request == request


@pytest.mark.slow
def test_the_safe_word_works_while_somebody_has_locked_the_code(ferry: Ferry, monkeypatch: pytest.MonkeyPatch) -> None:
    request, secret = ferry.begun()
    set_safe_word(by=ferry.theirs(request), request=request, word="тиха вода")
    for _ in range(limits.TRIES_OF_CODE):
        with pytest.raises(SignInRefused, match="belong"):
            enter(by=visitor("192.0.2.1"), code=request.code, secret="1234567812345670")
    for word in (secret, "1234567812345670", "wrong word"):
        with pytest.raises(SignInRefused, match="too often"):
            enter(by=visitor("192.0.2.1"), code=request.code, secret=word)
    visit, _ = enter(by=visitor("192.0.2.1"), code=request.code, secret="тиха вода")
    assert visit.harmless and again(request).danger_at is not None
    with pytest.raises(SignInRefused, match="too often"):
        enter(by=visitor("192.0.2.1"), code=request.code, secret=secret)
    monkeypatch.setattr(limits, "SAFE_WORDS_OF_CODE", 4)
    with pytest.raises(SignInRefused, match="too often"):
        enter(by=visitor("192.0.2.1"), code=request.code, secret="another word")
    rows = AuditRow.objects.count()
    with pytest.raises(SignInRefused, match="too often"):
        enter(by=visitor("192.0.2.1"), code=request.code, secret="тиха вода")
    assert AuditRow.objects.count() == rows, "tries while it is locked have an end too"


@pytest.mark.slow
def test_guessing_is_locked_out_for_a_code_and_for_an_address(ferry: Ferry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TRIES_OF_ADDRESS", 7)
    request, secret = ferry.begun()
    wrong = "1234567812345670"
    for number in range(limits.TRIES_OF_CODE):
        with pytest.raises(SignInRefused, match="belong"):
            enter(by=visitor(f"192.0.2.{number}"), code=request.code, secret=wrong)
    with pytest.raises(SignInRefused, match="too often"):
        enter(by=visitor("198.51.100.1"), code=request.code, secret=secret)
    other, theirs = ferry.begun()
    enter(by=visitor("198.51.100.1"), code=other.code, secret=theirs)
    for _ in range(4):
        with pytest.raises(SignInRefused):
            enter(by=visitor("198.51.100.9"), code="000000000", secret=wrong)
    for number in range(3):
        with pytest.raises(SignInRefused):
            enter(by=visitor("198.51.100.9"), code=ferry.begun(f"10.0.0.{number}")[0].code, secret=wrong)
    with pytest.raises(SignInRefused, match="too often"):
        enter(by=visitor("198.51.100.9"), code=other.code, secret=theirs)


def test_nobody_fills_the_desk_with_requests(ferry: Ferry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BEGUN_OF_ADDRESS", 2)
    monkeypatch.setattr(limits, "BEGUN_IN_ALL", 3)
    ferry.begun(), ferry.begun()
    with pytest.raises(SignInRefused):
        ferry.begun()
    ferry.begun("192.0.2.99")
    with pytest.raises(SignInRefused):
        ferry.begun("192.0.2.98")
    begin_request(by=ferry.by, portal=ferry.portal, language="fr")


@pytest.mark.slow
def test_a_new_secret_ends_the_old_one_and_every_visit(ferry: Ferry) -> None:
    request, secret = ferry.begun()
    _, token = enter(by=visitor("x"), code=request.code, secret=secret)
    new = renew_secret(by=as_(ferry.lena), request=request, reason="came with her passport")
    assert visit_of(token) is None
    with pytest.raises(SignInRefused):
        enter(by=visitor("x"), code=request.code, secret=secret)
    assert enter(by=visitor("x"), code=request.code, secret=new)[0].request == request


# What the page says
