"""The command line. Exit status: 0 all done, 1 some photo refused, 2 wrong usage, 3 nothing could be done."""

from __future__ import annotations

import os
import sys

import click

import antigone
from antigone.cli import (
    analyse,
    calibrate,
    conditions,
    demo,
    desk,
    doctor,
    embed,
    enrol,
    evaluate,
    gallery,
    search,
    weights,
)
from antigone.cli.common import NOTHING_DONE, WRONG_USAGE, say
from antigone.errors import AntigoneError, CardInvalid, ManifestInvalid, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(antigone.__version__, prog_name="antigone")
def antigone_command() -> None:
    """Compare the face of an unidentified dead person with photographs of the missing.

    Antigone returns leads for two examiners to judge. It never states an identity.
    """


for command in (
    *(doctor.doctor, weights.weights, analyse.analyse, enrol.enrol, search.search),
    *(embed.embed, gallery.gallery, demo.demo),
    *(evaluate.evaluate, calibrate.calibrate, conditions.conditions),
    desk.desk,
):
    antigone_command.add_command(command)


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):  # names in any script, whatever the terminal's settings
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(antigone_command(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        say("Interrupted. What was kept is kept; run the same command again to go on.")
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(WRONG_USAGE)
    except AntigoneError as fault:
        say(f"antigone: {fault.detail}\n  {fault.hint}")
        wrong = isinstance(fault, (UsageError, ManifestInvalid, CardInvalid))
        sys.exit(WRONG_USAGE if wrong else NOTHING_DONE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOTHING_DONE)
