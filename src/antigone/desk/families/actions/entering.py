"""Coming back to a request with its code and secret, leaving it, and new secrets for whoever lost theirs."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts import lockout
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.accounts.secrets import new_token, token_hash
from antigone.desk.accounts.validators import clean_text
from antigone.desk.families import limits
from antigone.desk.families.actions._mine import live
from antigone.desk.families.models import Request, Visit
from antigone.desk.families.queries import IDLE, LONGEST
from antigone.desk.families.secrets import hashed, is_code, is_secret, new_secret, opens, plain_word, read_digits
from antigone.errors import RuleBroken, SignInRefused

MOST_VISITS = 3
"""Browsers at once for one request."""


def enter(*, by: Actor, code: str, secret: str) -> tuple[Visit, str]:
    """Begin a visit with code and secret. Returns its browser's token. Which of both was wrong is not said.

    A slip of the pen is told as such and not counted: the last digit of each gives it away, as every guesser knows.
    Where the safe word was typed, the visit is a harmless one, and the liaison officers see a sign of danger. It works
    while the code is locked too: whoever forces a family to open their page may have locked it by trying.

    Raises:
        RuleBroken: for a slip.
        SignInRefused: if it is not right, or was wrong too often.
    """
    digits, word = read_digits(code), plain_word(secret)
    number = read_digits(secret)
    if not is_code(digits) or (number and len(number) > 4 and not is_secret(number)):
        raise RuleBroken(
            _("There is a mistake in the numbers."), _("Please compare them with what you wrote down, digit by digit.")
        )
    kinds = limits.tries(digits, by.address)
    locked = lockout.reached(kinds)
    if locked and lockout.reached(limits.safe_words(digits, by.address)):
        raise limits.too_often()
    request = Request.objects.select_related("portal").filter(code=digits, erased_at=None).first()
    proves = not locked and opens(request.secret if request else "", digits, number)
    harmless = opens(request.safe_word if request else "", digits, word)
    with act(by, Verb.SIGN_IN, Thing.REQUEST.of(request or WHOLE_DESK)) as doing:
        found = None if request is None else Request.objects.get(pk=request.pk)
        if not harmless and lockout.reached(kinds):
            if locked:
                lockout.count(limits.safe_words(digits, by.address))
            doing.record(found.pk if found else None, refused="too many attempts")
        elif found is None or request is None or not _still(found, request, proves, harmless):
            lockout.count(kinds)
            doing.record(found.pk if found else None, refused="wrong", locked=lockout.reached(kinds))
        else:
            if proves:
                lockout.forget("family code", digits)
            if harmless:
                found.danger_at = timezone.now()
                found.save(update_fields=["danger_at"])
            visit, token = _begin(found, harmless=harmless and not proves)
            doing.record(found.pk, safe_word=harmless)
            return visit, token
    if locked:
        raise limits.too_often()
    raise SignInRefused(
        _("These numbers do not belong together."),
        _("Please look at both again. If you lost them, call us: we can give you new ones."),
    )


def arrive(*, by: Actor, request: Request) -> tuple[Visit, str]:
    """Begin the visit of whoever has just begun a request: they need not type what they were just shown."""
    with act(by, Verb.CHANGE, request) as doing:
        visit, token = _begin(live(doing.by, request), harmless=False)
        doing.record(request.pk, arrived=True)
    return visit, token


def leave(*, by: Actor, token: str) -> None:
    """End a visit. Leaving twice is no fault."""
    visit = Visit.objects.select_related("request__portal").filter(token_hash=token_hash(token)).first()
    if visit is None:
        return
    with act(by, Verb.SIGN_OUT, visit.request) as doing:
        Visit.objects.filter(pk=visit.pk).delete()
        doing.record(visit.request_id)


def seen(*, token: str) -> None:
    """Prolong a visit: written at most once a minute, and no act, because nothing was done."""
    now = timezone.now()
    Visit.objects.filter(token_hash=token_hash(token), seen_at__lt=now - IDLE / 30).update(seen_at=now)


def renew_secret(*, by: Actor, request: Request, reason: str) -> str:
    """Make a new secret for a family that lost theirs and proved who they are. The old one and all visits end."""
    reason = clean_text(reason, "reason", 2000)
    secret = new_secret()
    kept = hashed(request.code, secret)
    with act(by, Verb.RENEW, request, reason=reason) as doing:
        found = live(doing.by, request)
        found.secret = kept
        found.save(update_fields=["secret"])
        ended = Visit.objects.filter(request=found).delete()[0]
        doing.record(found.pk, visits_ended=ended)
    return secret


def _still(found: Request, request: Request, proves: bool, harmless: bool) -> bool:
    """Whether what was proved before the act still stands."""
    if found.erased_at is not None:
        return False
    return (proves and found.secret == request.secret) or (harmless and found.safe_word == request.safe_word)


def _begin(request: Request, *, harmless: bool) -> tuple[Visit, str]:
    now, token = timezone.now(), new_token()
    Visit.objects.filter(began_at__lt=now - LONGEST).delete()
    for old in Visit.objects.filter(request=request).order_by("-pk")[MOST_VISITS - 1 :]:
        old.delete()
    visit = Visit.objects.create(
        request=request, token_hash=token_hash(token), began_at=now, seen_at=now, harmless=harmless
    )
    return visit, token
