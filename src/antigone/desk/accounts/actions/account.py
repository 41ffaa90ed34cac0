"""Changing one's own password and authenticator app. Both are asked for what they replace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.lockout import count, own_password, reached, too_often
from antigone.desk.accounts.models import Person, Session, Token, kept_key
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.secrets import hashed, is_password_of, seal, totp_step
from antigone.errors import RuleBroken


def change_password(*, by: Actor, old: str, new: str, session_key: str | None) -> Person:
    """Choose another password. All other browsers are signed out, and tokens end.

    Raises:
        RuleBroken: if the old one is wrong, or the new one too weak.
        SignInRefused: after too many wrong ones.
    """
    person = oneself(by)
    knows(by=by, person=person, password=old)
    new_hash = hashed(new, email=person.email, name=person.name)
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        found = unchanged(person)
        found.password = new_hash
        found.save(update_fields=["password"])
        ended = _end_other_sittings(found, session_key)
        doing.record(found.pk, what="password", sittings_ended=ended, tokens_ended=end_tokens_of(found))
    return found


def set_up_authenticator(*, by: Actor, password: str, secret: str, code: str, session_key: str | None) -> None:
    """Set up an authenticator app, in place of an earlier one if there was one. All other browsers are signed out.

    Raises:
        RuleBroken: if the password or the code is wrong.
        SignInRefused: after too many wrong ones.
    """
    person = oneself(by)
    knows(by=by, person=person, password=password)
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        found = unchanged(person)
        step = totp_step(secret, code, after=0)
        if step is None:
            raise RuleBroken(_("The code is not the one the app shows."), _("Type the code it shows now."))
        found.sealed_totp, found.totp_step = seal(secret), step
        found.save(update_fields=["sealed_totp", "totp_step"])
        doing.record(found.pk, what="authenticator", sittings_ended=_end_other_sittings(found, session_key))


def choose_columns(*, by: Actor, of: str, columns: Sequence[str]) -> None:
    """Choose which columns a list has for oneself. None: as the desk shows it."""
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        found = oneself(by)
        found.columns = {**found.columns, of: list(columns)} if columns else _without(found.columns, of)
        found.save(update_fields=["columns"])
        doing.record(found.pk, what="columns", list=of)


def see_notices(*, by: Actor) -> None:
    """Say that one has seen what was new: what comes after this moment is new then."""
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        found = oneself(by)
        found.notices_seen_at = timezone.now()
        found.save(update_fields=["notices_seen_at"])
        doing.record(found.pk, what="notices")


def choose_mail(*, by: Actor, wanted: bool) -> None:
    """Ask for a mail that there is new work, or for none."""
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        found = oneself(by)
        found.mail_notices = wanted
        found.save(update_fields=["mail_notices"])
        doing.record(found.pk, what="mail", wanted=wanted)


def note_mailed(*, by: Actor, person: Person, before: datetime) -> bool:
    """Note that a mail is sent to somebody now, and whether this worker is to send it: no other one has since
    ``before``, and they still want any. Written first: a server that breaks off is not asked again all day.
    """
    try:
        with act(by, Verb.KEEP, Thing.ACCOUNT.of(person)) as doing:
            free = Q(mailed_at=None) | Q(mailed_at__lt=before)
            found = Person.objects.filter(free, pk=person.pk, mail_notices=True, ended_at=None).first()
            if found is None:
                raise _MailedByAnother
            found.mailed_at = timezone.now()
            found.save(update_fields=["mailed_at"])
            doing.record(found.pk, what="mail")
    except _MailedByAnother:
        return False
    return True


class _MailedByAnother(Exception):
    """Raised if another worker was quicker: there is nothing to do, and nothing to record."""


def _without(columns: Mapping[str, Sequence[str]], of: str) -> dict[str, Sequence[str]]:
    return {each: chosen for each, chosen in columns.items() if each != of}


def oneself(by: Actor) -> Person:
    assert by.person is not None, "pages of one's own account ask for sign-in"
    return Person.objects.get(pk=by.person)


def knows(*, by: Actor, person: Person, password: str) -> None:
    """Check the present password and raise if it is wrong; wrong ones are counted as at the sign-in."""
    if reached(own_password(person)):
        raise too_often()
    if is_password_of(person, password):
        return
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        count(own_password(person))
        doing.record(person.pk, refused="wrong password", locked=reached(own_password(person)))
    raise RuleBroken(_("Your present password is wrong."), _("Type the one you sign in with."))


def unchanged(person: Person) -> Person:
    """The person as they are now, if the password that was checked is still theirs."""
    found = Person.objects.get(pk=person.pk)
    if found.password != person.password:
        raise RuleBroken(_("Your password was changed a moment ago."), _("Sign in again."))
    return found


def end_tokens_of(person: Person) -> int:
    """End all tokens of somebody whose secrets or roles are others now. Called inside an act; returns how many."""
    return Token.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())


def _end_other_sittings(person: Person, session_key: str | None) -> int:
    """Whoever replaces a secret may have lost it to somebody: that one is signed out. Returns how many browsers."""
    return Session.objects.filter(person=person).exclude(pk=kept_key(session_key or "")).delete()[0]
