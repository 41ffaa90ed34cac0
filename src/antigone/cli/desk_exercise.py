"""``antigone desk exercise``: an incident of fictional people on a real desk, made to learn on and thrown away."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import DONE, say
from antigone.cli.desk_start import ready


@click.group()
def exercise() -> None:
    """An incident of people who do not exist, to learn on. An agency has one at a time."""


_AGENCY = click.option("--agency", help="Whose it is. Default: the agency that runs this desk.")


@exercise.command()
@_AGENCY
@click.pass_obj
def begin(home: Path, agency: str | None) -> int:
    """Begin an exercise. A registrar then lets its people be entered, on the desk."""
    ready(home)
    from antigone.desk.console import begin_an_exercise

    click.echo(begin_an_exercise(agency))
    say("On the desk it is behind More, Exercise: a registrar enters its people there, and everybody practises.")
    return DONE


@exercise.command()
@_AGENCY
@click.pass_obj
def end(home: Path, agency: str | None) -> int:
    """Throw the exercise away: its photographs, their keys, and all that was written in it. It cannot be undone."""
    ready(home)
    from antigone.desk.console import end_the_exercise

    found = end_the_exercise(agency)
    for name, number in found.destroyed.items():
        click.echo(f"{name}: {number}")
    say(f"Thrown away. The code of the proof, shown once: {found.code}")
    say(f"The worker clears files and free space; then: antigone desk prove-erased {found.receipt} --code CODE")
    return DONE
