"""Checks before the desk starts; each says why and what to do. Run by ``serve`` and ``check``."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from antigone.desk.audit.guards import differences
from antigone.desk.audit.keys import public_key
from antigone.desk.environment import RESTORING, Environment, Mode
from antigone.desk.erasing.proving import come_back, without_key
from antigone.desk.exchange.keys import is_identity
from antigone.errors import SettingsInvalid

LATER = "The database is of a later version of Antigone, which this one does not know:"
LATER_HINT = "Install that version again. To go back, restore the backup that was made before it came."


@register(Tags.security)
def safe_to_serve(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    return [*_network(settings.DESK), *_keys(settings.DESK), *_folder(settings.DESK)]


def _network(desk: Environment) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not desk.loopback and not desk.https:
        found.append(
            Error(
                "The desk would be reached over a network without encryption.",
                hint="Put a proxy with HTTPS in front and set ANTIGONE_DESK_HTTPS=true; or serve on 127.0.0.1 only.",
                id="desk.E001",
            )
        )
    if desk.mode is Mode.ONE_DESK and not desk.loopback:
        found.append(
            Error(
                "One-desk mode lets people sign in with a password alone, and a network would reach the desk.",
                hint="Set ANTIGONE_DESK_MODE=agency.",
                id="desk.E002",
            )
        )
    if desk.https and any(is_every_address(each) for each in (desk.address, desk.family_address)):
        found.append(
            Error(
                "The desk trusts what a proxy says of each request, and everybody could reach it without the proxy.",
                hint="Bind to the address that only the proxy reaches, such as 127.0.0.1:8000.",
                id="desk.E003",
            )
        )
    if desk.families_here and not desk.loopback:
        found.append(
            Error(
                "Families and staff would be served by one pool of threads, and a network would reach it.",
                hint="Remove ANTIGONE_DESK_FAMILIES: the desk then serves families by a process of their own.",
                id="desk.E012",
            )
        )
    return found


def is_every_address(name: str) -> bool:
    """Whether binding to this means every address of the machine: the operating system says what it means."""
    bare = name.strip("[]")
    if bare in ("", "*"):
        return True
    try:
        meant = socket.getaddrinfo(bare, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        return False  # nothing can be bound to it: serving says so
    found = [ip_address(str(each[4][0]).partition("%")[0]) for each in meant]
    return any(each.is_unspecified or str(getattr(each, "ipv4_mapped", None)) == "0.0.0.0" for each in found)  # noqa: S104


def _keys(desk: Environment) -> list[CheckMessage]:
    try:
        public_key(desk.checkpoint_key)
    except SettingsInvalid as fault:
        return [Error(fault.detail, hint=fault.hint, id="desk.E004")]
    if desk.exchange_key and not is_identity(desk.exchange_key):
        return [
            Error(
                "ANTIGONE_DESK_EXCHANGE_KEY is not a private key of age.",
                hint="`antigone desk init` makes one.",
                id="desk.E011",
            )
        ]
    return []


def _folder(desk: Environment) -> list[CheckMessage]:
    if not desk.home.is_dir():
        return [Error("The desk's folder is not there.", hint="Run: antigone desk init", id="desk.E005")]
    if (desk.home / RESTORING).exists():
        return [
            Error(
                "A restore into the desk's folder was broken off.",
                hint="Run the same antigone desk restore again: it begins anew.",
                id="desk.E013",
            )
        ]
    mode = stat.S_IMODE(desk.home.stat().st_mode)
    if os.name != "nt" and mode & 0o077:  # Windows says who may read a folder in another way: docs/operate.md
        return [
            Error(
                "Other users of this machine can look into the desk's folder.",
                hint="Run: chmod 700 on the folder, and change its keys if somebody may have read them.",
                id="desk.E006",
            )
        ]
    return []


@register(Tags.database)
def sound_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """The tables are of this version, and the triggers say what the desk installs."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        executor = MigrationExecutor(connections[alias])
        if later := later_than_this(executor):
            found.append(Error(f"{LATER} {', '.join(later)}.", hint=LATER_HINT, id="desk.E014"))
        elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
            hint = "Run: antigone desk init (make a backup first)"
            found.append(Error("The database is not of this version of Antigone.", hint=hint, id="desk.E007"))
        elif differs := differences(connections[alias]):
            found.append(
                Error(
                    f"The database no longer refuses to change what must stay: {', '.join(differs)}.",
                    hint="Find out who changed it, and run: antigone desk verify-audit. Restore it from a backup.",
                    id="desk.E008",
                )
            )
        else:
            found += _erased()
    return found


def later_than_this(executor: MigrationExecutor) -> list[str]:
    """Changes of the tables that were made here and that this version does not know: Django itself passes them over."""
    loader = executor.loader
    return sorted(f"{app} {name}" for app, name in set(loader.applied_migrations) - set(loader.disk_migrations))


def require_no_later() -> None:
    """Raises: SettingsInvalid, if a later version of Antigone has worked with this database."""
    if later := later_than_this(MigrationExecutor(connections["default"])):
        raise SettingsInvalid(f"{LATER} {', '.join(later)}. Nothing was changed.", LATER_HINT)


def _erased() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if (back := come_back()) > 0:
        found.append(
            Error(
                f"The database holds {back} photographs and records that were erased: it was put back from a copy.",
                hint="Run: antigone desk erase-again",
                id="desk.E009",
            )
        )
    if lost := without_key():
        found.append(
            Error(
                f"{len(lost)} photographs cannot be opened: half of their keys is not in the desk's folder of keys.",
                hint="Put back the newest copy of the folder keys. Without it these photographs are lost.",
                id="desk.E010",
            )
        )
    return found
