"""Triggers by which the database refuses changes, on SQLite and PostgreSQL: migrations make them, checks look for them.

On SQLite, Django changes a table by making it anew, which loses its triggers: a migration that alters a guarded table
ends with ``refuse`` again, and ``antigone desk check`` finds a guard that is gone or says something else (``guards``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

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
    "audit_binding": (
        (
            "INSERT",
            "NEW.row_id <> (SELECT sequence FROM audit_head)",
            "what was written is bound by the latest row only",
        ),
        (
            "UPDATE",
            "NEW.id <> OLD.id OR NEW.row_id <> OLD.row_id OR NEW.number <> OLD.number OR NEW.hashes <> OLD.hashes"
            ' OR NEW."table" <> OLD."table" OR NEW.altered <> OLD.altered OR NEW.salt <> \'\' OR NOT EXISTS'
            ' (SELECT 1 FROM audit_binding b WHERE b."table" = OLD."table" AND b.number = OLD.number'
            " AND b.row_id > OLD.row_id)",
            "of what is bound, a salt is destroyed when the row is bound again",
        ),
        ("DELETE", "", "what was bound is never removed"),
    ),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it is installed, and as the database's catalogue says it back."""

    name: str
    definition: str
    """The statement that makes it."""
    function: str = ""
    """PostgreSQL: the function that it calls; empty on SQLite."""
    body: str = ""
    """PostgreSQL: what that function does."""

    @property
    def statements(self) -> tuple[str, ...]:
        if not self.function:
            return f"DROP TRIGGER IF EXISTS {self.name}", self.definition
        made = f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $${self.body}$$"
        return made, self.definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)


class Statements(Operation):
    """SQL of a migration, by the kind of database.

    Django renders every model again for the Python that a migration runs; for this it need not.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, of: Callable[[str], Iterable[str]]) -> None:
        self.of = of

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Give the database each statement."""
        for statement in self.of(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """What they made goes with its table."""

    def describe(self) -> str:
        """In words, as ``migrate --plan`` prints it."""
        return "What the database itself refuses and does"


def refuse(rules: Mapping[str, tuple[Rule, ...]]) -> Statements:
    """A migration's operation: the database refuses these events on these tables."""
    return Statements(lambda vendor: [each for made in triggers_of(vendor, rules) for each in made.statements])


def chained() -> list[Statements]:
    """The operations that make the audit append-only and keep its head."""
    begun = f"INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '{'0' * 64}')"
    return [
        Statements(lambda _vendor: [begun]),
        refuse(RULES),
        Statements(lambda vendor: moves_head(vendor).statements),
    ]


def moves_head(vendor: str) -> Trigger:
    """The head of the audit follows each row that is added."""
    name, moved = "audit_row_moves_head", "UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash"
    if vendor == "sqlite":
        return Trigger(name, f"CREATE TRIGGER {name} AFTER INSERT ON audit_row BEGIN {moved}; END")
    definition = f"CREATE TRIGGER {name} AFTER INSERT ON audit_row FOR EACH ROW EXECUTE FUNCTION {name}()"
    return Trigger(name, definition, name, f" BEGIN {moved}; RETURN NULL; END ")


def triggers_of(vendor: str, rules: Mapping[str, tuple[Rule, ...]]) -> list[Trigger]:
    return [each for table, several in rules.items() for rule in several for each in _triggers(vendor, table, rule)]


def _triggers(vendor: str, table: str, rule: Rule) -> list[Trigger]:
    event, condition, words = rule
    name = f"{table}_refuses_{event.lower()}"
    if vendor == "sqlite":
        when = f"WHEN {condition}" if condition else ""
        said = f"SELECT RAISE(ABORT, '{words}')"
        return [Trigger(name, f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN {said}; END")]
    test = f"IF NOT ({condition or 'TRUE'}) THEN RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END IF;"
    body = f" BEGIN {test if condition else ''} RAISE EXCEPTION '{words}'; END "
    calls = f"EXECUTE FUNCTION {name}()"
    made = [Trigger(name, f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {calls}", name, body)]
    if event == "DELETE":  # TRUNCATE removes rows without asking the rule for each of them
        other = f"{table}_refuses_truncate"
        whole = f"CREATE TRIGGER {other} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {calls}"
        made.append(Trigger(other, whole, name, body))
    return made
