"""The database's triggers are compared by what they say: one that was emptied under its name is told."""

from __future__ import annotations

import pytest
from django.db import connection

from antigone.desk.audit.guards import differences, rules
from antigone.desk.audit.triggers import triggers_of
from desk_databases import Database

pytestmark = pytest.mark.both
VOTE = "identification_vote"


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


on_postgresql = pytest.mark.parametrize("template", ["postgresql"], indirect=True)
"""SQLite has no such thing."""


def drop(desk: Database, name: str, table: str) -> str:
    return f"DROP TRIGGER {name}" + (f" ON {table}" if desk.kind == "postgresql" else "")


def emptied(desk: Database, name: str, event: str, table: str) -> None:
    """The trigger under its own name, which does nothing any more."""
    if desk.kind == "sqlite":
        sql(drop(desk, name, table), f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT 1; END")
    else:
        sql(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")


def test_a_desk_as_it_is_made_has_the_triggers_it_installs(desk: Database) -> None:
    assert differences(connection) == [] and len(triggers_of(desk.kind, rules())) > 100


def test_a_trigger_that_was_taken_away_is_told(desk: Database) -> None:
    sql(drop(desk, "audit_row_refuses_update", "audit_row"))
    assert differences(connection) == ["audit_row_refuses_update is gone"]


def test_a_trigger_that_was_emptied_under_its_name_is_told(desk: Database) -> None:
    emptied(desk, f"{VOTE}_refuses_update", "UPDATE", VOTE)
    assert differences(connection) == [f"{VOTE}_refuses_update is not what the desk installs"]


def test_a_trigger_that_does_something_of_its_own_is_told(desk: Database) -> None:
    turned = f"UPDATE {VOTE} SET agrees = TRUE WHERE id = NEW.id"
    if desk.kind == "sqlite":
        sql(f"CREATE TRIGGER helper AFTER INSERT ON {VOTE} BEGIN {turned}; END")
    else:
        sql(
            f"CREATE FUNCTION helper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {turned}; RETURN NULL; END $$",
            f"CREATE TRIGGER helper AFTER INSERT ON {VOTE} FOR EACH ROW EXECUTE FUNCTION helper()",
        )
    assert differences(connection) == ["helper is none of the desk's"]


def test_a_condition_that_was_made_laxer_is_told(desk: Database) -> None:
    name, table = "subjects_subject_refuses_update", "subjects_subject"
    [made] = [each for each in triggers_of(desk.kind, rules()) if each.name == name]
    lax = [each.replace(" OR NEW.kind <> OLD.kind", "") for each in made.statements]
    assert lax != list(made.statements)
    sql(*lax)
    assert differences(connection) == [f"{name} is not what the desk installs"] and table in made.definition


@pytest.mark.slow
@on_postgresql
@pytest.mark.parametrize("how", ["DISABLE", "ENABLE REPLICA"])
def test_a_trigger_that_is_switched_off_is_told(desk: Database, how: str) -> None:
    sql(f"ALTER TABLE {VOTE} {how} TRIGGER {VOTE}_refuses_delete")
    assert differences(connection) == [f"{VOTE}_refuses_delete is not what the desk installs"]


@on_postgresql
def test_a_role_for_which_no_trigger_fires_is_told(desk: Database) -> None:
    sql("SET LOCAL session_replication_role = replica")
    assert differences(connection) == ["session_replication_role is replica: triggers do not fire"]


@on_postgresql
def test_a_rule_that_rewrites_statements_is_told(desk: Database) -> None:
    sql(f"CREATE RULE silent AS ON DELETE TO {VOTE} DO INSTEAD NOTHING")
    assert differences(connection) == ["the rule silent rewrites statements"]


@on_postgresql
def test_a_trigger_of_the_same_name_on_another_table_hides_nothing(desk: Database) -> None:
    name = f"{VOTE}_refuses_delete"
    sql(
        "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        f"CREATE TRIGGER {name} BEFORE INSERT ON identification_seat FOR EACH ROW EXECUTE FUNCTION other()",
    )
    assert differences(connection) == [f"{name} is none of the desk's"]
