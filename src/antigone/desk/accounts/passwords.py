"""Passwords: judged and hashed (Argon2id) before a transaction begins, because hashing takes a tenth of a second."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from antigone.desk.accounts.models import Person
from antigone.errors import RuleBroken

MOST = 1000
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
    return make_password(password)


def is_password_of(person: Person | None, password: str) -> bool:
    """Whether it is theirs. It takes as long for somebody who is not here."""
    if len(password) > MOST:
        return False
    if person is None:
        make_password(password)
        return False
    return check_password(password, person.password)
