"""Encrypting a backup to a public age key, and opening it with the private one, which the desk does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from antigone.errors import BackupDamaged, BackupLocked, UsageError
from antigone.files import replace_with

_PRIVATE = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")
Identity = Any
"""A private age key: pyrage has no types."""


def sealed(data: bytes, keys: Sequence[str]) -> bytes:
    """``data`` encrypted so that each of these public keys' holders can open it."""
    return bytes(pyrage.encrypt(data, _recipients(keys)))


def seal_file(path: Path, to: Path, keys: Sequence[str]) -> None:
    """Encrypt a file of any size into another one, whole or not at all.

    Raises:
        StorageFailed
    """
    replace_with(to, lambda new: pyrage.encrypt_file(str(path), str(new), _recipients(keys)))


def _recipients(keys: Sequence[str]) -> list[Any]:
    return [x25519.Recipient.from_str(key) for key in keys]


def public_of(private: str) -> str:
    """The public key that belongs to a private one."""
    return str(x25519.Identity.from_str(private).to_public())


def identity(private: str) -> Identity:
    return x25519.Identity.from_str(private)


def read_identity(file: Path) -> Identity:
    """The private key in a file, as ``antigone desk backup-key`` and ``age-keygen`` write it.

    Raises:
        UsageError: if there is none in it.
    """
    try:
        found = _PRIVATE.search(file.read_text(encoding="utf-8"))
        return x25519.Identity.from_str(found[0] if found else "")
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as fault:
        raise UsageError(
            f"{file} holds no private key of age.",
            "It is the file that `antigone desk backup-key` made: one line begins with AGE-SECRET-KEY-1.",
        ) from fault


def opened(data: bytes, by: Identity, what: str) -> bytes:
    """Decrypt. ``what``: how the file is called, for whoever reads the fault.

    Raises:
        BackupLocked: with another key.
        BackupDamaged: cut off or altered.
    """
    try:
        return bytes(pyrage.decrypt(data, [by]))
    except pyrage.DecryptError as fault:
        raise _does_not_open(str(fault), what) from fault


def open_file(path: Path, to: Path, by: Identity) -> None:
    """Decrypt a file of any size into another one. What was begun is removed if it fails.

    Raises:
        BackupLocked: with another key.
        BackupDamaged: cut off or altered.
    """
    try:
        replace_with(to, lambda new: pyrage.decrypt_file(str(path), str(new), [by]))
    except pyrage.DecryptError as fault:
        raise _does_not_open(str(fault), path.name) from fault


def _does_not_open(said: str, what: str) -> BackupDamaged | BackupLocked:
    if "No matching keys" in said:
        return BackupLocked(
            f"{what} does not open with this key: it was encrypted to another one.",
            "Give the file with the private key that was made with the backup key in use on that day (--key).",
        )
    return BackupDamaged(
        f"{what} does not open: it was cut off or altered.", "Take another copy (--copy), or another disk's."
    )
