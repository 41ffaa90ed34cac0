"""Reading everything, one kind of thing after another; a kind that cannot be read at all is a fault of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.keys import public_key
from antigone.desk.audit.models import AuditRow
from antigone.desk.backup.folder import BackupFolder, Follow, silently
from antigone.desk.backup.hashing import of_file
from antigone.desk.backup.keys_copy import NAME
from antigone.desk.fsck import database, keys, others, vault
from antigone.desk.fsck.finding import Faults, StoredFault, StoredKind
from antigone.errors import AntigoneError, BackupDamaged

KINDS: tuple[tuple[str, Callable[[], Faults]], ...] = (
    ("database pages", database.pages),
    ("keys", keys.key_files),
    ("halves of keys", keys.torn_halves),
    ("erased photographs", keys.erased_halves),
    ("list of erasures", keys.erased_list),
    ("checkpoints", others.checkpoints),
    ("packets", others.packets),
    ("waiting files", others.waiting),
    ("encrypted columns", database.columns),
    ("sealed columns", database.sealed_columns),
    ("audit", database.audit),
    ("index", others.parts_of_index),
)


def look(follow: Follow = silently) -> Faults:
    """Everything that is torn or rotten on this desk's disks. It may go on working meanwhile."""
    for name, check in follow(iter(KINDS), len(KINDS), "kinds of things"):
        yield from guarded(name, check)
    try:
        everything = list(vault.stored())
    except DatabaseError as fault:
        yield _unreadable("photographs", fault)
        return
    for one in follow(iter(everything), len(everything), "photographs and papers"):
        faults = list(vault.faults_of(one))
        if faults and vault.still(one):
            yield from faults


def guarded(name: str, check: Callable[[], Faults]) -> Faults:
    """What a check finds; that it cannot be made at all is found too."""
    try:
        yield from check()
    except (DatabaseError, AntigoneError, OSError, ValueError) as fault:
        yield _unreadable(name, fault)


def _unreadable(name: str, fault: Exception) -> StoredFault:
    todo = "Put right what else is said here first; else restore the newest copy (antigone desk restore)"
    return StoredFault(StoredKind.DATABASE, name, f"cannot be read at all: {fault}".strip(), "", todo)


def look_at_keys(place: Path) -> Faults:
    """The copy of keys is the one that the last backup wrote: the audit has its hash."""
    path = place / NAME
    last = AuditRow.objects.filter(verb=f"{Verb.MAKE} {Thing.BACKUP}").order_by("sequence").last()
    wanted = "" if last is None else str(last.details["keys"])
    if not path.is_file() or of_file(path) != wanted:
        what = "not what the last backup wrote" if path.is_file() else "not there"
        yield StoredFault(StoredKind.BACKUP, NAME, what, "the copy of keys", "Make a backup now: it writes it again")


def look_at_backup(place: Path, follow: Follow = silently) -> Faults:
    """Every file of every copy in a backup's folder. Needs no private key."""
    folder, public, known = BackupFolder(place), public_key(settings.DESK.checkpoint_key), set[str]()
    todo = "Make a new backup in another folder; keep this one until that is there"
    for copy in folder.copies():
        try:
            said = folder.read_list(copy, public)
        except BackupDamaged as fault:
            yield StoredFault(StoredKind.BACKUP, f"copies/{copy}.json", fault.detail, f"copy {copy}", todo)
            continue
        for fault_words in folder.faults_of(said, follow, known):
            name, _, what = fault_words.partition(": ")
            yield StoredFault(StoredKind.BACKUP, name, what, f"copy {copy}", todo)
