"""Beginning a request, answering its questions, and sending it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts import lockout
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Outsider, Thing, Verb
from antigone.desk.families import limits
from antigone.desk.families.actions._mine import live
from antigone.desk.families.limits import MOST_ANSWERS
from antigone.desk.families.models import Allowed, Answer, FamilyPortal, Request
from antigone.desk.families.queries import allows, open_portals, told
from antigone.desk.families.questions import FORMS
from antigone.desk.families.secrets import hashed, new_code, new_secret, plain_word
from antigone.errors import NotThere, OutOfStep, RuleBroken

LANGUAGES = ("en", "uk", "ru", "ar", "fr", "es")
"""In which families are asked."""
_LONGEST = 20_000


def begin_request(
    *, by: Actor, portal: FamilyPortal, language: str, how: Request.How = Request.How.ALONE
) -> tuple[Request, str]:
    """Begin a request without answers. Returns it and its secret, which is kept nowhere.

    Raises:
        RuleBroken: if the incident is closed, or the door is not open to people without an account.
        SignInRefused: if too many were begun from there just now.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    alone = by.outsider is Outsider.VISITOR
    kinds = limits.begun(by.address) if alone else []
    if lockout.reached(kinds):
        raise limits.too_often()
    code, secret = _free_code(), new_secret()
    kept = hashed(code, secret)
    with act(by, Verb.OPEN, Thing.REQUEST.of(portal)) as doing:
        found = (
            (open_portals() if alone else FamilyPortal.objects.filter(incident__closed_at=None))
            .filter(pk=portal.pk)
            .first()
        )
        if found is None:
            raise NotThere(_("Nothing can be asked here at this moment."), _("Please call us, or come back later."))
        lockout.count(kinds)
        request = Request.objects.create(
            portal=found,
            code=code,
            secret=kept,
            language=language,
            how=Request.How.ALONE if alone else how,
            begun_at=timezone.now(),
            begun_by_id=doing.by.person,
        )
        doing.record(request.pk, how=str(request.how), language=language)
    return request, secret


def answer(*, by: Actor, request: Request, step: str, said: Mapping[str, Any]) -> Answer | None:
    """Keep the answer to one question; earlier ones stay. None if it says the same as before.

    Raises:
        RuleBroken: if there is no such question, it is far too long, or the request is closed.
    """
    if step not in FORMS or not set(said) <= set(FORMS[step].base_fields):
        raise NotThere(_("There is no such question."), _("Perhaps the address is wrong."))
    kept = json.dumps(dict(said), ensure_ascii=False, sort_keys=True)
    if len(kept) > _LONGEST:
        raise RuleBroken(_("This is too long."), _("Please make it shorter."))
    if told(request).get(step, {}) == json.loads(kept):
        return None
    with act(by, Verb.CHANGE, request) as doing:
        found = live(doing.by, request)
        if found.answers.count() >= MOST_ANSWERS:
            raise RuleBroken(_("This request was changed too often."), _("Please call us."))
        row = Answer.objects.create(request=found, step=step, said=kept, at=timezone.now(), by_id=doing.by.person)
        doing.record(found.pk, answer=row.pk, step=step)
    return row


def allow(*, by: Actor, request: Request, what: Allowed.What, yes: bool, body: str = "", language: str = "") -> None:
    """Keep whether something is allowed. For taking back a search that was accepted, see ``withdraw.withdraw``.

    Raises:
        RuleBroken: if there is no such permission.
    """
    with act(by, Verb.CHANGE, request) as doing:
        found = live(doing.by, request)
        known = allows(found)
        if what not in Allowed.What.values or (what == Allowed.What.SHARE) != bool(body):
            raise NotThere(_("There is no such question."), _("Perhaps the address is wrong."))
        if body and body not in found.portal.named_bodies and (str(what), body) not in known:
            raise NotThere(_("There is no such question."), _("Perhaps the address is wrong."))
        if not yes and what == Allowed.What.SEARCH and found.consent_id is not None:
            raise OutOfStep(_("This is taken back on its own page."), _("Go to your page and take it back there."))
        if found.allowed.count() >= MOST_ANSWERS:
            raise RuleBroken(_("This request was changed too often."), _("Please call us."))
        if known.get((str(what), body)) is not yes:
            Allowed.objects.create(
                request=found,
                what=what,
                body=body,
                yes=yes,
                language=language or found.language,
                at=timezone.now(),
                by_id=doing.by.person,
            )
        doing.record(found.pk, scope=str(what), yes=yes)


def send_request(*, by: Actor, request: Request) -> None:
    """Send the request: staff reads it from now on. Sending it twice changes nothing.

    Raises:
        RuleBroken: if nobody is named.
    """
    if request.sent_at is not None:
        return
    with act(by, Verb.CHANGE, request) as doing:
        found = live(doing.by, request)
        who = told(found).get("who", {})
        if not (who.get("given") or who.get("family")):
            raise RuleBroken(
                _("Nobody is named yet."), _("Please write one name at least, so that we know for whom we look.")
            )
        found.sent_at = found.sent_at or timezone.now()
        found.save(update_fields=["sent_at"])
        doing.record(found.pk, sent=True)


def set_safe_word(*, by: Actor, request: Request, word: str) -> None:
    """Set the safe word: typed in place of the secret, it opens a page on which nothing stands.

    Raises:
        RuleBroken: if it is too short, or only digits, as the secret is.
    """
    plain = plain_word(word)
    if plain and (len(plain) < 4 or plain.isdecimal()):
        raise RuleBroken(_("This word is too short, or it is a number."), _("Choose a word of four letters or more."))
    kept = hashed(request.code, plain) if plain else ""
    with act(by, Verb.CHANGE, request) as doing:
        found = live(doing.by, request)
        found.safe_word = kept
        found.save(update_fields=["safe_word"])
        doing.record(found.pk, safe_word=bool(kept))


def read_in(*, by: Actor, request: Request, language: str) -> None:
    """Keep the language that the family reads, in which staff writes to them."""
    if language not in LANGUAGES or language == request.language:
        return
    with act(by, Verb.CHANGE, request) as doing:
        found = live(doing.by, request)
        found.language = language
        found.save(update_fields=["language"])
        doing.record(found.pk, language=language)


def _free_code() -> str:
    code = new_code()
    while Request.objects.filter(code=code).exists():
        code = new_code()
    return code
