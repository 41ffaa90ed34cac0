"""What `antigone desk init` and `create-admin` ask in a terminal, and the one step that they say comes next."""

from __future__ import annotations

import os
import sys
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

import click

from antigone.cli.common import say

_MODES = {
    "agency": "people sign in from several machines; each needs an app or a passkey too",
    "one-desk": "one machine that no other reaches; the app may wait",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a new desk begins with."""

    mode: str
    time_zone: str
    """Empty: nobody chose one."""


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def choices(mode: str | None, time_zone: str | None, *, asks: bool) -> Choices:
    """What was said, and in a terminal the answers to what was not.

    Raises:
        click.BadParameter: for a time zone that is none.
    """
    if asks and mode is None:
        for name, words in _MODES.items():
            say(f"  {name}: {words}")
        mode = click.prompt("Who uses this desk", type=click.Choice(list(_MODES)), default="agency", err=True)
    if asks and time_zone is None:
        time_zone = click.prompt(
            "Time zone of its pages", default=machine_time_zone() or "UTC", value_proc=zone, err=True
        )
    return Choices(mode or "agency", zone(time_zone) if time_zone else "")


def zone(name: str) -> str:
    """A time zone that there is. Raises: click.BadParameter."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter(f"{name} is not a time zone. Write it as Europe/Kyiv or Asia/Manila.") from None
    return name


def machine_time_zone() -> str:
    """The time zone that this machine is set to; empty if it does not say one by name."""
    said = os.environ.get("TZ", "").lstrip(":")
    here = said or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    try:
        return zone(here) if here else ""
    except click.BadParameter:
        return ""


def asked(value: str | None, option: str, words: str) -> str:
    """What an option says; in a terminal, what somebody answers. Raises: click.UsageError, without one."""
    if value:
        return value
    if not at_a_terminal():
        raise click.UsageError(f"Missing option '{option}'.")
    return str(click.prompt(words, err=True))


def next_step(administrators: int, home: Path, usual: bool) -> str:
    """The one thing to do now. ``usual``: the desk lies where it is looked for without being told."""
    desk = "antigone desk" if usual else f"antigone desk --home {home}"
    if administrators < 2:
        which = "first" if administrators == 0 else "second"
        return f"Next, make the {which} of two administrators (it asks for name and address): {desk} create-admin"
    return f"Next: {desk} serve"
