"""Putting right what can be put right: files from a backup, keys of what was erased by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from antigone.desk.audit.keys import public_key
from antigone.desk.backup.contents import KEPT, place_of
from antigone.desk.backup.folder import BackupFolder
from antigone.desk.backup.hashing import of_bytes
from antigone.desk.backup.packs import PackedFile
from antigone.desk.backup.restoring_files import read_manifest, unpacked
from antigone.desk.backup.sealing import read_identity
from antigone.desk.fsck.finding import StoredFault
from antigone.errors import BackupDamaged
from antigone.files import storage_faults, write_bytes


def put_back(faults: Iterable[StoredFault], source: Path, key_file: Path) -> Iterator[str]:
    """Put files back from the newest copy that has them whole. Says each that was.

    A file that is no better there (copied when it was rotten already) is put back too: the next look says so.

    Raises:
        UsageError, BackupLocked: the key is another; StorageFailed.
    """
    home = Path(settings.DESK.home)
    wanted = {fault.path for fault in faults if fault.path.split("/")[0] in KEPT}
    by, folder, public = read_identity(key_file), BackupFolder(source), public_key(settings.DESK.checkpoint_key)
    for copy in reversed(folder.copies()):
        if not wanted:
            return
        try:
            said = folder.read_list(copy, public)
            packs, _ = read_manifest(folder, said, by)
        except BackupDamaged:
            continue
        for pack in packs:
            pack.wanted = [at for at in pack.wanted if pack.files[at].found.path in wanted]
            if not pack.wanted:
                continue
            try:
                held = list(unpacked(folder, said, pack, by))
            except BackupDamaged:
                continue
            for file, data in held:
                if _differs(home, file, data):
                    wanted.discard(file.found.path)
                    with storage_faults(home):
                        place_of(file.found.path, home).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    write_bytes(place_of(file.found.path, home), data)
                    yield file.found.path


def _differs(home: Path, file: PackedFile, data: bytes) -> bool:
    """Whether the copy has another file than lies here: it may have been rotten when it was copied."""
    path = place_of(file.found.path, home)
    return of_bytes(data) == file.sha256 and (not path.is_file() or path.read_bytes() != data)
