"""Tokens, with which a person's own programs use the API: made and ended by that person, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import knows, oneself
from antigone.desk.accounts.actor import Actor, acting, visitor
from antigone.desk.accounts.lockout import count, reached, tokens, too_often
from antigone.desk.accounts.models import Token
from antigone.desk.accounts.permissions import WHOLE_DESK, Role, Thing, Verb
from antigone.desk.accounts.secrets import new_token, token_hash
from antigone.desk.accounts.validators import clean_text
from antigone.errors import NotThere, RuleBroken

LONGEST = 90
"""Days."""
MOST = 20
"""Live tokens of one person."""
PREFIX = "antigone_"
"""So that people, and programs that look for secrets left in files, know one when they see it."""


def make_token(*, by: Actor, password: str, name: str, roles: Iterable[Role], days: int) -> tuple[Token, str]:
    """A token for a program of one's own. Returns it and its secret words, which are kept nowhere.

    Raises:
        RuleBroken: if the password is wrong, the roles are not all one's own, or the time is too long.
        SignInRefused: after too many wrong passwords.
    """
    name, wanted, person = clean_text(name, "name", 120), frozenset(roles), oneself(by)
    knows(by=by, person=person, password=password)
    with act(by, Verb.MAKE, Thing.TOKEN.of(by)) as doing:
        if not wanted:
            raise RuleBroken(_("No role is chosen."), _("Choose what the program shall be able to do."))
        if not wanted <= doing.by.roles:
            raise RuleBroken(_("You do not have all of these roles."), _("A token can have only roles of your own."))
        if not 1 <= days <= LONGEST:
            raise RuleBroken(
                _("A token lives from 1 to %(most)s days.") % {"most": LONGEST}, _("Make a new one when it ends.")
            )
        made = timezone.now()
        if Token.objects.filter(person=person, ended_at=None, expires_at__gt=made).count() >= MOST:
            raise RuleBroken(
                _("You have %(most)s tokens, which is the most.") % {"most": MOST}, _("End one that is not used.")
            )
        secret = PREFIX + new_token()
        token = Token.objects.create(
            person=person,
            name=name,
            roles=sorted(wanted),
            token_hash=token_hash(secret),
            made_at=made,
            expires_at=made + timedelta(days=days),
        )
        doing.record(token.pk, roles=sorted(wanted), days=days)
    return token, secret


def end_token(*, by: Actor, token: int) -> None:
    """End a token of one's own: it does not work from its next use on.

    Raises:
        NotThere: if one has no such token.
        RuleBroken: if it has ended.
    """
    with act(by, Verb.END, Thing.TOKEN.of(by)) as doing:
        found = Token.objects.filter(pk=token, person=by.person).first()
        if found is None:
            raise NotThere(_("You have no such token."), _("Perhaps the address is wrong."))
        if not found.live:
            raise RuleBroken(_("This token has ended."), _("There is nothing to do."))
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        doing.record(found.pk)


def acting_by_token(token: str, address: str) -> Actor | None:
    """Who acts by this token: its person, with those of its roles that they have now. None if it is not valid.

    It is looked up by its hash, so the time that takes tells nothing of it; a live one cannot be guessed, and works
    wherever it is shown. Failures count against the network address, apart from those at the sign-in: somebody's
    broken program locks no person out, and no other program. The first use of each day is recorded.

    Raises:
        TooOften: if it is not valid, and too many were not from there: no more of them are recorded.
    """
    by = visitor(address)
    found = _live_token(token)
    if found is None and reached(tokens(by)):
        raise too_often()
    today = timezone.localdate()
    if found is None or found.used_on != today:
        found = _recorded(by, token)
    return None if found is None else acting(found.person, address, token=found)


def _live_token(token: str) -> Token | None:
    found = Token.objects.select_related("person__agency").filter(token_hash=token_hash(token)).first()
    return found if found is not None and found.live and found.person.is_active else None


def _recorded(by: Actor, token: str) -> Token | None:
    """The token, read again inside the act that records its use or its refusal."""
    known = Token.objects.select_related("person").filter(token_hash=token_hash(token)).first()
    with act(by, Verb.SIGN_IN, Thing.ACCOUNT.of(known or WHOLE_DESK)) as doing:
        found = _live_token(token)
        person, number = (None, None) if known is None else (known.person_id, known.pk)
        if found is None:
            count(tokens(by))
            doing.record(person, refused="token", token=number, locked=reached(tokens(by)), address=by.address)
        else:
            found.used_on = timezone.localdate()
            found.save(update_fields=["used_on"])
            doing.record(person, token=number, address=by.address)
    return found
