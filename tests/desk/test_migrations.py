"""The database's tables are those that the code believes in."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from desk_databases import Database


@pytest.mark.slow
def test_whoever_changes_a_model_makes_its_migration_too(desk: Database) -> None:
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, skip_checks=True)
    except SystemExit:
        pytest.fail("a model is not as its migration has it: uv run python -m tools.first_migrations")
