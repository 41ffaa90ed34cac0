"""``antigone desk checkpoint`` and what else proves the audit: countersigning, taking in, verifying."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, say
from antigone.cli.desk_start import ready, start
from antigone.files import write_bytes


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; else among those of each day, and into the outbox.",
)
@click.pass_obj
def checkpoint(home: Path, out: Path | None) -> None:
    """Sign how long the audit is, how it ends, and that what it binds is as it was written. Keep the file where the
    desk's people cannot reach it. The worker makes one each day by itself."""
    ready(home)
    from antigone.desk.console import daily_checkpoint, signed_checkpoint

    if out is None:
        out = daily_checkpoint()
    else:
        write_bytes(out, (signed_checkpoint() + "\n").encode())
    say(f"Written: {out}")


@click.command()
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.option("--desk-key", required=True, help="The public key of the desk that signed it, as it was written down.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Where to write it.")
@click.option("--although", default="", help="The reason why one is countersigned that does not follow the last one.")
@click.pass_obj
def countersign(home: Path, checkpoint: Path, desk_key: str, out: Path, although: str) -> None:
    """Countersign another desk's checkpoint with the key of this one, and remember it. What is written goes back there;
    keep a copy here."""
    start(home)
    from django.conf import settings

    from antigone.desk.audit.keys import public_key
    from antigone.desk.audit.outbox import countersign_for

    write_bytes(out, (countersign_for(checkpoint, desk_key, although) + "\n").encode())
    say(f"Written: {out}. It is verified with this desk's public key:")
    click.echo(public_key(settings.DESK.checkpoint_key))


@click.command("take-countersignature")
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.option("--countersigned-by", "by", required=True, help="The second agency's public key, as they gave it.")
@click.pass_obj
def take_countersignature(home: Path, checkpoint: Path, by: str) -> None:
    """Take in a checkpoint of this desk that a second agency countersigned."""
    ready(home)
    from antigone.desk.audit.outbox import take_in

    say(f"Kept: {take_in(checkpoint, by)}")


@click.command("verify-audit")
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file, or a folder of them. May be given often.",
)
@click.option("--public-key", help="The desk's public key, as it was written down; else the one of this desk.")
@click.option("--countersigned-by", "by", default="", help="Each checkpoint must be countersigned with this key.")
@click.pass_obj
def verify_audit(home: Path, checkpoints: tuple[Path, ...], public_key: str | None, by: str) -> int:
    """Prove that no row of the audit was changed, removed, inserted, moved or cut off, and that every row that decides
    or proves something is as the act left it that wrote it."""
    start(home)
    from antigone.desk.console import prove_audit

    proof = prove_audit(checkpoints, public_key, by)
    for line in proof.lines:
        click.echo(line)
    if proof.bound.younger:
        say(f"Not compared where a row is older than the field: {', '.join(proof.bound.younger)}.")
    for at in proof.countersigned:
        say(f"Countersigned at {at}.")
    if proof.lines:
        say("Somebody wrote to the database by another way than the desk. Keep it as it is, and compare with a backup.")
        return NOTHING_DONE
    many = proof.checkpoints
    held = f"and {many} checkpoints agree" if many else "as far as can be told without a checkpoint"
    say(f"Sound: {proof.chain.rows} rows, each as it was written, and {proof.bound.rows} that they bind, {held}.")
    return DONE


AUDIT = (checkpoint, countersign, take_countersignature, verify_audit)
