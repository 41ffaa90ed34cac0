"""The command line. Exit status: 0 all done, 1 some photo refused, 2 wrong usage, 3 nothing could be done."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import cast

import click

import antigone
from antigone.cli import log
from antigone.cli.common import NOTHING_DONE, WRONG_USAGE, say
from antigone.errors import AntigoneError, CardInvalid, ManifestInvalid, UsageError

COMMANDS = (
    *("doctor", "weights", "analyse", "enrol", "search", "embed", "gallery", "demo"),
    *("evaluate", "calibrate", "conditions", "completion", "names", "desk", "bundle", "cluster"),
)
"""Each is in the module of its name."""
_DEBUG = "--debug"


class _Commands(click.Group):
    """Commands that are read when somebody asks for them: what one needs takes a second or two to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return cast(click.Command, getattr(import_module(f"antigone.cli.{cmd_name}"), cmd_name))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(antigone.__version__, prog_name="antigone")
@click.option(_DEBUG, is_flag=True, expose_value=False, help="Print the traceback of what nobody expected.")
def antigone_command() -> None:
    """Compare the face of an unidentified dead person with photographs of the missing.

    Antigone returns leads for two examiners to judge. It never states an identity.
    """


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):  # names in any script, whatever the terminal's settings
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    debug = _DEBUG in sys.argv[1:]
    words = [word for word in sys.argv[1:] if word != _DEBUG]  # wherever it stands
    log.begin(debug=debug)
    try:
        sys.exit(antigone_command(words, standalone_mode=False) or 0)
    except click.exceptions.Abort:
        say("Interrupted. What was kept is kept; run the same command again to go on.")
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(WRONG_USAGE)
    except AntigoneError as fault:
        if debug:
            traceback.print_exc()
        say(f"antigone: {fault.detail}\n  {fault.hint}")
        wrong = isinstance(fault, (UsageError, ManifestInvalid, CardInvalid))
        sys.exit(WRONG_USAGE if wrong else NOTHING_DONE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOTHING_DONE)
    except Exception as fault:
        known = _outage(fault)
        say(log.told(fault) if known is None else f"antigone: {known.detail}\n  {known.hint}")
        sys.exit(NOTHING_DONE)


def _outage(fault: Exception) -> AntigoneError | None:
    """What the desk says of a full disk or a database that is away; nothing of a command that has no desk."""
    if "django.db" not in sys.modules:
        return None
    from antigone.desk.outages import outage

    return outage(fault)
