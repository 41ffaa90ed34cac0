"""Verifying the audit: the chain row by row, and against checkpoints that are kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from antigone.desk.audit.chain import digest, locked
from antigone.desk.audit.checkpoints import Checkpoint
from antigone.desk.audit.models import GENESIS, AuditHead, AuditRow


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong with the chain, and at which row."""

    sequence: int
    kind: str
    """changed, removed, inserted, reordered, unlinked, cut off, or rewritten."""
    words: str


@dataclass(frozen=True, slots=True)
class ChainProof:
    """How many rows were read, and what is wrong with them."""

    rows: int
    faults: tuple[ChainFault, ...]


def verify(checkpoints: Iterable[Checkpoint] = ()) -> ChainProof:
    """Read the whole audit, up to where it ends now: acts may go on meanwhile. Checkpoints must have been proved
    (``checkpoints.read``) before.
    """
    head = AuditHead.objects.get()
    faults: list[ChainFault] = []
    displaced: list[tuple[int, int]] = []
    last, rows, before = 0, 0, GENESIS
    for row in AuditRow.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(2000):
        loose = row.sequence != last + 1
        if loose:
            faults.append(_removed(last + 1, row.sequence - 1))
        written = _written(row)
        if written is None:
            faults.append(ChainFault(row.sequence, "changed", f"Row {row.sequence} does not say what it said."))
        elif written != row.sequence:
            displaced.append((row.sequence, written))
        elif row.previous != before and not loose and not (displaced and displaced[-1][0] == last):
            faults.append(_unlinked(row.sequence))
        last, rows, before = row.sequence, rows + 1, row.hash
    faults += _moved(displaced)
    faults += _end(head, last, before)
    faults += _against(checkpoints, last)
    return ChainProof(rows, tuple(sorted(set(faults), key=lambda fault: fault.sequence)))


def _written(row: AuditRow) -> int | None:
    """The number the row was written with: usually its own. None if its hash is not of what it says."""
    if digest(row) == row.hash:
        return row.sequence
    for near in (row.sequence - 1, row.sequence + 1):
        if digest(row, near) == row.hash:
            return near
    follows = AuditRow.objects.filter(hash=row.previous).values_list("sequence", flat=True).first()
    if follows is not None and digest(row, follows + 1) == row.hash:
        return follows + 1
    return None


def _moved(displaced: Sequence[tuple[int, int]]) -> list[ChainFault]:
    """Rows that stand under another number than they were written with: exchanged, or pushed by others."""
    if {stands for stands, _ in displaced} == {written for _, written in displaced}:
        return [
            ChainFault(s, "reordered", f"Row {s} stands where it does not belong: it was row {w}.")
            for s, w in displaced
        ]
    faults, shift = [], 0
    for stands, written in displaced:
        if stands - written > shift:
            first, most = stands - (stands - written - shift), stands - 1
            faults.append(ChainFault(first, "inserted", f"{_rows(first, most)} inserted: what follows was moved."))
        elif stands - written < shift:
            faults.append(_removed(stands, written - shift - 1))
        shift = stands - written
    return faults


def _end(head: AuditHead, last: int, before: str) -> list[ChainFault]:
    if head.sequence > last:
        return [ChainFault(last + 1, "cut off", f"{_rows(last + 1, head.sequence)} cut off from the end.")]
    with locked():
        ends = AuditHead.objects.get().sequence
        beyond = AuditRow.objects.filter(sequence__gt=ends).values_list("sequence", flat=True).order_by("-sequence")
        most = beyond.first()
    if most is not None or head.hash != before:
        row = most or last
        return [ChainFault(row, "unlinked", f"The head of the audit does not name row {row} as the last one.")]
    return []


def _against(checkpoints: Iterable[Checkpoint], last: int) -> list[ChainFault]:
    faults, sound = [], 0
    for checkpoint in sorted(checkpoints, key=lambda each: each.sequence):
        at = checkpoint.sequence
        if at > last:
            faults.append(
                ChainFault(
                    last + 1, "cut off", f"{_rows(last + 1, at)} cut off: the checkpoint of {checkpoint.at} has them."
                )
            )
        elif not (at == 0 or AuditRow.objects.filter(sequence=at, hash=checkpoint.hash).exists()):
            words = f"{_rows(sound + 1, at)} rewritten, or some of them: the checkpoint of {checkpoint.at} disagrees."
            faults.append(ChainFault(sound + 1, "rewritten", words))
        else:
            sound = at
    return faults


def _removed(first: int, most: int) -> ChainFault:
    return ChainFault(first, "removed", f"{_rows(first, most)} removed.")


def _unlinked(sequence: int) -> ChainFault:
    words = f"Row {sequence} does not follow row {sequence - 1}: one of them was changed and its hash made to fit."
    return ChainFault(sequence, "unlinked", words)


def _rows(first: int, most: int) -> str:
    return f"Row {first} was" if first == most else f"Rows {first} to {most} were"
