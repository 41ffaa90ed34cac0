"""Writing audit rows: each is chained by its hash to the one before, in the transaction of the act itself.

All acts of a desk follow one another: ``writing`` takes the chain's head before anything is read, and holds it until
the transaction ends. So a rule that was checked inside it is still true when the change is written, on both databases,
and two acts can neither interleave nor wait for each other in a circle.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from antigone.desk.audit import binding
from antigone.desk.audit.models import AuditHead, AuditRow

_watch = logging.getLogger("antigone.desk.watch")


@contextmanager
def writing() -> Iterator[None]:
    """A transaction during which nobody else writes, and what is written of bound rows is noticed."""
    with locked(), binding.watched():
        yield


@contextmanager
def locked() -> Iterator[None]:
    """A transaction during which nobody else writes."""
    with transaction.atomic():
        _head()
        yield


def append(
    *,
    gesture: UUID,
    actor: str,
    verb: str,
    thing: str,
    agency: int | None = None,
    incident: int | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditRow:
    """Add the next row, and bind what was written before it. Must be called inside ``writing``, after the change."""
    if not transaction.get_connection().in_atomic_block:
        raise AssertionError("an audit row is written with the change it records")
    head, rows = _head(), binding.bound_rows()
    row = AuditRow(
        sequence=head.sequence + 1,
        at=timezone.now(),
        gesture=gesture,
        actor=actor,
        agency=agency,
        incident=incident,
        verb=verb,
        thing=thing,
        reason=reason,
        detail=json.dumps(detail or {}, sort_keys=True, ensure_ascii=False),
        bound=binding.digest_of(rows),
        previous=head.hash,
    )
    row.hash = digest(row)
    row.save(force_insert=True)
    binding.keep(row, rows)
    _call_out(row, detail or {})
    return row


def _call_out(row: AuditRow, detail: dict[str, Any]) -> None:
    """Say what was refused in the log too, where a monitor can be set on it: numbers only, as the audit has them."""
    if row.verb == "refused" or isinstance(detail.get("refused"), str):
        locked_out = "; locked out" if detail.get("locked") is True else ""
        tried = detail.get("verb", row.verb)
        _watch.warning("refused: %s, %s, %s%s; row %d", row.actor, tried, row.thing, locked_out, row.sequence)


def digest(row: AuditRow, sequence: int | None = None) -> str:
    """SHA-256 of all that a row says, and of the hash before it; as if it were row ``sequence``, if given."""
    said = {
        "sequence": row.sequence if sequence is None else sequence,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "gesture": str(row.gesture),
        "actor": row.actor,
        "agency": row.agency,
        "incident": row.incident,
        "verb": row.verb,
        "thing": row.thing,
        "reason": row.reason,
        "detail": row.detail,
        "bound": row.bound,
        "previous": row.previous,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _head() -> AuditHead:
    return AuditHead.objects.select_for_update().get()
