"""Making a desk's folder: its keys, its settings file, its database. Django's settings are not needed here."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

from antigone.desk.audit.keys import new_key
from antigone.desk.exchange.keys import new_identity
from antigone.errors import SettingsInvalid, StorageFailed
from antigone.files import storage_faults, write_bytes

SETTINGS_FILE = "desk.env"
_EXCHANGE = "ANTIGONE_DESK_EXCHANGE_KEY_FILE"


def make_folder(home: Path, mode: str, time_zone: str = "") -> bool:
    """Make folder, keys and settings where they are missing. Returns whether it made settings.

    A key that a later version of Antigone needs is made, and a line that names it added to the settings.

    Raises:
        StorageFailed: if it cannot be written.
    """
    with storage_faults(home):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = {
        "secret.key": secrets.token_urlsafe(60),
        "photo.key": base64.b64encode(secrets.token_bytes(32)).decode(),
        "checkpoint.key": new_key(),
        "exchange.key": new_identity(),
    }
    for name, key in keys.items():
        if not (home / name).exists():
            write_bytes(home / name, key.encode())
    settings = home / SETTINGS_FILE
    opens = f"{_EXCHANGE}={home / 'exchange.key'}"
    if settings.exists():
        _name_exchange_key(settings, opens)
        return False
    lines = (
        "# Settings of this desk: docs/operate.md explains each. systemd reads this file too (EnvironmentFile=).",
        f"ANTIGONE_DESK_MODE={mode}",
        f"ANTIGONE_DESK_SECRET_KEY_FILE={home / 'secret.key'}",
        f"ANTIGONE_DESK_PHOTO_KEY_FILE={home / 'photo.key'}",
        f"ANTIGONE_DESK_CHECKPOINT_KEY_FILE={home / 'checkpoint.key'}",
        opens,
        *([f"ANTIGONE_DESK_TIME_ZONE={time_zone}"] if time_zone else []),
    )
    write_bytes(settings, ("\n".join(lines) + "\n").encode())
    return True


def _name_exchange_key(settings: Path, line: str) -> None:
    """Add the exchange key's line to the settings of a desk that was made before there was one."""
    with storage_faults(settings):
        text = settings.read_text(encoding="utf-8")
    if "ANTIGONE_DESK_EXCHANGE_KEY" not in text:
        write_bytes(settings, f"{text.rstrip()}\n{line}\n".encode())


def name_backup_key(home: Path, public: str) -> None:
    """Write into the settings to which key backups are encrypted, in place of one of before.

    Raises:
        StorageFailed
    """
    settings, name = home / SETTINGS_FILE, "ANTIGONE_DESK_BACKUP_KEY"
    with storage_faults(settings):
        lines = settings.read_text(encoding="utf-8").splitlines() if settings.is_file() else []
    kept = [line for line in lines if line.partition("=")[0].strip() != name]
    write_bytes(settings, "".join(f"{line}\n" for line in [*kept, f"{name}={public}"]).encode())


def read_settings(home: Path) -> dict[str, str]:
    """Parse a desk's settings file: ``NAME=VALUE`` lines, ``#`` before remarks. Empty if there is no file.

    Raises:
        SettingsInvalid: for a line that is neither.
    """
    path = home / SETTINGS_FILE
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise StorageFailed(f"{path} cannot be read.", "Check whose file it is, and that it is text.") from fault
    found: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.startswith("ANTIGONE_DESK_") or name in found:
            raise SettingsInvalid(f"Line {number} of {path} is not a setting, or is there twice.", "Write NAME=VALUE")
        found[name] = value
    return found
