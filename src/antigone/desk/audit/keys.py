"""The keys that sign checkpoints: Ed25519, as PEM; public ones as 43 characters to write down elsewhere."""

from __future__ import annotations

import base64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from antigone.errors import SettingsInvalid


def new_key() -> str:
    """A private key, as PEM."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode()


def public_key(private_pem: str) -> str:
    """The public key that belongs to a private one: 43 characters to keep elsewhere.

    Raises:
        SettingsInvalid: if it is no Ed25519 private key.
    """
    return as_text(private(private_pem).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def private(pem: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise SettingsInvalid(
            "ANTIGONE_DESK_CHECKPOINT_KEY is not a private key.", "`antigone desk init` makes one."
        ) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsInvalid("ANTIGONE_DESK_CHECKPOINT_KEY is not an Ed25519 key.", "`antigone desk init` makes one.")
    return key


def as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def as_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
