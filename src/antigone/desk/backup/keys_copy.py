"""The copy of keys: one encrypted file, kept apart from the backup, of which only the newest is kept.

It holds the desk's keys, its settings, and the folder of keys with the halves of photographs' keys and the list of
what was erased (decision 0029). Each backup replaces it: so what was erased is in no copy any more.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from antigone.desk.audit.keys import public_key
from antigone.desk.backup.hashing import of_bytes
from antigone.desk.backup.packs import keep
from antigone.desk.backup.sealing import Identity, opened, sealed
from antigone.desk.photos import keyring
from antigone.desk.setup import SETTINGS_FILE
from antigone.errors import BackupDamaged, UsageError
from antigone.files import storage_faults

NAME = "antigone-keys.age"
SECRETS = ("secret.key", "photo.key", "checkpoint.key", "exchange.key")


@dataclass(frozen=True, slots=True)
class KeysCopy:
    """What a copy of keys holds, opened."""

    secrets: Mapping[str, str] = field(repr=False)
    """By the names of their files in a desk's folder."""
    settings_file: str = field(repr=False)
    halves: Mapping[str, bytes] = field(repr=False)
    """Files of the folder of keys."""
    home: str
    """Where the desk's folder was."""

    @property
    def public_key(self) -> str:
        """By which the lists of copies are verified."""
        return public_key(self.secrets["checkpoint.key"])


def write_keys(to: Path, keys: Sequence[str]) -> str:
    """Write the copy of keys in place of the one before, and read it back. Its SHA-256.

    Raises:
        StorageFailed
    """
    desk, made = settings.DESK, io.BytesIO()
    photo_key = base64.b64encode(desk.photo_key).decode()
    own = dict(zip(SECRETS, (desk.secret_key, photo_key, desk.checkpoint_key, desk.exchange_key), strict=True))
    env = Path(desk.home) / SETTINGS_FILE
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as whole:
        whole.writestr("about.json", json.dumps({"home": str(desk.home), "secrets": own}))
        whole.writestr(SETTINGS_FILE, env.read_bytes() if env.is_file() else b"")
        with keyring.locked():
            for path in sorted(keyring.folder().iterdir()):
                if path.is_file() and not path.name.startswith("."):
                    whole.writestr(f"keys/{path.name}", path.read_bytes())
    closed = sealed(made.getvalue(), keys)
    with storage_faults(to):
        keep(to / NAME, closed)
    return of_bytes(closed)


def read_keys(place: Path, by: Identity) -> KeysCopy:
    """Raises: UsageError, BackupDamaged, BackupLocked."""
    path = place / NAME if place.is_dir() else place
    if not path.is_file():
        raise UsageError(f"There is no copy of keys in {place}.", f"Its file is called {NAME} (--keys).")
    try:
        with zipfile.ZipFile(io.BytesIO(opened(path.read_bytes(), by, path.name))) as whole:
            about = json.loads(whole.read("about.json"))
            halves = {name[5:]: whole.read(name) for name in whole.namelist() if name.startswith("keys/")}
            env = whole.read(SETTINGS_FILE).decode()
            return KeysCopy({name: str(about["secrets"][name]) for name in SECRETS}, env, halves, str(about["home"]))
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError) as fault:
        raise BackupDamaged(f"{path} is no copy of keys.", "Give the one that the last backup wrote.") from fault
