"""What commands ask of a desk that has started."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.checks.registry import registry
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.actions.agencies import open_agency
from antigone.desk.accounts.actions.appointments import roles_waiting
from antigone.desk.accounts.actions.invitations import invite, renew
from antigone.desk.accounts.actions.people import change_roles
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency, Invitation, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.accounts.validators import clean_email
from antigone.desk.audit.checkpoints import read, sign, since
from antigone.desk.audit.keys import public_key
from antigone.desk.audit.outbox import countersigned_at, make
from antigone.desk.audit.verify import ChainProof, verify
from antigone.desk.audit.verify_bound import BoundProof, verify_bound
from antigone.desk.candidates.actions.holders import strike
from antigone.desk.candidates.models import IndexHolder
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import orphans
from antigone.errors import BackupDamaged, RuleBroken

if TYPE_CHECKING:
    from antigone.desk.backup.folder import Follow
    from antigone.desk.backup.making import MadeBackup
    from antigone.desk.backup.restoring import RestoredDesk
    from antigone.desk.backup.restoring_files import RestoredFiles
    from antigone.desk.candidates.actions.upkeep import PartState
    from antigone.desk.erasing.proving import ErasureProof as Erased
    from antigone.desk.fsck.finding import StoredFault

_ADAY = 24 * 60 * 60


def problems(*, pages: bool = True) -> list[str]:
    """What prevents serving this desk, each with what to do about it.

    ``pages``: whether those of the desk are looked at too, and of the API: to load them takes longer than all else.
    """
    asked = None if pages else sorted(registry.tags_available() - {Tags.urls, Tags.templates})
    found = run_checks(tags=asked, databases=["default"])
    return [f"{each.id}: {each.msg} {each.hint or ''}".rstrip() for each in found if each.is_serious(ERROR)]


def invite_administrator(*, agency: str, name: str, email: str) -> str:
    """A link for an administrator of the host agency, which is opened if there is none: to join, or to begin again.

    Raises:
        RuleBroken: if another agency runs this desk, or somebody who is no administrator of it has this address.
    """
    by = console()
    host = Agency.objects.filter(is_host=True).first()
    if host is not None and host.name.casefold() != agency.casefold():
        raise RuleBroken(f"This desk is run by {host.name}.", "Name that agency; others are opened in the desk.")
    host = host or open_agency(by=by, name=agency)
    lost = administrators().filter(email=clean_email(email)).first()
    if lost is not None:
        _, token = renew(by=by, person=lost, reason="at the console")
    else:
        _, token = invite(by=by, agency=host.pk, email=email, name=name, roles=[Role.ADMINISTRATOR])
    return base_address() + reverse("accept-invitation", args=[token])


def administrators() -> QuerySet[Person]:
    """Who administers this desk, confirmed and at work."""
    return Person.objects.filter(agency__is_host=True, ended_at=None, held__role=Role.ADMINISTRATOR)


def invited_administrators() -> int:
    """How many administer this desk, or have a link to join as one."""
    coming = Invitation.objects.filter(agency__is_host=True, renews=None, used_at=None, withdrawn_at=None)
    waiting = sum(Role.ADMINISTRATOR in each.invited_roles for each in coming.filter(expires_at__gt=timezone.now()))
    return administrators().count() + waiting


def running_agency() -> str:
    """The name of the agency that runs this desk; empty if there is none yet."""
    return Agency.objects.filter(is_host=True).values_list("name", flat=True).first() or ""


def give_roles(*, email: str, roles: Iterable[Role]) -> None:
    """Give somebody of the desk more roles. They wait for an administrator, who is the second person.

    Raises:
        RuleBroken: if nobody here has this address, or the roles cannot be held together.
    """
    person = Person.objects.filter(email=clean_email(email), ended_at=None).first()
    if person is None:
        raise RuleBroken(f"Nobody here signs in as {email}.", "Name somebody by their e-mail address.")
    wanted = person.roles | roles_waiting(person) | frozenset(roles)
    change_roles(by=console(), person=person, roles=wanted, reason="at the console")


def base_address() -> str:
    """The desk's address for browsers: its first name, through the proxy if there is one."""
    desk = settings.DESK
    return f"https://{desk.hosts[0]}" if desk.https else f"http://{desk.hosts[0]}:{desk.port}"


def family_address() -> str:
    """The address of the pages for families, if a process of their own serves them."""
    desk = settings.DESK
    root = f"https://{desk.family_hosts[0]}" if desk.https else f"http://{desk.family_hosts[0]}:{desk.family_port}"
    return f"{root}/trace"


def signed_checkpoint() -> str:
    return sign(settings.DESK.checkpoint_key)


def daily_checkpoint() -> Path:
    return make()


@dataclass(frozen=True, slots=True)
class AuditProof:
    """What was found of the chain, of what it binds, and of the checkpoints that were given."""

    chain: ChainProof
    bound: BoundProof
    checkpoints: int
    countersigned: tuple[str, ...]
    """When each was countersigned, if that was asked."""
    lines: tuple[str, ...]
    """Everything that is wrong, in words."""


def prove_audit(given: Iterable[Path], public: str | None, by: str = "") -> AuditProof:
    """Verify the audit, and every row that it binds. ``by``: the key that must have countersigned each checkpoint.

    Raises:
        CheckpointInvalid: for a file that is none, or was signed or countersigned with another key.
    """
    key = public or public_key(settings.DESK.checkpoint_key)
    files = [file for path in given for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    signed = [read(file, key) for file in files]
    times = tuple(countersigned_at(each, by, file) for each, file in zip(signed, files, strict=True)) if by else ()
    checkpoints = [each.checkpoint for each in signed]
    chain, bound = verify(checkpoints), verify_bound()
    lines = [f"{fault.kind}: {fault.words}" for fault in chain.faults]
    lines += [f"altered: {fault.words} {since(fault, checkpoints)}".rstrip() for fault in bound.faults]
    return AuditProof(chain, bound, len(checkpoints), times, tuple(lines))


def lost_files(*, remove: bool) -> list[str]:
    """Originals in the vault that no row names, older than a day: an upload under way has no row yet."""
    found = orphans(time.time() - _ADAY)
    if remove:
        for name in found:
            vault.discard(name)
    return found


def verify_the_index() -> list[PartState]:
    """Verify every part of the index and return what is wrong with it."""
    from antigone.desk.candidates.actions.upkeep import verify_index  # not for every command: faiss is large
    from antigone.desk.candidates.index.chosen import index

    return verify_index(by=console(), index=index())


def rebuild_the_index() -> list[PartState]:
    """Rebuild every part of the index from the database."""
    from antigone.desk.candidates.actions.upkeep import rebuild_index
    from antigone.desk.candidates.index.chosen import index

    return rebuild_index(by=console(), index=index())


def holders_of_the_index() -> list[IndexHolder]:
    """Who holds templates in memory, as far as they have said so."""
    return list(IndexHolder.objects.all())


def strike_holder(name: str, reason: str) -> None:
    """Take a holder off the list of which somebody says that it is gone for good."""
    strike(by=console(), name=name, reason=reason)


def back_up(
    *, to: Path, keys_to: Path, keep_copies: int, follow: Follow, tell: Callable[[str], None]
) -> tuple[MadeBackup, list[str]]:
    """Make a backup, and read back all that its newest copy consists of. What is wrong with it, in words, comes too."""
    from antigone.desk.backup.making import make_backup  # not for every command

    made = make_backup(by=console(), to=to, keys_to=keys_to, keep_copies=keep_copies, follow=follow, tell=tell)
    return made, [f"the copy {copy} is not this desk's, or was altered" for copy in made.damaged]


def faults_of_backup(place: Path, follow: Follow) -> tuple[int, list[str]]:
    """Read every file of every copy in a backup's folder. How many copies there are, and what is wrong with them."""
    from antigone.desk.backup.folder import BackupFolder

    folder, public = BackupFolder(place), public_key(settings.DESK.checkpoint_key)
    known, faults = set[str](), list[str]()
    for copy in folder.copies():
        try:
            faults += folder.faults_of(folder.read_list(copy, public), follow, known)
        except BackupDamaged as fault:
            faults.append(f"{copy}: {fault}")
    return len(folder.copies()), faults


def look_for_damage(
    *,
    follow: Follow,
    backup: Path | None = None,
    keys: Path | None = None,
    source: Path | None = None,
    key_file: Path | None = None,
    mend: bool = False,
) -> tuple[list[StoredFault], list[str]]:
    """Read everything on the desk's disks, a backup and its keys: what is wrong, and what was put right before that.

    ``source`` and ``key_file``: a backup from which files are put back. ``mend``: what the desk can put right alone.
    """
    from antigone.desk.fsck.keys import destroy_again
    from antigone.desk.fsck.looking import look, look_at_backup, look_at_keys
    from antigone.desk.fsck.mending import put_back

    mended = [f"keys of what was erased: {again}"] if mend and (again := destroy_again()) else []
    found = list(look(follow))
    if source is not None and key_file is not None and found:
        mended += list(put_back(found, source, key_file))
        found = list(look(follow))
    if backup is not None:
        found += look_at_backup(backup, follow)
    if keys is not None:
        found += look_at_keys(keys)
    return found, mended


def restore(home: Path, restored: RestoredFiles) -> RestoredDesk:
    """The second half of a restore: the database, and what was erased since."""
    from antigone.desk.backup.restoring import restore_database

    return restore_database(by=console(), home=home, restored=restored)


def erase_what_came_back() -> int:
    """Replay erasures whose data is in this database again. Returns how many."""
    from antigone.desk.erasing.proving import put_right

    return len(put_right(console()))


def prove_erasure(*, receipt: int | None, photograph: int | None, code: str, also: Iterable[Path]) -> Erased:
    """Look for traces of an erasure, named by its receipt or by its photograph.

    Raises:
        RuleBroken: if there is none, or the code is another's.
    """
    from antigone.desk.erasing.actions.photographs import record_proof
    from antigone.desk.erasing.proving import prove

    done = Erasure.objects.filter(state=Erasure.State.DONE)
    found = done.filter(pk=receipt).first() if receipt is not None else _of_photograph(photograph or 0)
    if found is None:
        raise RuleBroken("There is no such receipt.", "Its number stands on the receipt and on its page.")
    proof = prove(found, code, list(also))
    if (read := proof.searched) is not None:
        record_proof(
            by=console(),
            erasure=found,
            files=read.files,
            size=read.size,
            remains=sum(remain.plain for remain in read.remains),
            unread=len(read.unread),
        )
    return proof


def _of_photograph(number: int) -> Erasure | None:
    done = Erasure.objects.filter(state=Erasure.State.DONE)
    of = Photograph.objects.filter(pk=number, erased_at__isnull=False).first()
    if of is None:
        return None
    own = done.filter(photograph=of).first()
    return own or done.filter(subject=of.subject_id, photograph=None).first()


@dataclass(frozen=True, slots=True)
class EndedExercise:
    """What became of an exercise that was thrown away."""

    destroyed: dict[str, int]
    code: str
    receipt: int
    """The number of one of its erasures."""


def begin_an_exercise(agency: str | None) -> str:
    """Begin an agency's exercise, the host's if none is named, and return its code."""
    from antigone.desk.exercises.actions.making import begin_exercise

    return begin_exercise(by=console(), agency=_agency_called(agency).pk).incident.code


def end_the_exercise(agency: str | None) -> EndedExercise:
    """Throw an agency's exercise away, the host's if none is named. Raises: RuleBroken, if there is none."""
    from antigone.desk.exercises.actions.throwing_away import throw_away
    from antigone.desk.exercises.models import Exercise

    found = Exercise.objects.filter(agency=_agency_called(agency), thrown_away_at=None).first()
    if found is None:
        raise RuleBroken("This agency has no exercise.", "Begin one: antigone desk exercise begin")
    made = throw_away(by=console(), exercise=found)
    receipt = Erasure.objects.filter(incident=found.incident_id).order_by("pk").values_list("pk", flat=True).first()
    return EndedExercise(dict(made.exercise.destroyed), made.code, receipt or 0)


def _agency_called(name: str | None) -> Agency:
    found = Agency.objects.filter(name=name) if name else Agency.objects.filter(is_host=True)
    one = found.filter(closed_at=None).first()
    if one is None:
        raise RuleBroken(
            "There is no such agency at work." if name else "No agency runs this desk yet.",
            "Write its name as the desk has it." if name else "Run: antigone desk create-admin",
        )
    return one
