"""Passkeys: added, used to sign in, removed."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.utils import websafe_encode

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import knows, oneself, unchanged
from antigone.desk.accounts.actions.signing_in import make_room
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.lockout import count, first_time, reached, too_often, tries
from antigone.desk.accounts.models import Passkey, Person
from antigone.desk.accounts.passkeys import NewPasskey, Signed
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.environment import Mode
from antigone.errors import NotThere, RuleBroken, SignInRefused

MOST = 10
"""Live passkeys of one person."""


def add_passkey(*, by: Actor, password: str, name: str, made: NewPasskey) -> Passkey:
    """Add a passkey that was proved (``passkeys.proved_making``) to one's own account.

    Raises:
        RuleBroken: if the password is wrong, or there are too many.
        SignInRefused: after too many wrong passwords.
    """
    name, person = clean_text(name, "name", 120), oneself(by)
    knows(by=by, person=person, password=password)
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        passkey = keep_passkey(unchanged(person), name, made)
        doing.record(person.pk, what="passkey", passkey=passkey.pk)
    return passkey


def remove_passkey(*, by: Actor, passkey: int) -> None:
    """Remove a passkey of one's own.

    Raises:
        NotThere: if one has no such passkey.
        RuleBroken: if one could not sign in without it.
    """
    with act(by, Verb.CHANGE, Thing.ACCOUNT.of(by)) as doing:
        person = oneself(by)
        mine = Passkey.objects.filter(person=person, ended_at=None)
        found = mine.filter(pk=passkey).first()
        if found is None:
            raise NotThere(_("You have no such passkey."), _("Perhaps it was removed."))
        alone = not person.sealed_totp and mine.count() == 1
        if alone and settings.DESK.mode is Mode.AGENCY:
            raise RuleBroken(
                _("You could not sign in any more without this passkey."),
                _("Set up an authenticator app or add another passkey first."),
            )
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        doing.record(person.pk, what="passkey removed", passkey=found.pk)


def sign_in_by_passkey(*, by: Actor, signed: Signed) -> Person:
    """Sign somebody in by a passkey (``passkeys.proved_signing``), in place of password and code.

    It is asked however often others failed from there, or at this account: a signature is no guess.

    Raises:
        SignInRefused: and the failure is counted and recorded.
    """
    with act(by, Verb.SIGN_IN, Thing.ACCOUNT.of(signed.passkey.person)) as doing:
        found = Passkey.objects.select_related("person__agency").get(pk=signed.passkey.pk)
        if refused := _refused(found, signed):
            count(tries(by))
            doing.record(
                found.person_id, refused=refused, passkey=found.pk, locked=reached(tries(by)), address=by.address
            )
        else:
            found.sign_count, found.used_at = signed.sign_count, timezone.now()
            found.save(update_fields=["sign_count", "used_at"])
            ended = make_room(found.person_id)
            doing.record(found.person_id, passkey=found.pk, sittings_ended=ended, address=by.address)
            return found.person
    raise SignInRefused(
        _("That passkey does not sign in here."), _("Try again, or sign in with your password and the app's code.")
    )


def refuse_passkey(*, by: Actor) -> None:
    """Count and record an answer that no passkey of this desk signed."""
    if reached(tries(by)):
        raise too_often()
    with act(by, Verb.SIGN_IN, Thing.ACCOUNT.of(WHOLE_DESK)) as doing:
        count(tries(by))
        doing.record(None, refused="passkey", locked=reached(tries(by)), address=by.address)


def keep_passkey(person: Person, name: str, made: NewPasskey) -> Passkey:
    """Called inside an act: the passkey is this person's from now on."""
    if not first_time(made.challenge):
        raise RuleBroken(_("The passkey was not made."), _("Try again."))
    if Passkey.objects.filter(person=person, ended_at=None).count() >= MOST:
        raise RuleBroken(_("You have %(most)s passkeys, which is the most.") % {"most": MOST}, _("Remove one first."))
    identifier = websafe_encode(made.credential.credential_id)
    if Passkey.objects.filter(credential_id=identifier).exists():
        raise RuleBroken(_("This passkey is known here already."), _("Use it to sign in, or make another one."))
    return Passkey.objects.create(
        person=person,
        name=name,
        credential_id=identifier,
        credential=bytes(made.credential),
        sign_count=made.sign_count,
        made_at=timezone.now(),
    )


def end_passkeys_of(person: Person) -> int:
    """End all passkeys of somebody who leaves or begins again. Called inside an act; returns how many."""
    return Passkey.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())


def _refused(found: Passkey, signed: Signed) -> str:
    """Why this signature signs nobody in; empty if it does."""
    if found.ended_at is not None or not found.person.is_active:
        return "passkey ended"
    if not first_time(signed.challenge):
        return "challenge used before"
    if (found.sign_count or signed.sign_count) and signed.sign_count <= found.sign_count:
        return "count of the passkey does not go on: perhaps it was copied"
    return ""
