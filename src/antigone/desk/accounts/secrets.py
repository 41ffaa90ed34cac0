"""What the desk keeps secret of its people: sealed authenticator secrets, links that work once, counted attempts."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import timedelta

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

_STEP = 30
_FORM_LIVES = timedelta(hours=1)


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"antigone authenticator secrets").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secret: str) -> str:
    """Encrypt, so that a copy of the database alone does not let anybody make codes."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    return _box().decrypt(sealed.encode()).decode()


def unseal_form(sealed: str) -> str | None:
    """What a form carried sealed through a browser; None if it is not ours or older than an hour."""
    try:
        return _box().decrypt(sealed.encode(), ttl=int(_FORM_LIVES.total_seconds())).decode()
    except InvalidToken:
        return None


def new_token() -> str:
    """What makes a link impossible to guess: 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def attempt_key(kind: str, value: str) -> str:
    return salted_hmac("antigone attempts", f"{kind} {value}", algorithm="sha256").hexdigest()


def new_totp() -> str:
    return pyotp.random_base32()


def totp_address(secret: str, email: str) -> str:
    """What the square code on the page says to an authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Antigone")


def totp_step(secret: str, code: str, after: int) -> int | None:
    """The half minute a code is of, if it is right, within half a minute of now, and later than ``after``."""
    digits = "".join(code.split())
    present = int(timezone.now().timestamp()) // _STEP
    for step in (present - 1, present, present + 1):
        right = pyotp.TOTP(secret).generate_otp(step)
        if step > after and digits.isascii() and secrets.compare_digest(right, digits):
            return step
    return None
