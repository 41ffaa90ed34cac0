"""``antigone desk status`` and ``serve-metrics``: how a desk is, in a terminal and for what watches machines."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import DONE, SOME_REFUSED, counted, json_option, line, say
from antigone.cli.desk_start import ready, start


@click.command()
@json_option
@click.pass_obj
def status(home: Path, as_json: bool) -> int:
    """Say how the desk is: work, failures, erasures, checkpoint, backup, disk. No person, no code.

    Exit status: 0 if nothing needs anybody, 1 if something does."""
    start(home)
    from antigone.desk.outside.state import concerns, state_now

    state = state_now()
    needed = list(concerns(state))
    if as_json:
        line(state.as_json())
        return SOME_REFUSED if needed else DONE
    click.echo(f"Antigone {state.version}; {counted(state.audit_rows, 'act')} in the audit")
    for each in state.work:
        if each.waiting or each.given_up:
            click.echo(f"  {each.kind}: {each.waiting} waiting, {each.given_up} given up")
    if not state.waiting:
        click.echo("  Nothing waits for the workers.")
    click.echo(f"  Answers that failed: {state.answers_failed}; refused in the last hour: {state.refused_in_an_hour}")
    click.echo(f"  Erasures that wait: {state.erasures_open}, overdue: {state.erasures_overdue}")
    click.echo(f"  Newest checkpoint: {_ago(state.checkpoint_seconds)}; newest backup: {_ago(state.backup_seconds)}")
    click.echo(f"  Disk: {state.disk_free / 1e9:.1f} GB free of {state.disk_size / 1e9:.1f} GB")
    for each_need in needed:
        say(f"! {each_need}")
    if not needed:
        say("Nothing needs anybody.")
    return SOME_REFUSED if needed else DONE


def _ago(seconds: float | None) -> str:
    return "none yet" if seconds is None else f"{seconds / 3600:.1f} hours ago"


@click.command("serve-metrics")
@click.option("--beside", is_flag=True, hidden=True, help="End with the process that began it.")
@click.pass_obj
def serve_metrics(home: Path, beside: bool) -> None:
    """Serve figures of the desk in Prometheus' form at ANTIGONE_DESK_METRICS_BIND, until interrupted.

    `serve` begins one by itself if that is set."""
    if beside:
        from antigone.desk.beside import end_with_the_one_that_began_this

        end_with_the_one_that_began_this()
    ready(home)
    from antigone.desk.server import serve_metrics_until_interrupted

    serve_metrics_until_interrupted(tell=not beside)


STATUS = (status, serve_metrics)
