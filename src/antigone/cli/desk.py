"""``antigone desk``: the web application where agencies work. Needs the extra ``antigone[desk]``."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, say
from antigone.cli.desk_audit import AUDIT
from antigone.cli.desk_backup import BACKUP
from antigone.cli.desk_exercise import exercise
from antigone.cli.desk_first import asked, at_a_terminal, choices, next_step
from antigone.cli.desk_fsck import fsck
from antigone.cli.desk_import import bring_in
from antigone.cli.desk_jobs import jobs
from antigone.cli.desk_start import HOME, ready, start, usual_home
from antigone.cli.desk_status import STATUS
from antigone.errors import PartMissing

_NEEDS = (
    *("anyascii", "argon2", "cryptography", "csp", "django", "django_htmx", "fido2"),
    *("jellyfish", "ninja", "psycopg", "pyotp", "pyrage", "segno", "waitress", "whitenoise"),
)
_PROCESSES = 2 if hasattr(socket, "SO_REUSEPORT") else 1
"""That share the desk's address: Windows lets only one do so."""


@click.group()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"The desk's folder; else ${HOME}, else the user's data folder.",
)
@click.pass_context
def desk(context: click.Context, home: Path | None) -> None:
    """The web application where agencies work: people, permissions, audit."""
    must_be_installed()
    context.obj = (home or usual_home()).absolute()


def must_be_installed() -> None:
    """Raises: PartMissing, if the extra is not there."""
    if missing := [part for part in _NEEDS if find_spec(part) is None]:
        raise PartMissing(
            f"The desk is not installed: {', '.join(missing)} cannot be found.",
            'Install it from the checkout or wheel that it came from: pip install "PATH[desk]" (docs/operate.md).',
        )


@desk.command()
@click.option("--mode", type=click.Choice(["agency", "one-desk"]), help="Default: agency. Asked for in a terminal.")
@click.option("--time-zone", help="Of the pages, such as Europe/Kyiv. Default: UTC. Asked for in a terminal.")
@click.option("--ask/--no-ask", default=None, help="Whether to ask. Default: in a terminal, for a desk that is new.")
@click.pass_obj
def init(home: Path, mode: str | None, time_zone: str | None, ask: bool | None) -> None:
    """Make the desk's folder, keys, settings and database; or bring an older database up to date.

    In a terminal it asks what it cannot know, and suggests an answer. It ends by saying the one next step."""
    from antigone.desk.setup import SETTINGS_FILE, make_folder

    asks = ask if ask is not None else at_a_terminal() and not (home / SETTINGS_FILE).exists()
    chosen = choices(mode, time_zone, asks=asks)
    made = make_folder(home, chosen.mode, chosen.time_zone)
    start(home)
    from django.core.management import call_command

    from antigone.desk.audit.keys import public_key
    from antigone.desk.checks import require_no_later
    from antigone.desk.console import invited_administrators
    from antigone.desk.exchange.keys import own_keys

    require_no_later()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    from django.conf import settings

    say(f"The desk is in {home}. " + ("Its settings are new." if made else "Its settings are as they were."))
    say(f"Settings: {home / SETTINGS_FILE} (docs/operate.md explains each)")
    say("Write this down elsewhere; it proves checkpoints of the audit. The desk's public key:")
    click.echo(public_key(settings.DESK.checkpoint_key))
    if own := own_keys():
        say(f"Others encrypt to this key what they send to the desk: {own.age} (docs/exchange.md)")
    say(next_step(invited_administrators(), home, home == usual_home().absolute()))


@desk.command("create-admin")
@click.option("--agency", help="The agency that runs this desk; opened if there is none yet.")
@click.option("--name", help="The administrator's name.")
@click.option("--email", help="What they will sign in with.")
@click.pass_obj
def create_admin(home: Path, agency: str | None, name: str | None, email: str | None) -> None:
    """Print a link with which an administrator joins, or begins again. It works once, for three days.

    A desk begins with two, made here: then whoever one of them appoints, the other confirms. In a terminal it asks for
    what is not said."""
    ready(home)
    from antigone.desk.console import invite_administrator, invited_administrators, running_agency

    agency = agency or running_agency() or asked(None, "--agency", "Name of the agency that runs this desk")
    name = asked(name, "--name", "Name of the administrator")
    email = asked(email, "--email", "E-mail address they sign in with")
    click.echo(invite_administrator(agency=agency, name=name, email=email))
    say("Hand the link over so that nobody else sees it. The desk must be served for it to open.")
    if invited_administrators() < 2:
        say("A desk needs two administrators: one confirms whom the other appoints. Make the other one here too.")
    say(next_step(invited_administrators(), home, home == usual_home().absolute()))


@desk.command("give-role")
@click.option("--email", required=True, help="Who is given it: what they sign in with.")
@click.option("--role", "roles", required=True, multiple=True, help="May be given often: registrar, examiner, ...")
@click.pass_obj
def give_role(home: Path, email: str, roles: tuple[str, ...]) -> None:
    """Give somebody more roles, where two people are all there are. The other one confirms it on the desk."""
    ready(home)
    from antigone.desk.accounts.permissions import Role
    from antigone.desk.console import give_roles

    if unknown := sorted(set(roles) - set(Role)):
        raise click.UsageError(f"There is no role {unknown[0]}. Roles are: {', '.join(Role)}.")
    give_roles(email=email, roles=map(Role, roles))
    say("They wait until an administrator other than them confirms it: their front page says so.")


@desk.command()
@click.option("--workers", type=click.IntRange(1, 64), default=_PROCESSES, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Threads of each process.")
@click.option(
    "--worker/--no-worker",
    default=True,
    show_default=True,
    help="A worker beside it, which looks at photographs. Without one, run `antigone desk worker`.",
)
@click.option("--beside", is_flag=True, hidden=True, help="Share the address of the process that began it.")
@click.pass_obj
def serve(home: Path, workers: int, threads: int, worker: bool, beside: bool) -> None:
    """Serve the desk, on loopback unless told otherwise, until interrupted."""
    _bound(beside)
    ready(home, pages=True)
    from antigone.desk.server import serve_part_until_interrupted, serve_until_interrupted

    if beside:
        serve_part_until_interrupted(threads=threads)
    else:
        serve_until_interrupted(workers=workers, threads=threads, worker=worker)


def _bound(beside: bool) -> None:
    """Where a process was begun by another one of the desk, they end together: before anything else is loaded."""
    if beside:
        from antigone.desk.beside import end_with_the_one_that_began_this

        end_with_the_one_that_began_this()


@desk.command("serve-families")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True)
@click.option("--beside", is_flag=True, hidden=True, help="End with the process that began it.")
@click.pass_obj
def serve_families(home: Path, threads: int, beside: bool) -> None:
    """Serve the pages for families alone, at ANTIGONE_DESK_FAMILY_BIND, until interrupted. Nothing of the desk is
    there. `serve` begins one by itself, unless ANTIGONE_DESK_FAMILIES=elsewhere."""
    _bound(beside)
    ready(home)
    from antigone.desk.server import serve_families_until_interrupted

    serve_families_until_interrupted(threads=threads, tell=not beside)


@desk.command()
@click.option("--once", is_flag=True, help="Do what is waiting, then end.")
@click.option("--beside", is_flag=True, hidden=True, help="End with the process that began it.")
@click.pass_obj
def worker(home: Path, once: bool, beside: bool) -> int:
    """Look at photographs and do what else waits. Run as many as there are processors to spare, on any machine
    that has the desk's folder and database. Interrupted, it finishes the job at hand."""
    _bound(beside)
    ready(home)
    from antigone.desk import worker as process

    if once:
        done = process.work_once()
        say(f"Jobs done: {done}.")
        return DONE
    process.work(process.stop_when_told())
    return DONE


@desk.command("erase-again")
@click.pass_obj
def erase_again(home: Path) -> int:
    """Erase once more what was erased before, in a database that was put back from a copy of before.

    Needs the newest copy of the folder `keys`: it says what was erased."""
    start(home)
    from antigone.desk.console import erase_what_came_back

    count = erase_what_came_back()
    say(f"Erased again: {count}. The worker clears files and free space." if count else "Nothing erased has come back.")
    return DONE


@desk.command("prove-erased")
@click.argument("receipt", type=int, required=False)
@click.option("--photograph", type=int, help="Instead of the receipt: the number of an erased photograph.")
@click.option("--code", default="", help="The code on the receipt. Without it, files are not read for remains.")
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Read these files too: the folder of PostgreSQL, a copy. May be given often.",
)
@click.pass_obj
def prove_erased(home: Path, receipt: int | None, photograph: int | None, code: str, also: tuple[Path, ...]) -> int:
    """Prove that nothing remains of what was erased: in the database, in the index, in the desk's files.

    With the code of the receipt, every file in the desk's folder is read at every offset for pieces of the face as
    numbers, plain or encrypted, and of its key. The desk itself does not have the code."""
    if (receipt is None) == (photograph is None):
        raise click.UsageError("Give the number of a receipt, or --photograph and its number.")
    ready(home)
    from antigone.desk.console import prove_erasure

    proof = prove_erasure(receipt=receipt, photograph=photograph, code=code, also=also)
    for fault in proof.faults:
        click.echo(f"In the desk: {fault}.")
    read = proof.searched
    if read is None:
        say("Files were not read for remains: that takes the code of the receipt (--code).")
    else:
        plain = [remain for remain in read.remains if remain.plain]
        for remain in plain[:20]:
            click.echo(f"{remain.path}: a piece remains at byte {remain.offset}.")
        for path in sorted({remain.path for remain in read.remains if not remain.plain})[:20]:
            click.echo(f"{path}: encrypted pieces remain, which nothing opens: their key was destroyed.")
        for path in read.unread[:20]:
            click.echo(f"{path}: could not be read.")
        say(f"Read at every offset: {read.files} files, {read.size / 1e6:.1f} MB; pieces found: {len(plain)}.")
    say("Nothing remains." if proof.holds else "This is not proved.")
    return DONE if proof.holds else NOTHING_DONE


@desk.command("orphans")
@click.option("--remove", is_flag=True, help="Remove them.")
@click.pass_obj
def orphans(home: Path, remove: bool) -> int:
    """Find encrypted files that no photograph names: a crash may leave some. They are harmless."""
    ready(home)
    from antigone.desk.console import lost_files

    found = lost_files(remove=remove)
    for name in found:
        click.echo(name)
    if found:
        say("Removed." if remove else "No row names these files. Remove them with --remove.")
    else:
        say("Every file in the vault belongs to a photograph.")
    return DONE


@desk.command()
@click.pass_obj
def check(home: Path) -> int:
    """Say whether the desk can start safely, and what to do if not."""
    start(home)
    from antigone.desk.console import problems

    found = problems()
    for problem in found:
        click.echo(problem)
    if not found:
        say("The desk can start: settings, keys, folder and database are as they should be.")
    return NOTHING_DONE if found else DONE


@desk.group("index")
def index_() -> None:
    """The index of templates that searches use: derived from the database, and made from it whenever needed."""


@index_.command("verify")
@click.pass_obj
def verify_index(home: Path) -> int:
    """Compare every part of the index, and its files, with what the database says. Reads all of it."""
    ready(home)
    from antigone.desk.console import verify_the_index

    found = verify_the_index()
    for part in found:
        click.echo(
            f"incident {part.incident}, agency {part.agency}, {part.kind}, {part.model}: {part.photos} photographs,"
            f" {part.fault or 'as the database has it'}"
        )
    if any(part.fault for part in found):
        say("A search would have made these parts again by itself. To do it now: antigone desk index rebuild")
        return NOTHING_DONE
    say("The index is what the database says.")
    return DONE


@index_.command("rebuild")
@click.pass_obj
def rebuild_index(home: Path) -> int:
    """Make the index and its files again from the database. Searches go on meanwhile."""
    ready(home)
    from antigone.desk.console import rebuild_the_index

    found = rebuild_the_index()
    say(f"Parts made again: {len(found)}; photographs in them: {sum(part.photos for part in found)}.")
    return DONE


@index_.command("holders")
@click.option("--gone", help="The name of one that will not come back: a machine that was switched off for good.")
@click.option("--reason", default="", help="Why, with --gone.")
@click.pass_obj
def holders(home: Path, gone: str | None, reason: str) -> int:
    """List who holds the index in memory, and up to which step each has said that what left is out of it."""
    ready(home)
    from antigone.desk.console import holders_of_the_index, strike_holder

    if gone is not None:
        if not reason:
            raise click.UsageError("Say why with --reason: it stands in the audit.")
        strike_holder(gone, reason)
    for holder in holders_of_the_index():
        click.echo(f"{holder.name}: cleared up to step {holder.cleared}, said at {holder.said_at:%Y-%m-%d %H:%M:%S}")
    return DONE


for each in (*AUDIT, *BACKUP, fsck, *STATUS, bring_in, jobs, exercise):
    desk.add_command(each)
