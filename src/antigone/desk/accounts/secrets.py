"""Passwords, codes of an authenticator app, tokens and links: how each is made, kept and checked."""

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
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from antigone.desk.accounts.models import Person
from antigone.errors import RuleBroken

_STEP = 30
_FORM_LIVES = timedelta(hours=1)
_BROWSER = "antigone browsers"
BROWSER_KNOWN = timedelta(days=180)
"""How long a browser is known after somebody signed in."""


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"antigone authenticator secrets").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secret: str) -> str:
    """Encrypt a secret, so that a copy of the database alone does not let anybody make codes."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    return _box().decrypt(sealed.encode()).decode()


def unseal_form(sealed: str) -> str | None:
    """What a form carried encrypted through a browser; None if it is not ours or older than an hour."""
    try:
        return _box().decrypt(sealed.encode(), ttl=int(_FORM_LIVES.total_seconds())).decode()
    except InvalidToken:
        return None


def new_token() -> str:
    """A random token of 256 bits, for a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def attempt_key(kind: str, value: str) -> str:
    return salted_hmac("antigone attempts", f"{kind} {value}", algorithm="sha256").hexdigest()


def origin_key(address: str, browser: str) -> str:
    """Tells whether two links were opened at one address in one browser, and not where; empty if that is not known."""
    value = f"{address} {browser}"
    return salted_hmac("antigone origins", value, algorithm="sha256").hexdigest() if address and browser else ""


def new_totp() -> str:
    return pyotp.random_base32()


def totp_address(secret: str, email: str) -> str:
    """The otpauth address in the QR code, for the authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Antigone")


def totp_step(secret: str, code: str, after: int) -> int | None:
    """The time step (30 s) of a right code, within one step of now and later than ``after``; None if it is wrong.

    A code that was used while the clock was ahead says nothing of now: else nobody could sign in until that time comes.
    """
    digits = "".join(code.split())
    present = int(timezone.now().timestamp()) // _STEP
    if after > present + 1:
        after = 0
    for step in (present - 1, present, present + 1):
        right = pyotp.TOTP(secret).generate_otp(step)
        if step > after and digits.isascii() and secrets.compare_digest(right, digits):
            return step
    return None


def known_browser(person: Person) -> str:
    """What a browser keeps of somebody who has signed in there. It opens nothing; a new password ends it."""
    return signing.dumps([person.pk, _of_password(person), secrets.token_hex(8)], salt=_BROWSER)


def is_browser_of(person: Person, kept: str) -> bool:
    """Whether this person has signed in by that browser, with the password that they have now."""
    try:
        number, of_password, _number_of_browser = signing.loads(kept, salt=_BROWSER, max_age=BROWSER_KNOWN)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(number == person.pk and secrets.compare_digest(str(of_password), _of_password(person)))


def _of_password(person: Person) -> str:
    return salted_hmac(_BROWSER, person.password, algorithm="sha256").hexdigest()[:32]


MOST = 128
"""Characters: hashing a novel is a way to keep a server busy."""


def hashed(password: str, *, email: str, name: str) -> str:
    """The hash to keep of a password that is good enough.

    Raises:
        RuleBroken: saying why it is not.
    """
    if len(password) > MOST:
        raise RuleBroken(
            _("The password is longer than %(most)s characters.") % {"most": MOST}, _("Choose a shorter one.")
        )
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as fault:
        raise RuleBroken(
            " ".join(fault.messages), _("Several words in a row are long and easy to remember.")
        ) from fault
    return kept_password(password)


def is_password_of(person: Person | None, password: str) -> bool:
    """Whether this is the person's password. Takes as long for somebody who does not exist."""
    if len(password) > MOST:
        return False
    if person is None:
        kept_password(password)
        return False
    return check_password(_keyed(password), person.password)


def kept_password(password: str) -> str:
    """What the database keeps of a password: Argon2 of a keyed hash of it.

    The key is the desk's (``SECRET_KEY``), so a copy of the database alone cannot be tried out at all; Argon2 makes
    trying slow for whoever has the key too.
    """
    return make_password(_keyed(password))


def _keyed(password: str) -> str:
    return salted_hmac("antigone passwords", password, algorithm="sha256").hexdigest()
