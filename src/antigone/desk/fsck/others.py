"""Checkpoints, packets, files that wait to be brought in, and the index."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from antigone.desk.accounts.actor import console
from antigone.desk.audit import outbox
from antigone.desk.audit.checkpoints import read
from antigone.desk.audit.keys import public_key
from antigone.desk.backup.hashing import of_bytes
from antigone.desk.candidates.actions.upkeep import verify_index
from antigone.desk.candidates.index.chosen import index
from antigone.desk.exchange import making
from antigone.desk.exchange.models import Packet
from antigone.desk.fsck.finding import FROM_BACKUP, Faults, StoredFault, StoredKind
from antigone.desk.intake import spool
from antigone.desk.intake.models import Import
from antigone.errors import CheckpointInvalid
from antigone.types import Refusal


def checkpoints() -> Faults:
    """Each checkpoint says what the desk signed; the register of countersignatures can be read."""
    home, key = Path(settings.DESK.home), public_key(settings.DESK.checkpoint_key)
    for path in sorted(outbox.folder().rglob("*.json")):
        try:
            read(path, key)
        except CheckpointInvalid:
            todo = f"{FROM_BACKUP}; or from the outbox or the second agency, who have copies"
            what = "not what this desk signed"
            yield StoredFault(StoredKind.CHECKPOINT, path.relative_to(home).as_posix(), what, "", todo)
    try:
        outbox.register(home, "")
    except (json.JSONDecodeError, UnicodeDecodeError, TypeError):
        yield StoredFault(StoredKind.REGISTER, "countersigned", "a line of it cannot be read", "", FROM_BACKUP)


def packets() -> Faults:
    """Each packet that waits to be taken is the file that was made."""
    for packet in Packet.objects.exclude(file="").select_related("subject").order_by("pk").iterator(500):
        data = making.read(packet.file)
        if data is None:
            if not Packet.objects.filter(pk=packet.pk, file=packet.file).exists():
                continue  # taken while the rows were read
            what = "not there"
        elif of_bytes(data) != packet.sha256:
            what = "not what was made"
        else:
            continue
        whose = f"packet {packet.number} of {packet.subject.code}"
        todo = f"{FROM_BACKUP}; or recall the packet and make another one"
        yield StoredFault(StoredKind.PACKET, f"exchange/{packet.file}", what, whose, todo)


def waiting() -> Faults:
    """Each file that waits to be brought in opens."""
    of = {row.spool: row for row in Import.objects.exclude(spool="").select_related("incident")}
    for name, _ in spool.kept():
        whose = f"import {of[name].pk} of {of[name].incident.code}" if name in of else "an import that nobody began yet"
        for path in sorted((Path(settings.DESK.home) / "intake" / name).glob("[!.]*")):
            if isinstance(spool.read(name, path.name), Refusal) and path.exists():
                todo = f"{FROM_BACKUP}; or send it again in a new import"
                what = "does not open: it is not what was written"
                yield StoredFault(StoredKind.WAITING, f"intake/{name}/{path.name}", what, whose, todo)


def parts_of_index() -> Faults:
    """Each part of the index has what the database has, and its files are those that were written."""
    for part in verify_index(by=console(), index=index()):
        if part.fault:
            whose = f"incident {part.incident}, agency {part.agency}, {part.kind}, {part.model}"
            todo = "Nothing: the next search makes it again. To do it now: antigone desk index rebuild"
            yield StoredFault(StoredKind.INDEX, "index", part.fault, whose, todo)
