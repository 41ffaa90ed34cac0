"""The desk's own exchange key and keys of others: made, kept, read, and compared by fingerprints."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _
from pyrage import x25519

from antigone.desk.audit.keys import as_bytes, as_text, private, public_key
from antigone.desk.environment import AGE_KEY
from antigone.errors import FileUnreadable, RuleBroken


def new_identity() -> str:
    """A new private age key, as one line of text."""
    return str(x25519.Identity.generate())


def is_identity(text: str) -> bool:
    try:
        x25519.Identity.from_str(text)
    except Exception:  # pyrage's faults share no class of their own
        return False
    return True


_BEGINS = (b"age-encryption.org/", b"-----BEGIN AGE")


@dataclass(frozen=True, slots=True)
class Keys:
    """The public keys that another desk needs to send to this one and to verify what comes from it."""

    age: str
    """To which others encrypt."""
    signing: str
    """With which this desk signs: the public half of the checkpoint key."""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.age, self.signing)


def own_keys() -> Keys | None:
    """This desk's public keys; None if it was made before there was an exchange key (run ``antigone desk init``)."""
    if not settings.DESK.exchange_key:
        return None
    identity = x25519.Identity.from_str(settings.DESK.exchange_key)
    return Keys(str(identity.to_public()), public_key(settings.DESK.checkpoint_key))


def fingerprint(age: str, signing: str = "") -> str:
    """The fingerprint of keys that two people read to each other: 32 characters in groups of four.

    The first half of the SHA-256 of the age key, or of both keys with a line break between:
    ``printf %s age1... | sha256sum``.
    """
    whole = hashlib.sha256("\n".join(filter(None, (age, signing))).encode()).hexdigest()[:32].upper()
    return " ".join(whole[at : at + 4] for at in range(0, 32, 4))


def same_fingerprint(typed: str, age: str, signing: str) -> bool:
    """Whether somebody typed this fingerprint, in whatever groups."""
    return "".join(typed.split()).upper() == fingerprint(age, signing).replace(" ", "")


def plain_age_key(text: str) -> str:
    """A public age key, checked. Raises: RuleBroken, if it is none, a private one, or for several recipients."""
    key = "".join(text.split()).lower()
    if key.startswith("age-secret-key"):
        raise RuleBroken(
            _("This is a private key. Whoever holds it can read everything sent to it."),
            _("Tell the recipient that it is not secret any more: they must make a new one, and send the public key."),
        )
    try:
        if not AGE_KEY.fullmatch(key):
            raise ValueError(key)
        x25519.Recipient.from_str(key)
    except (ValueError, pyrage.RecipientError) as fault:
        raise RuleBroken(
            _("This is no public key of age."), _("It begins with age1 and has 62 characters. Copy it whole.")
        ) from fault
    return key


def plain_signing_key(text: str) -> str:
    """A public signing key, checked. Raises: RuleBroken, if it is none."""
    key = "".join(text.split())
    try:
        if as_text(as_bytes(key)) != key:
            raise ValueError(key)
        Ed25519PublicKey.from_public_bytes(as_bytes(key))
    except ValueError as fault:
        raise RuleBroken(
            _("This is no key that a desk signs with."), _("It has 43 characters: copy it from the other desk's page.")
        ) from fault
    return key


def encrypted(data: bytes, to: str) -> bytes:
    """Encrypt for the holder of one age key."""
    return bytes(pyrage.encrypt(data, [x25519.Recipient.from_str(to)]))


def is_encrypted(data: bytes) -> bool:
    return data.startswith(_BEGINS)


def decrypted(data: bytes) -> bytes:
    """Decrypt what was encrypted to this desk.

    Raises:
        FileUnreadable: if it was not, or is damaged, or this desk has no key.
    """
    if not settings.DESK.exchange_key:
        raise FileUnreadable(
            _("This desk has no key for what others send."),
            _("Have whoever runs it give the command antigone desk init, then start the desk again."),
        )
    try:
        return bytes(pyrage.decrypt(data, [x25519.Identity.from_str(settings.DESK.exchange_key)]))
    except Exception as fault:  # pyrage's faults share no class of their own
        raise FileUnreadable(
            _("This file does not open with this desk's key: it is for somebody else, or it is damaged."),
            _("Ask whoever sent it to which key they encrypted it, and to send it again."),
        ) from fault


def signature(data: bytes) -> str:
    """This desk's signature, by the key that also signs checkpoints."""
    return as_text(private(settings.DESK.checkpoint_key).sign(data))


def is_signed_by(public: str, said: str, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(as_bytes(public)).verify(as_bytes(said), data)
    except (InvalidSignature, ValueError):
        return False
    return True
