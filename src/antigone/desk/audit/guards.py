"""Comparing the database's triggers with those that the code would install: by what they say, not by their names."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import module_has_submodule

from antigone.desk.audit.triggers import Rule, moves_head, triggers_of

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL = """
    SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc,
        t.tgenabled = 'O' AND l.lanname = 'plpgsql' AND NOT p.prosecdef AND p.proconfig IS NULL
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
    WHERE NOT t.tgisinternal
"""
_REWRITES = "SELECT rulename FROM pg_rules WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


def rules() -> dict[str, tuple[Rule, ...]]:
    """By table: what the database refuses, of every app that has ``triggers.py``."""
    found: dict[str, tuple[Rule, ...]] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("antigone.") and module_has_submodule(app.module, "triggers"):
            found |= import_module(f"{app.name}.triggers").RULES
    return found


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Each trigger that is gone, is switched off, says something else, or is there and is none of the desk's."""
    vendor = connection.vendor
    made = [*triggers_of(vendor, rules()), moves_head(vendor)]
    wanted = {(each.name, _said(each.definition, each.body)) for each in made}
    # On PostgreSQL two tables can have triggers of one name: what is looked for is a name with what it says.
    there = set(_in_sqlite(connection) if vendor == "sqlite" else _in_postgresql(connection))
    lost, foreign = {name for name, _ in wanted - there}, {name for name, _ in there - wanted}
    found = [f"{name} is gone" for name in lost - foreign]
    found += [f"{name} is not what the desk installs" for name in lost & foreign]
    found += [f"{name} is none of the desk's" for name in foreign - lost]
    return sorted(found) + ([] if vendor == "sqlite" else _switched_off(connection))


def _said(*texts: str) -> str:
    """Without differences of spaces: SQLite and PostgreSQL keep some and drop some."""
    return " ".join(" ".join(texts).split())


def _in_sqlite(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE)
        for name, text in cursor.fetchall():
            yield name, _said(text)


def _in_postgresql(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL)
        for name, text, body, works in cursor.fetchall():
            yield name, _said(text, body) if works else "does not work"


def _switched_off(connection: BaseDatabaseWrapper) -> list[str]:
    """What makes PostgreSQL pass its triggers by: a role that replicates, and rules that rewrite statements."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        role = cursor.fetchone()[0]
        cursor.execute(_REWRITES)
        found = [f"the rule {name} rewrites statements" for (name,) in cursor.fetchall()]
    return found if role == "origin" else [f"session_replication_role is {role}: triggers do not fire", *found]
