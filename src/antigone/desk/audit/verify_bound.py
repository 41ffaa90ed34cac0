"""Verifying what is bound: each row against its latest binding, and each binding against the audit row that made it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, Model, OuterRef

from antigone.desk.audit.binding import THE_ROW, differing, hashes_in, latest
from antigone.desk.audit.chain import locked
from antigone.desk.audit.content import Said, bound_models, digest, said_by
from antigone.desk.audit.models import AuditHead, AuditRow, Binding

_AT_ONCE = 500
_OF_AN_ACT = "audit_binding"


@dataclass(frozen=True, slots=True)
class BoundFault:
    """A row that is not as it was bound, and in what."""

    table: str
    number: int
    fields: tuple[str, ...]
    """Those that differ; ``THE_ROW`` alone where no field can be named."""
    sequence: int
    """The audit row that bound it; 0 if none did."""
    words: str

    @property
    def row(self) -> str:
        """As checkpoints name it: ``identification_vote 12``."""
        return f"{self.table} {self.number}"


@dataclass(frozen=True, slots=True)
class BoundProof:
    """How many bound rows were compared, and which are not as they were bound."""

    rows: int
    younger: tuple[str, ...]
    """Fields that some rows have got since they were bound: of those rows they were not compared."""
    faults: tuple[BoundFault, ...]


def verify_bound() -> BoundProof:
    """Compare every bound row with what the audit's chain holds of it. The desk may go on working meanwhile."""
    head = AuditHead.objects.get().sequence
    faults, rows, younger = [*_of_acts(head)], 0, set[str]()
    for table, model in bound_models().items():
        suspects: list[int] = []
        for several in _in_parts(table):
            said = said_by(model, [each.number for each in several])
            rows += len(said)
            for each in several:
                now = said.get(each.number)
                younger |= {f"{table}.{name}" for name in _without_hash(each, now)}
                if differing(each.number, each, now):
                    suspects.append(each.number)
        unbound = Binding.objects.filter(table=table, number=OuterRef("pk"))
        suspects += model._base_manager.filter(~Exists(unbound)).values_list("pk", flat=True)
        faults += _proved(model, suspects)
    return BoundProof(rows, tuple(sorted(younger)), tuple(faults))


def _in_parts(table: str) -> Iterator[list[Binding]]:
    """The latest binding of each row of a table, some at once."""
    rows = Binding.objects.filter(table=table).order_by("number").values_list("number", flat=True).distinct()
    numbers = list(rows)
    for begin in range(0, len(numbers), _AT_ONCE):
        yield list(latest(table, numbers[begin : begin + _AT_ONCE]).values())


def _without_hash(binding: Binding, said: Said | None) -> set[str]:
    return set(said or ()) - set(hashes_in(binding) or said or ())


def _proved(model: type[Model], suspects: Sequence[int]) -> Iterator[BoundFault]:
    """The faults among rows that seemed to have one, read again while nobody writes: an act may have changed them."""
    table = model._meta.db_table
    for begin in range(0, len(suspects), _AT_ONCE):
        numbers = suspects[begin : begin + _AT_ONCE]
        with locked():
            said = said_by(model, numbers)
            bound = latest(table, numbers)
        for number in numbers:
            binding, now = bound.get(number), said.get(number)
            if fields := differing(number, binding, now):
                words = f"{table} {number}: {_words(fields, binding, now)}"
                yield BoundFault(table, number, fields, binding.row_id if binding else 0, words)


def _words(fields: Sequence[str], binding: Binding | None, said: Said | None) -> str:
    if binding is None:
        return "it is there, and no act wrote it."
    by = f"row {binding.row_id} of the audit"
    if said is None:
        return f"it was removed; {by} bound it."
    if not binding.hashes:
        return f"it is there again; {by} removed it."
    if not binding.salt:
        return f"its salt was removed, so that nobody can compare it with what {by} bound."
    return f"{', '.join(fields)}: not as {by} bound it."


def _of_acts(head: int) -> Iterator[BoundFault]:
    """Audit rows whose bindings are not those that they made; and what bindings say was altered before them."""
    bound = dict(AuditRow.objects.exclude(bound="").filter(sequence__lte=head).values_list("sequence", "bound"))
    columns = ("row_id", "table", "number", "hashes", "altered")
    every: Any = Binding.objects.filter(row__lte=head).order_by("row").values_list(*columns).iterator(_AT_ONCE)
    for sequence, several in groupby(every, lambda each: each[0]):
        made = [each[1:] for each in several]
        if digest(made) != bound.pop(sequence, ""):
            yield _unfit(sequence, [f"{table} {number}" for table, number, _, _ in made])
        for table, number, _, altered in made:
            if altered:
                yield _altered(table, number, altered, sequence)
    for sequence in bound:
        yield _unfit(sequence, ["none of them is there"])


def _unfit(sequence: int, of: Sequence[str]) -> BoundFault:
    words = f"The bindings of row {sequence} of the audit are not those that it made: {', '.join(of)}."
    return BoundFault(_OF_AN_ACT, sequence, (THE_ROW,), sequence, words)


def _altered(table: str, number: int, altered: str, sequence: int) -> BoundFault:
    try:
        fields = tuple(map(str, json.loads(altered)))
    except ValueError:  # then the binding is not as its act made it, which is told as well
        fields = (THE_ROW,)
    what = "it" if fields == (THE_ROW,) else ", ".join(fields)
    words = f"{table} {number}: {what} had been altered before row {sequence} of the audit bound it again."
    return BoundFault(table, number, fields, sequence, words)
