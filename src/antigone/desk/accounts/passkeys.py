"""Passkeys (WebAuthn): what a browser is asked for, and checking its answer. Nothing is written here.

A challenge is for one ceremony: it lies in the browser's session for a few minutes, and an action marks it as used. The
authenticator must have asked for the person's finger, face or PIN (user verification): holding it is one factor, that
is the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from antigone.desk.accounts.models import Passkey
from antigone.errors import RuleBroken, SignInRefused

LIVES = timedelta(minutes=5)
LONGEST_ANSWER = 20_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class DeskAddress:
    """The address at which the browser has the desk open: passkeys are bound to it."""

    name: str
    """The relying party's identifier: a host name."""
    origin: str
    """Scheme, host and port, as the browser's signature covers them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the browser is asked to do, and what the session keeps until it answers."""

    options: str
    """JSON for the page."""
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey whose making was proved, not yet anybody's."""

    credential: AttestedCredentialData
    sign_count: int
    challenge: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A live passkey that has signed this challenge."""

    passkey: Passkey
    sign_count: int
    challenge: str


def host_of_passkeys() -> str | None:
    """The one name of the desk that passkeys are made for. Numbers (127.0.0.1) cannot have any."""
    return next((name for name in settings.DESK.hosts if not _is_number(name)), None)


def place_of(scheme: str, host: str) -> DeskAddress | None:
    """The address of a request; None if passkeys do not work under this name of the desk."""
    name = host_of_passkeys()
    asked = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if name is None or not (asked == name or asked.endswith(f".{name}")):
        return None
    return DeskAddress(name, f"{scheme}://{host}")


def offer_making(place: DeskAddress, *, email: str, name: str, known: Sequence[Passkey] = ()) -> Offer:
    """Ask for a new passkey that the device itself can find again, and not on a device that has one."""
    options, state = _server(place).register_begin(
        PublicKeyCredentialUserEntity(id=handle_of(email), name=email, display_name=name),
        [_data(each) for each in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _offer(dict(options), state)


def offer_signing_in(place: DeskAddress) -> Offer:
    """Ask for a signature by any passkey the person has for this desk."""
    options, state = _server(place).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return _offer(dict(options), state)


def proved_making(place: DeskAddress, state: Mapping[str, Any] | None, answer: str) -> NewPasskey:
    """The passkey that the device made. Raises: RuleBroken, if the answer is to another challenge or address."""
    wrong = RuleBroken(
        _("The passkey was not made."), _("Try again; a request to the device is good for a few minutes.")
    )
    if not _fresh(state) or state is None:
        raise wrong
    try:
        made = _server(place).register_complete(state, _parsed(answer))
    except (ValueError, TypeError, KeyError, LookupError) as fault:
        raise wrong from fault
    if made.credential_data is None or len(made.credential_data.credential_id) > 1023:
        raise wrong
    return NewPasskey(made.credential_data, made.counter, str(state["challenge"]))


def proved_signing(place: DeskAddress, state: Mapping[str, Any] | None, answer: str) -> Signed:
    """The passkey that signed. Raises: SignInRefused, if no live one signed this challenge at this address."""
    wrong = SignInRefused(
        _("That passkey does not sign in here."), _("Try again, or sign in with your password and the app's code.")
    )
    if not _fresh(state) or state is None:
        raise wrong
    try:
        parsed = _parsed(answer)
        given = AuthenticationResponse.from_dict(parsed)
        found = Passkey.objects.select_related("person__agency").get(
            credential_id=websafe_encode(given.raw_id), ended_at=None
        )
        _server(place).authenticate_complete(state, [_data(found)], parsed)
    except (ValueError, TypeError, KeyError, LookupError, Passkey.DoesNotExist) as fault:
        raise wrong from fault
    if given.response.user_handle != handle_of(found.person.email):
        raise wrong
    return Signed(found, given.response.authenticator_data.counter, str(state["challenge"]))


def handle_of(email: str) -> bytes:
    """The identifier by which an authenticator knows a person: the same for all their passkeys, and not readable."""
    return salted_hmac("antigone passkeys", email, algorithm="sha256").digest()


def _server(place: DeskAddress) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=place.name, name="Antigone")
    return Fido2Server(party, verify_origin=lambda origin: origin == place.origin)


def _offer(options: Mapping[str, Any], state: Mapping[str, Any]) -> Offer:
    kept = {"challenge": state["challenge"], "user_verification": str(state["user_verification"].value)}
    return Offer(json.dumps(options["publicKey"], default=dict), {**kept, "at": timezone.now().timestamp()})


def _fresh(state: Mapping[str, Any] | None) -> bool:
    return state is not None and 0 <= timezone.now().timestamp() - float(state["at"]) <= LIVES.total_seconds()


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    return dict(json.loads(answer))


def _data(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.credential))


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
