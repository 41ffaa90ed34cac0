"""Signed statements of how long the audit was and how it ended, to be kept where the desk's people cannot reach them.

Whoever can write to the database can make a whole chain anew. They cannot make the checkpoint anew that an auditor,
another agency or a court took away before.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from antigone.desk.audit.keys import as_bytes, as_text, private, public_key
from antigone.desk.audit.models import AuditHead
from antigone.errors import CheckpointInvalid


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The audit had ``sequence`` rows, and the last one had this hash."""

    sequence: int
    hash: str
    at: str
    """ISO 8601, UTC."""


def sign(private_pem: str) -> str:
    """A checkpoint of the audit as it is now, signed, as JSON."""
    head = AuditHead.objects.get()
    checkpoint = Checkpoint(head.sequence, head.hash, timezone.now().astimezone(UTC).isoformat(timespec="seconds"))
    signature = private(private_pem).sign(_signed(checkpoint))
    return json.dumps({**asdict(checkpoint), "public_key": public_key(private_pem), "signature": as_text(signature)})


def read(path: Path, public: str) -> Checkpoint:
    """A checkpoint from a file, its signature proved.

    Raises:
        CheckpointInvalid: if it is none, or was signed with another key.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        checkpoint = Checkpoint(int(said["sequence"]), str(said["hash"]), str(said["at"]))
        key = Ed25519PublicKey.from_public_bytes(as_bytes(public))
        key.verify(as_bytes(said["signature"]), _signed(checkpoint))
    except InvalidSignature as fault:
        raise CheckpointInvalid(
            f"{path} was not signed with this desk's key.",
            "Give the public key that was written down with --public-key.",
        ) from fault
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CheckpointInvalid(f"{path} is not a checkpoint.", "It is made by: antigone desk checkpoint") from fault
    return checkpoint


def _signed(checkpoint: Checkpoint) -> bytes:
    return b"antigone checkpoint 1\n" + json.dumps(asdict(checkpoint), sort_keys=True).encode()
