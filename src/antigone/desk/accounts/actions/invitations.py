"""Invitations to join, or to set up one's account anew, by a link that works once. The desk sends no mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import end_tokens_of
from antigone.desk.accounts.actions.appointments import begin_appointment, not_oneself, roles_are_sound, roles_waiting
from antigone.desk.accounts.actions.passkeys import end_passkeys_of, keep_passkey
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.lockout import forget
from antigone.desk.accounts.models import Agency, Appointment, Invitation, Person, RoleHeld, Session
from antigone.desk.accounts.passkeys import NewPasskey
from antigone.desk.accounts.permissions import Role, Scope, Thing, Verb
from antigone.desk.accounts.secrets import hashed, new_token, origin_key, seal, token_hash, totp_step
from antigone.desk.accounts.validators import clean_email, clean_text
from antigone.desk.environment import Mode
from antigone.errors import NotThere, RuleBroken

LIVES = timedelta(days=3)


def invite(*, by: Actor, agency: int, email: str, name: str, roles: Iterable[Role]) -> tuple[Invitation, str]:
    """Invite somebody to an agency. Returns the invitation and the token of its link, which is kept nowhere.

    Raises:
        RuleBroken: if they are here, the roles cannot be held together, or the agency is closed.
    """
    email, name, wanted = clean_email(email), clean_text(name, "name", 120), frozenset(roles)
    with act(by, Verb.INVITE, Thing.PERSON.of(Scope(agency))) as doing:
        roles_are_sound(wanted)
        if Agency.objects.get(pk=agency).closed:
            raise RuleBroken(_("This agency is closed."), _("Nobody can join it."))
        if Person.objects.filter(email=email).exists():
            raise RuleBroken(
                _("Somebody with this e-mail address is here."), _("Give them a new link from their page.")
            )
        invitation, token = _made(doing.by, agency, email, name, wanted)
        doing.record(None, invitation=invitation.pk, roles=sorted(wanted))
    return invitation, token


def renew(*, by: Actor, person: Person, reason: str) -> tuple[Invitation, str]:
    """A link for somebody who lost their password or telephone; until it is used the old ones work.

    Who uses it has no role until a second person confirms that it is they: a link shows who was given it, and no more.

    Raises:
        RuleBroken: for oneself, or if they have left.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.RENEW, person, reason=reason) as doing:
        found = Person.objects.select_related("agency").get(pk=person.pk)
        if not found.is_active:
            raise RuleBroken(_("They have left."), _("Nobody who has left can sign in."))
        not_oneself(doing.by, found)
        had = found.roles | roles_waiting(found)
        invitation, token = _made(doing.by, found.agency_id, found.email, found.name, had, renews=found)
        doing.record(found.pk, invitation=invitation.pk)
    return invitation, token


def withdraw_invitation(*, by: Actor, invitation: Invitation) -> None:
    """Withdraw an invitation: its link does not work any more. Raises: RuleBroken, if it did not before."""
    with act(by, Verb.WITHDRAW, invitation) as doing:
        found = Invitation.objects.get(pk=invitation.pk)
        if not found.open:
            raise RuleBroken(_("This invitation can no longer be used."), _("There is nothing to withdraw."))
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        doing.record(found.pk)


def accept_invitation(
    *,
    by: Actor,
    token: str,
    password: str,
    secret: str,
    code: str,
    passkey: NewPasskey | None = None,
    browser: str = "",
) -> Person:
    """Join, or set up one's account anew, with a password and an authenticator app or a passkey.

    Their roles wait for a second person than the one who invited them.

    Args:
        secret: what the app was given.
        code: what the app shows, which proves that it has it. Empty, with one desk, puts the app off.
        passkey: one whose making was proved; then the code may be empty.
        browser: what it says of itself. With the address it is kept as a hash: two accounts from one place are told.

    Raises:
        NotThere: if the link was used, withdrawn, is too old, or never was one.
        RuleBroken: if the password is too weak or the code is wrong.
    """
    invitation = _open_invitation(token)
    password_hash = hashed(password, email=invitation.email, name=invitation.name)
    with act(by, Verb.ACCEPT, invitation) as doing:
        invitation = _open_invitation(token)
        step = _proved(secret, code, needed=passkey is None)
        person = invitation.renews or _joined(invitation)
        person.password = password_hash
        person.sealed_totp, person.totp_step = (seal(secret), step) if step else ("", 0)
        person.save()
        appointment = _appointed(invitation, person, origin_key(by.address, browser))
        Session.objects.filter(person=person).delete()
        forget("code", str(person.pk))
        replaced = {"passkeys_ended": end_passkeys_of(person), "tokens_ended": end_tokens_of(person)}
        if passkey is not None:
            keep_passkey(person, _("Made when joining"), passkey)
        invitation.used_at = timezone.now()
        invitation.save(update_fields=["used_at"])
        _withdraw_others(invitation)
        doing.record(
            invitation.pk,
            person=person.pk,
            authenticator=step is not None,
            passkey=passkey is not None,
            appointment=appointment,
            address=by.address,
            **replaced,
        )
    return person


def find_open_invitation(token: str) -> Invitation | None:
    """The invitation of a link, if it can be used now."""
    found = Invitation.objects.select_related("agency", "renews").filter(token_hash=token_hash(token)).first()
    if found is None or not found.open or (found.renews is not None and not found.renews.is_active):
        return None
    return found


def _made(
    by: Actor, agency: int, email: str, name: str, roles: frozenset[Role], *, renews: Person | None = None
) -> tuple[Invitation, str]:
    token, made = new_token(), timezone.now()
    invitation = Invitation.objects.create(
        agency_id=agency,
        email=email,
        name=name,
        roles=sorted(roles),
        renews=renews,
        made_by_id=by.person,
        token_hash=token_hash(token),
        made_at=made,
        expires_at=made + LIVES,
    )
    return invitation, token


def _open_invitation(token: str) -> Invitation:
    found = find_open_invitation(token)
    if found is None:
        raise NotThere(_("This link cannot be used: it was used, withdrawn, or is too old."), _("Ask for a new one."))
    return found


def _proved(secret: str, code: str, *, needed: bool) -> int | None:
    """The time step of a right code; None if none was given and none is needed."""
    if not code and (not needed or settings.DESK.mode is Mode.ONE_DESK):
        return None
    step = totp_step(secret, code, after=0)
    if step is None:
        raise RuleBroken(
            _("The code is not the one the app shows."),
            _("Check the telephone's time, then type the code it shows now."),
        )
    return step


def _joined(invitation: Invitation) -> Person:
    if Person.objects.filter(email=invitation.email).exists():
        raise RuleBroken(_("Somebody with this e-mail address has joined."), _("Ask them, or ask for a new link."))
    roles_are_sound(invitation.invited_roles)
    return Person.objects.create(
        email=invitation.email, name=invitation.name, agency=invitation.agency, joined_at=timezone.now()
    )


def _appointed(invitation: Invitation, person: Person, origin: str) -> int | None:
    """The number of the appointment that now waits. Who begins again has no role until it is confirmed."""
    how, roles = Appointment.How.JOINED, invitation.invited_roles
    if invitation.renews is not None:
        how, roles = Appointment.How.RENEWED, person.roles | roles_waiting(person)
        RoleHeld.objects.filter(person=person).delete()
    made = begin_appointment(person, how, roles, by=invitation.made_by_id, origin=origin)
    return None if made is None else made.pk


def _withdraw_others(invitation: Invitation) -> None:
    Invitation.objects.filter(email=invitation.email, used_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
