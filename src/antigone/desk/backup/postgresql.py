"""A copy of a PostgreSQL database in one transaction, without programs of PostgreSQL's, and putting it back.

Each table is copied as text in the order of its key, as ``COPY`` writes it: that does not depend on the server's
version, and the same rows are the same bytes, by which a database is compared with its copy.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from django.core.management import call_command
from django.db import connection, transaction
from psycopg import Connection, Cursor, sql

from antigone.desk.backup.hashing import of_pieces
from antigone.desk.backup.state import DatabaseState, TableState, differences, other_columns
from antigone.errors import RuleBroken, StorageFailed

_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""
_KEYS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum))
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
    GROUP BY c.relname
"""
_SEQUENCES = """
    SELECT sequencename::text, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename
"""
_PIECE = 1_000_000


def copy_database(to: zipfile.ZipFile) -> DatabaseState:
    """Copy every table as it is at one moment. Others write meanwhile."""
    with transaction.atomic():
        with connection.cursor() as first:
            first.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return _state(to)


def state_now() -> DatabaseState:
    """What the database holds, as a copy of it would have it."""
    return _state(None)


def _state(to: zipfile.ZipFile | None) -> DatabaseState:
    with _cursor() as cursor:
        keys = dict(cursor.execute(_KEYS).fetchall())
        tables: dict[str, TableState] = {}
        for name, columns in cursor.execute(_TABLES).fetchall():
            (rows,) = _one(cursor, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
            tables[name] = TableState(tuple(columns), rows, _copy_out(cursor, name, columns, keys.get(name), to))
        last, its_hash = _one(cursor, sql.SQL("SELECT sequence, hash FROM audit_head"))
        return DatabaseState(tables, (last, its_hash), dict(cursor.execute(_SEQUENCES).fetchall()))


def _one(cursor: Cursor[Any], query: sql.SQL | sql.Composed) -> tuple[Any, ...]:
    """The only row of an answer."""
    (row,) = cursor.execute(query).fetchall()
    return tuple(row)


def _copy_out(cursor: Cursor[Any], name: str, columns: list[str], key: list[str] | None, to: Any) -> str:
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier(name),
        sql.SQL(", ").join(map(sql.Identifier, key or columns)),
    )
    with cursor.copy(query) as rows:
        if to is None:
            return of_pieces(bytes(piece) for piece in rows)
        with to.open(name, "w", force_zip64=True) as file:
            return of_pieces(_written(rows, file))


def _written(rows: Any, file: Any) -> Iterator[bytes]:
    for piece in rows:
        file.write(piece)
        yield bytes(piece)


def fill_database(copy: zipfile.ZipFile, wanted: DatabaseState) -> None:
    """Make the tables in an empty database, put a copy's rows into them, and compare. All of it, or nothing.

    Raises:
        RuleBroken: the database is not empty; the copy is of another version of Antigone.
        StorageFailed: what is there is not what the copy has.
    """
    with transaction.atomic():
        with _cursor() as cursor:
            if cursor.execute(_TABLES).fetchall():
                raise RuleBroken(
                    "The database is not empty.",
                    "Make a new one (createdb), and name it in the file that --database-file names.",
                )
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        with _cursor() as cursor:
            there = dict(cursor.execute(_TABLES).fetchall())
            if other := other_columns(wanted, there):
                raise RuleBroken(
                    f"The copy is of another version of Antigone: {', '.join(other[:5])}.",
                    "Restore it with the Antigone that made it, then bring it up to date: antigone desk init",
                )
            _fill(cursor, copy, wanted)
        if faults := differences(wanted, state_now()):
            raise StorageFailed(
                f"What was put back is not what was copied: {'; '.join(faults[:5])}.", "Nothing is left."
            )


def _fill(cursor: Cursor[Any], copy: zipfile.ZipFile, wanted: DatabaseState) -> None:
    names = list(wanted.tables)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for each in _switching(names, "DISABLE"):
        cursor.execute(each)
    cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, names))))
    for name, table in wanted.tables.items():
        columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), columns)
        with copy.open(name) as file, cursor.copy(into) as rows:
            while piece := file.read(_PIECE):
                rows.write(piece)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # every key leads to a row; and no check waits any more
    for each in _switching(names, "ENABLE"):
        cursor.execute(each)
    for sequence, last in wanted.sequences.items():
        cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [sequence, last])


def _switching(names: list[str], how: Literal["DISABLE", "ENABLE"]) -> list[sql.Composed]:
    """What the desk's rules refuse was done by acts already: while it is put back, they do not speak."""
    alter = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
    return [alter.format(sql.Identifier(name), sql.SQL(how)) for name in names]


@contextmanager
def _cursor() -> Iterator[Cursor[Any]]:
    connection.ensure_connection()
    server: Connection[Any] = connection.connection
    with server.cursor() as cursor:
        yield cursor
