"""Checkpoints: signed statements of how the audit ended and which bound rows were altered, to be kept elsewhere.

A second agency countersigns one with a key of its own, on a machine of its own, so that not even whoever holds the
desk's key can say later that it was another. SECURITY.md says what either proves, and what not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from antigone.desk.audit.keys import as_bytes, as_text, private, public_key
from antigone.desk.audit.models import AuditHead
from antigone.desk.audit.verify_bound import BoundFault, verify_bound
from antigone.errors import CheckpointInvalid


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A statement that the audit had ``sequence`` rows, the last one with this hash, and what of it was sound."""

    sequence: int
    hash: str
    at: str
    """ISO 8601, UTC, by the desk's own clock."""
    rows: int
    """How many bound rows were compared with the audit."""
    altered: tuple[str, ...]
    """Those that were not as they were bound: ``identification_vote 12``."""


@dataclass(frozen=True, slots=True)
class Countersignature:
    """A second agency's statement that it held a checkpoint at a moment of its own clock."""

    at: str
    public_key: str
    although: str = ""
    """Why it was countersigned though it does not follow the one before: what the desk's people gave as a reason."""


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with its signature, which was verified, and countersignatures, which were as well."""

    checkpoint: Checkpoint
    signature: str
    countersigned: tuple[Countersignature, ...] = field(default=())


def sign(private_pem: str) -> str:
    """A checkpoint of the audit as it is now, signed, as JSON. It compares every bound row."""
    head, bound = AuditHead.objects.get(), verify_bound()
    checkpoint = Checkpoint(head.sequence, head.hash, _now(), bound.rows, altered_in(bound.faults))
    signature = as_text(private(private_pem).sign(_signed(checkpoint)))
    return json.dumps({**asdict(checkpoint), "public_key": public_key(private_pem), "signature": signature})


def altered_in(faults: Iterable[BoundFault]) -> tuple[str, ...]:
    return tuple(sorted({fault.row for fault in faults}))


def countersign(path: Path, desk: str, private_pem: str, although: str = "") -> str:
    """The checkpoint's file once more, with a countersignature by another key.

    Raises:
        CheckpointInvalid: if the desk whose public key was written down did not sign it.
    """
    signed = read(path, desk)
    mine = Countersignature(_now(), public_key(private_pem), although)
    if mine.public_key == desk:
        raise CheckpointInvalid("This is the key that signed it.", "A second agency countersigns, with its own key.")
    signature = as_text(private(private_pem).sign(_countersigned(signed.checkpoint, signed.signature, mine)))
    said = json.loads(path.read_text(encoding="utf-8"))
    before = said.get("countersignatures", [])
    return json.dumps({**said, "countersignatures": [*before, {**asdict(mine), "signature": signature}]})


def read(path: Path, public: str) -> SignedCheckpoint:
    """A checkpoint from a file, its signature and all countersignatures verified.

    Raises:
        CheckpointInvalid: if it is none, or was signed with another key, or a countersignature is not of this one.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        checkpoint = Checkpoint(
            int(said["sequence"]), str(said["hash"]), str(said["at"]), int(said["rows"]), tuple(said["altered"])
        )
        signature = str(said["signature"])
        _verify(public, signature, _signed(checkpoint))
        countersigned = tuple(_read_one(checkpoint, signature, each) for each in said.get("countersignatures", []))
    except InvalidSignature as fault:
        raise CheckpointInvalid(
            f"{path} was not signed with the key that was given, or was altered since.",
            "Give the public key that was written down with --public-key.",
        ) from fault
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CheckpointInvalid(f"{path} is not a checkpoint.", "It is made by: antigone desk checkpoint") from fault
    return SignedCheckpoint(checkpoint, signature, countersigned)


def _read_one(checkpoint: Checkpoint, signature: str, said: dict[str, Any]) -> Countersignature:
    one = Countersignature(str(said["at"]), str(said["public_key"]), str(said["although"]))
    _verify(one.public_key, str(said["signature"]), _countersigned(checkpoint, signature, one))
    return one


def _verify(public: str, signature: str, data: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(as_bytes(public)).verify(as_bytes(signature), data)


def _signed(checkpoint: Checkpoint) -> bytes:
    return b"antigone checkpoint 2\n" + json.dumps(asdict(checkpoint), sort_keys=True).encode()


def _countersigned(checkpoint: Checkpoint, signature: str, one: Countersignature) -> bytes:
    said = {"checkpoint": asdict(checkpoint), "signature": signature, **asdict(one)}
    return b"antigone countersignature 1\n" + json.dumps(said, sort_keys=True).encode()


def _now() -> str:
    return timezone.now().astimezone(UTC).isoformat(timespec="seconds")


def since(fault: BoundFault, checkpoints: Iterable[Checkpoint]) -> str:
    """Between which checkpoints a row was altered, in words: each says which rows were not as bound then."""
    ordered = sorted(checkpoints, key=lambda each: each.sequence)
    if not ordered:
        return ""
    reach = [each for each in ordered if each.sequence >= fault.sequence]
    if not reach:
        return "All checkpoints that were given are older."
    sound = [each for each in reach if fault.row not in each.altered]
    broken = [each for each in reach if fault.row in each.altered]
    after = f" after the checkpoint of {sound[-1].at}" if sound else ""
    before = [each for each in broken if not sound or each.sequence >= sound[-1].sequence]
    return f"It was altered{after}{' and' if sound and before else ''}" + (
        f" before that of {before[0].at}." if before else "."
    )
