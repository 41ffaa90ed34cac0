"""Columns that a copy of the database does not show: what people say of themselves, and how they are reached."""

from __future__ import annotations

import base64
import json
from secrets import token_bytes
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull

from antigone.errors import ColumnDamaged

_MARK, _NONCE = "aes1:", 12


class _Empty(Exact):  # type: ignore[type-arg]  # not generic when it runs
    """Whether nothing stands there."""

    def get_prep_lookup(self) -> Any:
        if self.rhs:
            raise FieldError("Nothing can be looked for in an encrypted column but whether it is empty.")
        return self.rhs


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not generic when it runs
    """Text that lies in the database encrypted with the desk's photo key (AES-256-GCM), each time anew.

    Nothing can be searched in it but whether it is empty, which stays empty. What stands in one column does not open
    in another.
    """

    def get_prep_value(self, value: Any) -> Any:
        return value if value in {None, ""} else _close(str(value), self._place)

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return value if not value else _open(value, self._place)

    def get_lookup(self, lookup_name: str) -> Any:
        """``isnull``, and ``exact`` for what is empty: anything else would find nothing without a word."""
        return {"isnull": IsNull, "exact": _Empty}.get(lookup_name)

    @property
    def _place(self) -> bytes:
        return f"{self.model._meta.label_lower}.{self.name}".encode()


class EncryptedJSONField(EncryptedTextField):
    """JSON, encrypted in the same way."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else _close(json.dumps(value, ensure_ascii=False), self._place)

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return None if value is None else json.loads(_open(value, self._place))


def _close(text: str, place: bytes) -> str:
    nonce = token_bytes(_NONCE)
    return _MARK + base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), place)).decode()


def _open(closed: str, place: bytes) -> str:
    try:
        if not closed.startswith(_MARK):
            raise ValueError
        whole = base64.b64decode(closed.removeprefix(_MARK), validate=True)
        return AESGCM(_key()).decrypt(whole[:_NONCE], whole[_NONCE:], place).decode()
    except (InvalidTag, ValueError) as fault:
        raise ColumnDamaged(
            f"What stands in {place.decode()} does not open with this desk's photo key.",
            "It was changed, or the desk has another key: put the key back that lies beside the backup.",
        ) from fault


def _key() -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"antigone encrypted columns").derive(
        settings.DESK.photo_key
    )
