"""`antigone desk init` asks somebody at a terminal, and says the one thing to do next."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from antigone.cli import desk_first
from antigone.cli.desk_first import Choices, choices, machine_time_zone, next_step


def answered(words: str, **said: str | None) -> tuple[Choices | None, str]:
    """What is chosen when somebody types ``words``, and what they were shown."""
    found: list[Choices] = []

    @click.command()
    def asking() -> None:
        found.append(choices(said.get("mode"), said.get("time_zone"), asks=True))

    shown = CliRunner().invoke(asking, input=words)
    return (found[0] if found else None), shown.output


def test_whoever_presses_enter_gets_what_is_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Manila")
    chosen, shown = answered("\n\n")
    assert chosen == Choices("agency", "Asia/Manila")
    assert "one machine that no other reaches" in shown and "[Asia/Manila]" in shown


def test_a_time_zone_that_is_none_is_asked_for_again() -> None:
    chosen, shown = answered("one-desk\nKyiv\nEurope/Kyiv\n")
    assert chosen == Choices("one-desk", "Europe/Kyiv") and "Kyiv is not a time zone" in shown


def test_what_was_said_is_not_asked_for() -> None:
    assert answered("", mode="agency", time_zone="Europe/Kyiv") == (Choices("agency", "Europe/Kyiv"), "")


def test_a_script_is_asked_for_nothing_and_gets_no_time_zone_that_nobody_chose() -> None:
    assert choices(None, None, asks=False) == Choices("agency", "")
    with pytest.raises(click.BadParameter):
        choices(None, "Nowhere/None", asks=False)


def test_a_machine_that_names_no_time_zone_suggests_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "<+03>-3")
    assert machine_time_zone() == ""


def test_an_administrators_name_is_asked_for_at_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(click.UsageError):
        desk_first.asked(None, "--name", "Name")
    monkeypatch.setattr(desk_first, "at_a_terminal", lambda: True)

    @click.command()
    def asking() -> None:
        click.echo(desk_first.asked(None, "--name", "Name"))

    assert "Ana Petrova" in CliRunner().invoke(asking, input="Ana Petrova\n").output


def test_each_command_ends_with_the_one_next_step() -> None:
    home = Path("/srv/desk")
    assert "the first of two" in next_step(0, home, True) and next_step(0, home, True).endswith(
        "antigone desk create-admin"
    )
    assert "the second of two" in next_step(1, home, True)
    assert next_step(2, home, False) == "Next: antigone desk --home /srv/desk serve"
