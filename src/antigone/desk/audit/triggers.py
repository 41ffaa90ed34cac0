"""Triggers by which the database refuses changes, on SQLite and PostgreSQL: migrations make them, checks look for them.

On SQLite, Django changes a table by making it anew, which loses its triggers: a migration that alters a guarded table
ends with ``refuse`` again, and ``antigone desk check`` finds a guard that is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython

Rule = tuple[str, str, str]
"""Event (``UPDATE``), condition under which it is refused (SQL, or empty for always), and what the database says."""

RULES: dict[str, tuple[Rule, ...]] = {
    "audit_row": (
        (
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM audit_head WHERE sequence = NEW.sequence - 1 AND hash = NEW.previous)",
            "an audit row is added only at the end of the chain",
        ),
        ("UPDATE", "", "an audit row is never changed"),
        ("DELETE", "", "an audit row is never removed"),
    ),
    "audit_head": (
        (
            "UPDATE",
            "NOT EXISTS (SELECT 1 FROM audit_row WHERE sequence = NEW.sequence AND hash = NEW.hash"
            " AND previous = OLD.hash AND sequence = OLD.sequence + 1)",
            "the head of the audit only follows its rows",
        ),
        ("DELETE", "", "the head of the audit is never removed"),
    ),
}


def refuse(rules: Mapping[str, tuple[Rule, ...]]) -> RunPython:
    """A migration's operation: the database refuses these events on these tables.

    One for all tables of an app, because Django copies its models before each operation.
    """

    def install(apps: Any, schema_editor: Any) -> None:
        for table, of_the_table in rules.items():
            for rule in of_the_table:
                for statement in _statements(schema_editor.connection.vendor, table, rule):
                    schema_editor.execute(statement)

    return RunPython(install, RunPython.noop, elidable=False)


def chained() -> list[RunPython]:
    """The operations that make the audit append-only and keep its head."""

    def begin(apps: Any, schema_editor: Any) -> None:
        schema_editor.execute(f"INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '{'0' * 64}')")

    return [RunPython(begin, RunPython.noop), refuse(RULES), RunPython(_head_follows, RunPython.noop)]


def _head_follows(apps: Any, schema_editor: Any) -> None:
    moved = "UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash"
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"CREATE TRIGGER audit_row_moves_head AFTER INSERT ON audit_row BEGIN {moved}; END")
        return
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION audit_row_moves_head() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {moved}; RETURN NULL; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER audit_row_moves_head AFTER INSERT ON audit_row"
        " FOR EACH ROW EXECUTE FUNCTION audit_row_moves_head()"
    )


def _statements(vendor: str, table: str, rule: Rule) -> list[str]:
    event, condition, words = rule
    name = _name(table, event)
    if vendor == "sqlite":
        when = f"WHEN {condition}" if condition else ""
        said = f"SELECT RAISE(ABORT, '{words}')"
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN {said}; END",
        ]
    test = f"IF NOT ({condition or 'TRUE'}) THEN RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END IF;"
    body = f"BEGIN {test if condition else ''} RAISE EXCEPTION '{words}'; END"
    made = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
    if event == "DELETE":  # TRUNCATE removes rows without asking the rule for each of them
        made.append(
            f"CREATE OR REPLACE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return made


def _name(table: str, event: str) -> str:
    return f"{table}_refuses_{event.lower()}"


def missing(connection: BaseDatabaseWrapper, guarded: dict[str, tuple[str, ...]]) -> list[str]:
    """The names of triggers that are gone. ``guarded``: the events that each table refuses."""
    wanted = {_name(table, event) for table, events in guarded.items() for event in events} | {"audit_row_moves_head"}
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted |= {f"{table}_refuses_truncate" for table, events in guarded.items() if "DELETE" in events}
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


GUARDED: dict[str, tuple[str, ...]] = {table: tuple(event for event, _, _ in rules) for table, rules in RULES.items()}
"""The audit's own guards, for ``missing``."""
