"""Makes each desk app's one migration anew from its models: python -m tools.first_migrations

Nothing was released yet, so there is no database to carry over and a changed model needs no second migration: this
writes every app's ``0001_initial.py`` again, with what the database refuses at its end. Delete it with the first
release; from then on ``makemigrations`` adds to what is there.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import django
from django.apps import apps
from django.db.migrations import CreateModel, Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from antigone.desk.create_tables import CreateTables

DESK = Path(__file__).resolve().parents[1] / "src/antigone/desk"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.desk_settings"
    django.setup()
    begun = MigrationQuestioner(specified_apps={app.label for app in apps.get_app_configs()})
    changes = MigrationAutodetector(ProjectState(), ProjectState.from_apps(apps), begun).changes(MigrationGraph())
    ours = [migration for [migration] in changes.values() if (DESK / migration.app_label).is_dir()]
    written = [write(migration) for migration in ours]
    subprocess.run(["ruff", "check", "--quiet", "--select", "I", "--fix", *written], check=True)
    subprocess.run(["ruff", "format", "--quiet", *written], check=True)


def write(migration: Migration) -> Path:
    migration.operations = [CreateTables(whole_tables(migration.operations, migration.app_label))]
    text = MigrationWriter(migration, include_header=False).as_string()
    file = DESK / migration.app_label / "migrations/0001_initial.py"
    file.parent.mkdir(exist_ok=True)
    (file.parent / "__init__.py").touch()
    file.write_text(guarded(text, migration.app_label), encoding="utf-8")
    return file


def whole_tables(operations: Sequence[Operation], label: str) -> list[CreateModel]:
    """Each table with all its columns, after those that it points to."""
    tables: dict[str, CreateModel] = {}
    for operation in operations:
        if isinstance(operation, CreateModel):
            tables[operation.name_lower] = operation
        else:
            [tables[operation.model_name_lower]] = tables[operation.model_name_lower].reduce(operation, label)
    points_to = {
        name: [other for other in tables if other != name and table.references_model(other, label)]
        for name, table in tables.items()
    }
    return [tables[name] for name in TopologicalSorter(points_to).static_order()]


def guarded(text: str, label: str) -> str:
    """The migration's text, with what the database refuses as its last operation."""
    said = "Made by tools/first_migrations.py."
    if label == "audit":
        last, imports = "*chained(),", "from antigone.desk.audit.triggers import chained"
    elif (DESK / label / "triggers.py").exists():
        last = "refuse(RULES),"
        imports = f"from antigone.desk.audit.triggers import refuse\nfrom antigone.desk.{label}.triggers import RULES"
    else:
        return f'"""The tables of {label}. {said}"""\n\n{text}'
    head, operations = text.split("class Migration", 1)
    body, closing = operations.rsplit("    ]", 1)
    documented = f'"""The tables of {label}, and what the database itself refuses. {said}"""\n\n'
    return f"{documented}{head}{imports}\n\n\nclass Migration{body}{last}\n    ]{closing}"


if __name__ == "__main__":
    main()
