"""What lies in a bundle: its list of hashes, and whether the files are those that it lists."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from antigone.errors import BundleDamaged, UsageError

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
"""Of the list's bytes: an Ed25519 signature, in base64."""
CONTENTS = "bundle.json"


def write_sums(folder: Path) -> str:
    """Write the list of all files' hashes, in the form that ``sha256sum --check`` reads; gives the list's own hash."""
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    data = "".join(lines).encode()
    (folder / SUMS).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def sign(folder: Path, key: Path) -> str:
    """Sign the list of hashes with an Ed25519 private key (PEM); gives the public one, to be told by another way.

    Raises:
        UsageError: if the file holds no such key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as fault:
        raise UsageError(f"{key} holds no private key that can be read ({fault}).", _KEY_HINT) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise UsageError(f"{key} holds a key of another kind.", _KEY_HINT)
    signature = private.sign((folder / SUMS).read_bytes())
    (folder / SIGNATURE).write_bytes(base64.b64encode(signature) + b"\n")
    return base64.urlsafe_b64encode(private.public_key().public_bytes_raw()).rstrip(b"=").decode()


def check(folder: Path, signed_by: str | None) -> tuple[int, str]:
    """How many files are as the list says, and the list's own hash. ``signed_by``: the public key whose it must be.

    Raises:
        BundleDamaged: naming every file that is not as it was made, or the signature if that is not the key's.
    """
    try:
        listed = (folder / SUMS).read_bytes()
    except OSError as fault:
        raise BundleDamaged(
            f"{folder} has no list of hashes ({SUMS}).", "Name a folder made by antigone bundle."
        ) from fault
    if signed_by is not None:
        _must_be_signed(folder, listed, signed_by)
    expected = dict(_rows(listed))
    wrong = [
        name for name, sha256 in expected.items() if not (folder / name).is_file() or _sha256(folder / name) != sha256
    ]
    added = sorted({path.relative_to(folder).as_posix() for path in _files(folder)} - set(expected))
    if wrong or added:
        told = [f"{name} is not as it was made" for name in wrong] + [f"{name} was added" for name in added]
        raise BundleDamaged(
            "; ".join(told) + ".", "Do not install from this folder: copy it again from where it was made."
        )
    return len(expected), hashlib.sha256(listed).hexdigest()


_KEY_HINT = "An Ed25519 key in PEM serves: openssl genpkey -algorithm ed25519 -out key.pem"


def _must_be_signed(folder: Path, listed: bytes, public: str) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(public + "=" * (-len(public) % 4)))
    except ValueError as fault:
        raise UsageError(
            f"{public!r} is no public key.", "It has 43 characters, as antigone bundle printed it."
        ) from fault
    try:
        key.verify(base64.b64decode((folder / SIGNATURE).read_bytes()), listed)
    except OSError as fault:
        raise BundleDamaged(f"{folder} is not signed.", "Ask who made it for one that is.") from fault
    except (InvalidSignature, ValueError) as fault:
        raise BundleDamaged(f"{SUMS} was not signed by this key.", "Do not install from this folder.") from fault


def _rows(listed: bytes) -> Iterator[tuple[str, str]]:
    for line in listed.decode("utf-8", "replace").splitlines():
        sha256, _, name = line.partition("  ")
        yield name, sha256


def _files(folder: Path) -> list[Path]:
    """All files but the list and its signature, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (SUMS, SIGNATURE))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
