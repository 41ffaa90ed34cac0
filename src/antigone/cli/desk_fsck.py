"""``antigone desk fsck``: what on the desk's disks is torn or rotten, whose it is, and what to do."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from antigone.cli.common import DONE, SOME_REFUSED, counted, json_option, line, say
from antigone.cli.desk_start import start
from antigone.cli.progress import watch

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command()
@click.option("--backup", type=_FOLDER, help="Read a backup too: every file of every copy.")
@click.option("--keys", type=_FOLDER, help="Read the copy of keys too.")
@click.option("--from", "source", type=_FOLDER, help="Put damaged files back from this backup.")
@click.option("--key", "key_file", type=click.Path(path_type=Path, dir_okay=False), help="The private key for --from.")
@click.option("--mend", is_flag=True, help="Destroy again what erasures had destroyed, where it was altered.")
@json_option
@click.pass_obj
def fsck(
    home: Path,
    backup: Path | None,
    keys: Path | None,
    source: Path | None,
    key_file: Path | None,
    mend: bool,
    as_json: bool,
) -> int:
    """Read every file of the desk and its database, and say what is not as it was written.

    Exit status: 0 if all is whole, 1 if something is not. People may work meanwhile."""
    if (source is None) != (key_file is None):
        raise click.UsageError("Give --from and --key together: a backup opens with the private key alone.")
    start(home)
    from antigone.desk.console import look_for_damage

    found, mended = look_for_damage(
        follow=partial(watch, quiet=as_json), backup=backup, keys=keys, source=source, key_file=key_file, mend=mend
    )
    for path in mended:
        say(f"Put right: {path}")
    for fault in found:
        if as_json:
            line(fault.as_json())
        else:
            click.echo(f"{fault.kind} {fault.path}: {fault.what}.")
            click.echo(f"    {f'{fault.whose}. ' if fault.whose else ''}{fault.todo}.")
    say(f"Not as written: {counted(len(found), 'thing')}." if found else "Everything is as it was written.")
    return SOME_REFUSED if found else DONE
