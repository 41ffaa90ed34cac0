"""``antigone desk import``: thousands of photographs at once, seen before they are brought in."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, SOME_REFUSED, counted, json_option, say
from antigone.cli.desk_start import ready
from antigone.cli.previews import answered, dry_run_option, leave_out_option, read_as_option, show, tell
from antigone.files import write_bytes


@click.command("import")
@click.argument("place", type=click.Path(path_type=Path, exists=True), metavar="FOLDER|TABLE|ARCHIVE.zip")
@click.option("--incident", required=True, help="The incident's code.")
@click.option("--as", "email", required=True, help="The registrar in whose name it is done: their e-mail address.")
@click.option("--source", default="", help="The lawful source of photographs of the missing: its number or name.")
@click.option("--dead", is_flag=True, help="They show the dead: a folder for each case, and no lawful source.")
@click.option("--failures", type=click.Path(path_type=Path, dir_okay=False), help="Where to write what was refused.")
@dry_run_option
@read_as_option
@leave_out_option
@json_option
@click.pass_obj
def bring_in(
    home: Path,
    place: Path,
    incident: str,
    email: str,
    source: str,
    dead: bool,
    failures: Path | None,
    dry_run: bool,
    read_as: tuple[str, ...],
    left_out: tuple[str, ...],
    as_json: bool,
) -> int:
    """Bring in thousands of photographs: FOLDER/PERSON/PHOTO.jpg, or a table that says whose each file is.

    With --dry-run it only says what it would do. Interrupted or killed, the same command goes on where it was. Nothing
    is brought in twice."""
    ready(home)
    from antigone.desk.intake.places import bring_in_place, see_place
    from antigone.desk.intake.queries import as_csv, notes_of, refused
    from antigone.types import Profile

    seen = see_place(place, Profile.PM if dead else Profile.AM, answered(read_as, left_out))
    if dry_run:
        return show(seen.preview, as_json)
    count = 0

    def said(_item: object) -> None:
        nonlocal count
        count += 1
        if count % 50 == 0:
            say(f"{count} files were looked at.")

    tell(seen.preview)
    done = bring_in_place(seen, incident=incident, source=source, email=email, said=said)
    files, brought = done.items.count(), done.items.filter(state="done").count()
    say(f"{files} files: {brought} brought in, {files - brought} not. The worker looks for faces now.")
    for note, many in notes_of(done):
        say(f"{counted(many, 'file')}: {note}")
    if failures is not None:
        write_bytes(failures, "".join(as_csv(done)).encode())
        say(f"Written: {failures}")
    for item in refused(done)[:20]:
        click.echo(f"{item.path}: {item.detail} {item.hint}")
    if brought == files:
        return DONE
    return SOME_REFUSED if brought else NOTHING_DONE
