"""What a database holds, in a form that two databases can be compared by: counts, fingerprints, the audit's head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TableState:
    """A table: its columns, how many rows, and the hash of all of them in order."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """A database at one moment."""

    tables: Mapping[str, TableState]
    head: tuple[int, str]
    """How the audit ends: its last row and that row's hash."""
    sequences: Mapping[str, int]
    """PostgreSQL: the last number that each sequence gave."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(said: Mapping[str, Any]) -> DatabaseState:
    tables = {
        name: TableState(tuple(table["columns"]), int(table["rows"]), str(table["sha256"]))
        for name, table in said["tables"].items()
    }
    sequence, last = said["head"]
    return DatabaseState(tables, (int(sequence), str(last)), dict(said["sequences"]))


def differences(wanted: DatabaseState, found: DatabaseState) -> list[str]:
    """What of a database is not as a copy has it, in words."""
    said: list[str] = []
    for name in sorted({*wanted.tables, *found.tables}):
        one, other = wanted.tables.get(name), found.tables.get(name)
        if one is None or other is None:
            said.append(f"the table {name} is in {'the database' if one is None else 'the copy'} only")
        elif one.rows != other.rows:
            said.append(f"the table {name} has {other.rows} rows, and {one.rows} in the copy")
        elif one != other:
            said.append(f"the table {name} has other rows than in the copy")
    if wanted.head != found.head:
        said.append(f"the audit ends at row {found.head[0]}, and at row {wanted.head[0]} in the copy")
    return said


def other_columns(wanted: DatabaseState, found: Mapping[str, Sequence[str]]) -> list[str]:
    """The tables that have other columns here than in the copy: another version of Antigone made it."""
    there = {name: tuple(columns) for name, columns in found.items()}
    return sorted(
        name
        for name in {*wanted.tables, *there}
        if name not in wanted.tables or there.get(name) != wanted.tables[name].columns
    )
