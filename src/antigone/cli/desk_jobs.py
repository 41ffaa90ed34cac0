"""``antigone desk jobs``: how much work waits for the workers, how fast it goes, and when it will be done."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from antigone.cli.common import json_option, say
from antigone.cli.desk_start import ready

if TYPE_CHECKING:
    from antigone.desk.jobs.queries import QueueState


@click.command()
@json_option
@click.option("--watch", type=click.IntRange(1, 3600), help="Look again every so many seconds, until nothing waits.")
@click.pass_obj
def jobs(home: Path, as_json: bool, watch: int | None) -> None:
    """Say what waits for the workers, how fast they do it, and how long it will take.

    The rate is of the last ten minutes; of fewer than three jobs none is said."""
    ready(home)
    from antigone.desk.jobs.queries import progress

    while True:
        found = progress()
        for each in found:
            click.echo(json.dumps(_as_json(each)) if as_json else _in_words(each))
        if not any(each.waiting for each in found):
            say("Nothing waits for the workers.")
            return
        if watch is None:
            return
        time.sleep(watch)
        say()


def _as_json(found: QueueState) -> dict[str, object]:
    return {
        "kind": str(found.kind),
        "waiting": found.waiting,
        "under_way": found.under_way,
        "tried_again": found.again,
        "done_lately": found.done,
        "given_up": found.given_up,
        "a_minute": None if found.a_minute is None else round(found.a_minute, 1),
        "seconds_left": None if found.left is None else round(found.left.total_seconds()),
    }


def _in_words(found: QueueState) -> str:
    said = f"{found.kind}: {found.waiting} waiting, {found.under_way} of them under way; {found.done} in ten minutes"
    if found.a_minute is not None:
        said += f", {found.a_minute:.1f} a minute"
    if found.left is not None:
        said += f"; about {_span(found.left.total_seconds())} left"
    if found.again:
        said += f"; {found.again} went wrong and will be tried again"
    if found.given_up:
        said += f"; {found.given_up} given up"
    return said


def _span(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
