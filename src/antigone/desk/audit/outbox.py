"""Checkpoints as files: made each day by the worker, copied to where they are carried away, countersigned, taken in.

In the desk's folder ``checkpoints/`` holds the desk's own; ``checkpoints/countersigned/`` what came back from a second
agency; ``countersigned`` is this desk's register of what it countersigned for others. No network is needed: a folder
that is shared, or on a stick that somebody carries.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from antigone.desk.audit.checkpoints import Checkpoint, SignedCheckpoint, countersign, read, sign
from antigone.desk.audit.keys import public_key
from antigone.desk.audit.models import AuditRow
from antigone.errors import AntigoneError, CheckpointInvalid, RuleBroken
from antigone.files import storage_faults, write_bytes

EVERY = 10 * 60.0
"""Seconds between two looks whether a checkpoint is due, or one waits for the outbox."""
_SENT = ".sent"
_log = logging.getLogger("antigone.desk.worker")


def folder() -> Path:
    return Path(settings.DESK.home) / "checkpoints"


def make() -> Path:
    """Sign a checkpoint of today, unless there is one, and put what was not sent yet into the outbox. Its own copy.

    Raises:
        StorageFailed
    """
    path = folder() / f"{timezone.now().astimezone(UTC).date().isoformat()}.json"
    if not path.exists():
        write_bytes(path, (sign(settings.DESK.checkpoint_key) + "\n").encode())
    send()
    return path


def send() -> int:
    """Copy checkpoints into the outbox that were never there. If it is not there itself (a stick), they wait."""
    outbox: Path | None = settings.DESK.checkpoint_outbox
    if outbox is None or not outbox.is_dir():
        return 0
    waiting = [path for path in sorted(folder().glob("*.json")) if not path.with_suffix(_SENT).exists()]
    key = public_key(settings.DESK.checkpoint_key)
    for path in waiting:
        write_bytes(outbox / f"antigone-{key[:8]}-{path.name}", path.read_bytes())
        with storage_faults(path):
            path.with_suffix(_SENT).touch()
    return len(waiting)


def latest_elsewhere() -> datetime | None:
    """When a checkpoint last left the desk, by the outbox or by what came back countersigned; None if none did."""
    there = [*folder().glob(f"*{_SENT}"), *(folder() / "countersigned").glob("*.json")]
    times = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in there]
    return max(times, default=None)


class Daily:
    """Makes the checkpoint of the day when the worker looks, and sends what waits."""

    def __init__(self) -> None:
        self._due = time.monotonic()

    def when_due(self) -> None:
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + EVERY
        try:
            make()
        except AntigoneError as fault:  # a full disk stops no other work, and it is tried again
            _log.warning("The checkpoint of today: %s", fault)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One line of the register: which checkpoint of which desk was countersigned here."""

    desk: str
    sequence: int
    hash: str
    at: str
    although: str = ""


def countersign_for(path: Path, desk: str, although: str) -> str:
    """Countersign another desk's checkpoint, if it can follow those that were countersigned for it before.

    ``although``: the reason why one is countersigned that cannot; it is kept, and signed.

    Raises:
        CheckpointInvalid: if it is none of that desk.
        RuleBroken: if the audit has become shorter, or another at the same length.
    """
    signed = read(path, desk)
    checkpoint, home = signed.checkpoint, Path(settings.DESK.home)
    if (against := _against(checkpoint, register(home, desk))) and not although:
        raise RuleBroken(
            against, "Ask what happened there. If their database was put back from a copy, say so with --although."
        )
    made = countersign(path, desk, settings.DESK.checkpoint_key, although)
    line = json.dumps(asdict(Witnessed(desk, checkpoint.sequence, checkpoint.hash, checkpoint.at, although)))
    with storage_faults(home), (home / "countersigned").open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    return made


def register(home: Path, desk: str) -> list[Witnessed]:
    """What was countersigned here for a desk, in order."""
    try:
        lines = (home / "countersigned").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = [Witnessed(**json.loads(line)) for line in lines]
    return [each for each in found if each.desk == desk]


def _against(checkpoint: Checkpoint, before: list[Witnessed]) -> str:
    for each in before[-1:]:
        if checkpoint.sequence < each.sequence:
            return f"Their audit had {each.sequence} rows on {each.at}, and has {checkpoint.sequence} now: it was cut."
    if any(each.sequence == checkpoint.sequence and each.hash != checkpoint.hash for each in before):
        return f"At row {checkpoint.sequence} their audit ended with another hash before: it was rewritten."
    return ""


def take_in(path: Path, by: str) -> Path:
    """Keep a checkpoint of this desk that ``by`` countersigned. It must be of this audit.

    Raises:
        CheckpointInvalid: if it is not.
    """
    signed = read(path, public_key(settings.DESK.checkpoint_key))
    at = countersigned_at(signed, by, path)
    last = signed.checkpoint
    if last.sequence and not AuditRow.objects.filter(sequence=last.sequence, hash=last.hash).exists():
        raise CheckpointInvalid(
            f"{path} is of an audit that had another row {last.sequence}.",
            "Keep it: it proves that the audit was rewritten, or put back from a copy. Run: antigone desk verify-audit",
        )
    kept = folder() / "countersigned" / f"{at[:10]}-{last.sequence}-{by[:8]}.json"
    write_bytes(kept, path.read_bytes())
    return kept


def countersigned_at(signed: SignedCheckpoint, by: str, path: Path) -> str:
    """When this key countersigned it, by its holder's clock. Raises: CheckpointInvalid, if it did not."""
    times = [each.at for each in signed.countersigned if each.public_key == by]
    if not times:
        raise CheckpointInvalid(
            f"{path} was not countersigned with the key {by[:8]}...", "Check the key with the agency that has it."
        )
    return times[0]
