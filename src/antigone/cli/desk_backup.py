"""``antigone desk backup``, ``backup-key`` and ``restore``: copies of a whole desk, and a desk from one of them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, counted, say
from antigone.cli.desk_start import ready, start, start_another
from antigone.cli.progress import watch
from antigone.errors import UsageError
from antigone.files import write_bytes

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup-key")
@click.argument("file", type=_FILE)
@click.pass_obj
def backup_key(home: Path, file: Path) -> None:
    """Make a pair of keys for backups: the private one into FILE, the public one into the settings.

    Keep FILE where neither the desk nor its backup is: on a stick in a safe, or printed. Without it no backup opens."""
    from antigone.desk.backup.sealing import public_of
    from antigone.desk.exchange.keys import new_identity
    from antigone.desk.setup import name_backup_key

    if file.exists():
        raise UsageError(f"{file} is there already.", "Backups made with it need it: give another name.")
    if home in file.absolute().parents:
        raise UsageError("The private key would lie beside what it opens.", "Name a file outside the desk's folder.")
    private = new_identity()
    public = public_of(private)
    write_bytes(file, f"# opens backups of the desk in {home}\n# public key: {public}\n{private}\n".encode())
    name_backup_key(home, public)
    say(f"The private key is in {file}. Keep it where neither the desk nor its backup is.")
    say("Backups are encrypted from now on to this public key, which is in the settings:")
    click.echo(public)


@click.command()
@click.argument("to", type=_FOLDER)
@click.option("--keys", "keys_to", type=_FOLDER, help="Where the copy of keys lies: apart from TO and from the desk.")
@click.option("--keep", default=30, show_default=True, type=click.IntRange(1), help="So many copies; older ones go.")
@click.option("--check", is_flag=True, help="Make none: read every file of those that are there.")
@click.pass_obj
def backup(home: Path, to: Path, keys_to: Path | None, keep: int, check: bool) -> int:
    """Make a backup of the whole desk in the folder TO while it works, encrypted to ANTIGONE_DESK_BACKUP_KEY.

    What is in TO already is not written again. Every file is read back. Broken off, it goes on where it was when it is
    run again."""
    if check == (keys_to is not None):
        raise click.UsageError("Give --keys DIR to make a backup, or --check to read one.")
    if check:
        start(home)
        return _check(to)
    assert keys_to is not None
    ready(home)
    from antigone.desk.console import back_up

    made, faults = back_up(to=to, keys_to=keys_to, keep_copies=keep, follow=watch, tell=say)
    say(
        f"Copy {made.copy}: {counted(made.files, 'file')}, of which {made.new} were new; "
        f"{counted(made.rows, 'row')} of the database; {made.new_bytes / 1e6:.1f} MB written and read back."
    )
    for copy in made.removed:
        say(f"Removed: the copy {copy}, beyond the {keep} that are kept.")
    for name in made.left_out:
        say(f"Not in the backup, since it is no part of a desk: {name}")
    for fault in faults:
        click.echo(fault)
    if faults:
        say("Nothing was removed. Find out who wrote there; then take away the copies' files, or begin a new folder.")
    return NOTHING_DONE if faults else DONE


def _check(place: Path) -> int:
    from antigone.desk.console import faults_of_backup

    copies, faults = faults_of_backup(place, watch)
    for fault in faults:
        click.echo(fault)
    if not copies:
        say(f"There is no copy in {place}.")
    elif faults:
        say("The backup is not whole. Make a new one in another folder, and keep this one until that is there.")
    else:
        say(f"{counted(copies, 'copy', 'copies')}: signed by this desk, and every file is as it was written.")
    return DONE if copies and not faults else NOTHING_DONE


@click.command()
@click.argument("source", metavar="FROM", type=_FOLDER)
@click.option("--into", required=True, type=_FOLDER, help="The new desk's folder, which is empty or not there.")
@click.option("--keys", required=True, type=click.Path(path_type=Path), help="Where the copy of keys lies.")
@click.option("--key", "key_file", required=True, type=_FILE, help="The file with the private key.")
@click.option("--copy", default="", help="Which copy; else the newest.")
@click.option("--database-file", type=_FILE, help="PostgreSQL: a file with the address of an empty database.")
def restore(source: Path, into: Path, keys: Path, key_file: Path, copy: str, database_file: Path | None) -> int:
    """Make a desk of the backup in the folder FROM, in a folder of its own.

    Every file, every table and the audit are compared with the copy, and what was erased since is erased again. If
    anything is not as it was, nothing is left there."""
    from antigone.desk.backup.restoring_files import restore_files

    home = into.absolute()
    os.umask(0o077)
    restored = restore_files(
        home=home,
        source=source,
        keys=keys,
        key_file=key_file,
        copy=copy,
        database_file=database_file,
        follow=watch,
    )
    start_another(home)
    from antigone.desk.console import problems
    from antigone.desk.console import restore as restore_rest

    done = restore_rest(home, restored)
    say(f"The copy {restored.copy} is in {home}, and is what was copied:")
    say(f"  {counted(restored.files, 'file')}, {restored.size / 1e6:.1f} MB, each with the hash that it had;")
    say(f"  {counted(done.rows, 'row')}, each table with the hash that it had; the audit ends at row {done.head}.")
    say(f"Erased since, and erased again: {done.erased_again}.")
    for name in restored.settings_left_out:
        say(f"Not in the settings, since it names a file that is not here: {name}")
    found = problems(pages=False)
    for problem in found:
        click.echo(problem)
    if not found:
        say("Next: antigone desk serve. Stop the old desk for good first, if it is still somewhere.")
    return NOTHING_DONE if found else DONE


BACKUP = (backup_key, backup, restore)
