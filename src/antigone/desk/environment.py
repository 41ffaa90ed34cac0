"""The desk's settings, read once from environment variables and parsed strictly.

Every setting is one variable. A secret may stand in a file instead: ``ANTIGONE_DESK_SECRET_KEY_FILE=/run/secrets/key``.
Nothing that protects people has a default, and a variable nobody knows is a fault: it is usually a misspelt one.
"""

from __future__ import annotations

import base64
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from antigone.errors import SettingsInvalid

PREFIX = "ANTIGONE_DESK_"
RESTORING = "restoring"
"""Lies in the desk's folder as long as a restore into it is not finished."""
SETTINGS: dict[str, str] = {
    "HOME": "The folder that holds the desk's database (SQLite) and keys. Required.",
    "SECRET_KEY": "At least 50 random characters: they sign sessions and seal authenticator secrets. Required.",
    "PHOTO_KEY": "32 random bytes in base64, which lock all photographs. If it is lost, so are they. Required.",
    "CHECKPOINT_KEY": "The Ed25519 private key (PEM) that signs checkpoints of the audit. Required.",
    "CHECKPOINT_OUTBOX": "A folder into which each day's checkpoint is copied, for a second agency. Default: none.",
    "EXCHANGE_KEY": "The private age key (`AGE-SECRET-KEY-1...`) that opens what others send; without it, nothing.",
    "BACKUP_KEY": "The public age key (`age1...`) to which backups are encrypted; its private half lies elsewhere.",
    "MODE": "`agency` (default): everyone needs an app or passkey too. `one-desk`: may be put off; loopback only.",
    "DATABASE": "`sqlite` (default: desk.sqlite3 in HOME) or `postgresql://USER:PASSWORD@HOST:PORT/NAME`.",
    "CLUSTER": "The head of a cluster that holds the index, `10.0.0.1:6400` (docs/cluster.md). Default: this machine.",
    "CLUSTER_NODE": "The address of this machine's own node of that cluster. Default: the head's.",
    "CLUSTER_TOKEN": "The token of that cluster. Required with `CLUSTER`.",
    "CLUSTER_REPLICAS": "On how many nodes each segment of the index lies. Default `2`.",
    "BIND": "Address and port to serve on. Default `127.0.0.1:8000`.",
    "HOSTS": "Names under which browsers reach the desk, with commas. Default `localhost,127.0.0.1`.",
    "HTTPS": "`true` if a proxy in front serves HTTPS and sets X-Forwarded-Proto and X-Forwarded-For. Default `false`.",
    "PROXIES": "Addresses of proxies that are believed, with commas. Default: this machine, `127.0.0.1,::1`.",
    "TIME_ZONE": "Time zone of the pages, such as `Europe/Kyiv`. Default `UTC`.",
    "MAIL": "The mail server that says there is new work: `smtps://USER:PASSWORD@HOST:PORT`. Default: none.",
    "MAIL_FROM": "The address from which those mails come. Required with `MAIL`.",
    "METRICS_BIND": "Address and port of figures for Prometheus, such as `127.0.0.1:9108`. Default: none.",
    "LOG": "`text` (default), or `json`: one object a line, and a line for each request.",
    "FAMILIES": "`beside` (default): `serve` has a process for families too. `elsewhere`: you run `serve-families`.",
    "FAMILY_BIND": "Address and port of the families' own process. Default `127.0.0.1:8001`.",
    "FAMILY_HOSTS": "Names under which families reach that process, with commas. Default: those of `HOSTS`.",
    "FAMILY_EXIT": "Where the button to leave at once leads: a site that anybody may have open. Default Wikipedia.",
}
_SECRET = ("SECRET_KEY", "PHOTO_KEY", "CHECKPOINT_KEY", "EXCHANGE_KEY", "DATABASE", "MAIL", "CLUSTER_TOKEN")
AGE_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
"""A public key of age."""
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]")


class Mode(StrEnum):
    """Whether one desk or several agencies use it."""

    AGENCY = "agency"
    ONE_DESK = "one-desk"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """The address of a PostgreSQL database. What it leaves out, libpq finds as it always does."""

    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""

    @property
    def on_this_machine(self) -> bool:
        """Whether it is reached without a network: what cannot be told counts as another machine."""
        if self.host in ("", "localhost") or self.host.startswith("/"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


class Encryption(StrEnum):
    """How the way to a mail server is encrypted; the schemes of its address."""

    SMTPS = "smtps"
    STARTTLS = "starttls"
    NONE = "smtp"
    """Only to a server on this machine."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The agency's own mail server."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster whose nodes hold the index."""

    head: str
    node: str
    """The address of the node on this machine."""
    replicas: int
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """All settings by which one desk differs from another."""

    home: Path
    secret_key: str = field(repr=False)
    photo_key: bytes = field(repr=False)
    """32 bytes: see photos/vault.py."""
    checkpoint_key: str = field(repr=False)
    mode: Mode
    database: PostgreSQL | None
    """None for SQLite in ``home``."""
    address: str
    port: int
    hosts: tuple[str, ...]
    https: bool
    time_zone: str
    proxies: tuple[str, ...]
    """Addresses from which headers about the one who asks are believed."""
    families_here: bool
    """Whether the desk's own process serves the pages for families too: for tests and the demonstration."""
    families_beside: bool
    """Whether the desk begins a process for families beside its own."""
    family_address: str
    family_port: int
    family_hosts: tuple[str, ...]
    family_exit: str
    exchange_key: str = field(default="", repr=False)
    """What opens that which others encrypt to this desk; empty on a desk that takes nothing in."""
    backup_key: str = ""
    """To which backups are encrypted; empty on a desk that makes none."""
    metrics_bind: tuple[str, int] | None = None
    """Where figures for Prometheus are served; None on a desk that serves none."""
    log_json: bool = False
    cluster: Cluster | None = None
    """None on a desk whose workers hold the index themselves."""
    mail: MailServer | None = None
    """None on a desk that sends no mail."""
    time_zone_said: bool = False
    """Whether somebody chose the time zone, and it is not the one that a desk begins with."""
    checkpoint_outbox: Path | None = None
    """Where checkpoints are copied, to be taken away; None on a desk where somebody fetches them."""

    @property
    def loopback(self) -> bool:
        """Whether the desk is served to, and named for, this machine only."""
        names = (self.address, *self.hosts, self.family_address, *self.family_hosts)
        return all(_LOOPBACK.fullmatch(name) for name in names)


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Parse the desk's settings.

    Raises:
        SettingsInvalid: naming the variable, never its value.
    """
    known = {PREFIX + name for name in SETTINGS} | {f"{PREFIX}{name}_FILE" for name in _SECRET}
    if unknown := sorted(v for v in variables if v.startswith(PREFIX) and v not in known):
        raise SettingsInvalid(f"There is no setting {unknown[0]}.", "Correct its name, or remove it.")
    address, port = _bind(variables, "BIND", "127.0.0.1:8000")
    family_address, family_port = _bind(variables, "FAMILY_BIND", "127.0.0.1:8001")
    return Environment(
        home=_home(variables),
        secret_key=_secret_key(variables),
        photo_key=_photo_key(variables),
        checkpoint_key=_required(variables, "CHECKPOINT_KEY"),
        checkpoint_outbox=_outbox(variables),
        mode=_mode(variables),
        database=_database(variables),
        address=address,
        port=port,
        hosts=_hosts(variables),
        https=_https(variables),
        time_zone=_time_zone(variables),
        time_zone_said=bool(_plain(variables, "TIME_ZONE")),
        exchange_key=_plain(variables, "EXCHANGE_KEY"),
        backup_key=_backup_key(variables),
        mail=_mail(variables),
        cluster=_cluster(variables),
        metrics_bind=_bind(variables, "METRICS_BIND", "") if variables.get(PREFIX + "METRICS_BIND") else None,
        log_json=_log(variables) == "json",
        proxies=_proxies(variables),
        families_here=_families(variables) == "here",
        families_beside=_families(variables) == "beside",
        family_address=family_address,
        family_port=family_port,
        family_hosts=_hosts(variables, "FAMILY_HOSTS"),
        family_exit=_exit(variables),
    )


def _plain(variables: Mapping[str, str], name: str) -> str:
    """The value of a variable, or the content of the file that NAME_FILE names; both at once is a fault."""
    value = variables.get(PREFIX + name, "")
    file = variables.get(f"{PREFIX}{name}_FILE", "") if name in _SECRET else ""
    if value and file:
        raise SettingsInvalid(f"Both {PREFIX}{name} and {PREFIX}{name}_FILE are set.", "Remove one of them.")
    if not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsInvalid(
            f"The file that {PREFIX}{name}_FILE names cannot be read.", "Check that it exists and whose it is."
        ) from fault


def _required(variables: Mapping[str, str], name: str) -> str:
    value = _plain(variables, name)
    if not value:
        raise SettingsInvalid(
            f"{PREFIX}{name} is not set.",
            "`antigone desk init` makes the keys and a file of settings; or set it yourself: docs/operate.md.",
        )
    return value


def _home(variables: Mapping[str, str]) -> Path:
    home = Path(_required(variables, "HOME"))
    if not home.is_absolute():
        raise SettingsInvalid(f"{PREFIX}HOME is not a whole path.", "Begin it with /.")
    return home


def _outbox(variables: Mapping[str, str]) -> Path | None:
    if not (value := variables.get(PREFIX + "CHECKPOINT_OUTBOX", "")):
        return None
    if not (outbox := Path(value)).is_absolute():
        raise SettingsInvalid(f"{PREFIX}CHECKPOINT_OUTBOX is not a whole path.", "Begin it with /.")
    return outbox


def _secret_key(variables: Mapping[str, str]) -> str:
    key = _required(variables, "SECRET_KEY")
    if len(key) < 50 or len(set(key)) < 10:
        raise SettingsInvalid(
            f"{PREFIX}SECRET_KEY is too easily guessed.",
            "Use at least 50 random characters; `antigone desk init` does.",
        )
    return key


def _photo_key(variables: Mapping[str, str]) -> bytes:
    try:
        key = base64.b64decode(_required(variables, "PHOTO_KEY"), validate=True)
    except ValueError as fault:
        raise SettingsInvalid(f"{PREFIX}PHOTO_KEY is not base64.", "`antigone desk init` makes one.") from fault
    if len(key) != 32 or len(set(key)) < 10:
        raise SettingsInvalid(f"{PREFIX}PHOTO_KEY is not 32 random bytes.", "`antigone desk init` makes one.")
    return key


def _backup_key(variables: Mapping[str, str]) -> str:
    key = variables.get(PREFIX + "BACKUP_KEY", "").strip()
    if key and not AGE_KEY.fullmatch(key):
        raise SettingsInvalid(
            f"{PREFIX}BACKUP_KEY is no public key of age.",
            "It begins with age1 and has 62 characters; `antigone desk backup-key FILE` makes one.",
        )
    return key


def _mode(variables: Mapping[str, str]) -> Mode:
    value = _plain(variables, "MODE") or Mode.AGENCY
    if value not in list(Mode):
        raise SettingsInvalid(f"{PREFIX}MODE is neither agency nor one-desk.", "Set it to one of them.")
    return Mode(value)


def _database(variables: Mapping[str, str]) -> PostgreSQL | None:
    value = _plain(variables, "DATABASE")
    if value in ("", "sqlite"):
        return None
    wrong = SettingsInvalid(
        f"{PREFIX}DATABASE is not the address of a database.",
        "Write sqlite or postgresql://USER:PASSWORD@HOST:PORT/NAME",
    )
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as fault:
        raise wrong from fault
    name = parts.path.removeprefix("/")
    if parts.scheme != "postgresql" or not name or "/" in name or parts.query or parts.fragment:
        raise wrong
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return PostgreSQL(unquote(name), user, password, unquote(parts.hostname or ""), str(port or ""))


_PORTS = {Encryption.SMTPS: 465, Encryption.STARTTLS: 587, Encryption.NONE: 25}


def _mail(variables: Mapping[str, str]) -> MailServer | None:
    value, sender = _plain(variables, "MAIL"), _plain(variables, "MAIL_FROM")
    if not value:
        return None
    wrong = SettingsInvalid(
        f"{PREFIX}MAIL is not the address of a mail server.",
        "Write smtps://USER:PASSWORD@HOST:PORT or starttls://USER:PASSWORD@HOST:PORT; smtp:// only to this machine.",
    )
    try:
        parts = urlsplit(value)
        encryption, port = Encryption(parts.scheme), parts.port
    except ValueError as fault:
        raise wrong from fault
    host = parts.hostname or ""
    elsewhere = encryption is Encryption.NONE and not _LOOPBACK.fullmatch(host)
    if not host or parts.path.strip("/") or parts.query or parts.fragment or elsewhere:
        raise wrong
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender):
        raise SettingsInvalid(f"{PREFIX}MAIL_FROM is no address of a mail.", "For instance desk@agency.example")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port or _PORTS[encryption], encryption, sender, user, password)


def _cluster(variables: Mapping[str, str]) -> Cluster | None:
    if not _plain(variables, "CLUSTER"):
        return None
    host, port = _bind(variables, "CLUSTER", "10.0.0.1:6400")
    token, node = _plain(variables, "CLUSTER_TOKEN"), _plain(variables, "CLUSTER_NODE") or host
    replicas = _plain(variables, "CLUSTER_REPLICAS") or "2"
    try:
        ip_address(host), ip_address(node)
    except ValueError as fault:
        raise SettingsInvalid(
            f"{PREFIX}CLUSTER or {PREFIX}CLUSTER_NODE is no network address.", "Write numbers, such as 10.0.0.1:6400"
        ) from fault
    if not re.fullmatch(r"[0-9a-f]{64}", token):
        raise SettingsInvalid(
            f"{PREFIX}CLUSTER_TOKEN is not the token of a cluster.",
            "`antigone cluster start` made it: docs/cluster.md.",
        )
    if replicas not in [str(number) for number in range(1, 10)]:
        raise SettingsInvalid(f"{PREFIX}CLUSTER_REPLICAS is no number from 1 to 9.", "Two let one node be lost.")
    return Cluster(f"{host}:{port}", node, int(replicas), token)


def _bind(variables: Mapping[str, str], name: str, default: str) -> tuple[str, int]:
    value = _plain(variables, name) or default
    address, _, port = value.rpartition(":")
    if not address or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsInvalid(f"{PREFIX}{name} is not ADDRESS:PORT.", f"For instance {default}")
    return address, int(port)


def _hosts(variables: Mapping[str, str], which: str = "HOSTS") -> tuple[str, ...]:
    said = _plain(variables, which) or _plain(variables, "HOSTS") or "localhost,127.0.0.1"
    hosts = tuple(name.strip() for name in said.split(","))
    if not all(re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]", name) for name in hosts):
        raise SettingsInvalid(
            f"{PREFIX}{which} holds something that is no host name.",
            "Write names with commas between; no stars, no ports.",
        )
    return hosts


def _https(variables: Mapping[str, str]) -> bool:
    value = _plain(variables, "HTTPS") or "false"
    if value not in ("true", "false"):
        raise SettingsInvalid(f"{PREFIX}HTTPS is neither true nor false.", "Set it to one of them.")
    return value == "true"


def _log(variables: Mapping[str, str]) -> str:
    value = _plain(variables, "LOG") or "text"
    if value not in ("text", "json"):
        raise SettingsInvalid(f"{PREFIX}LOG is neither text nor json.", "Set it to one of them.")
    return value


def _families(variables: Mapping[str, str]) -> str:
    value = _plain(variables, "FAMILIES") or "beside"
    if value not in ("beside", "elsewhere", "here"):
        raise SettingsInvalid(f"{PREFIX}FAMILIES is neither beside nor elsewhere.", "Set it to one of them.")
    return value


def _proxies(variables: Mapping[str, str]) -> tuple[str, ...]:
    said = _plain(variables, "PROXIES") or "127.0.0.1,::1"
    try:
        return tuple(str(ip_address(each.strip())) for each in said.split(","))
    except ValueError as fault:
        raise SettingsInvalid(
            f"{PREFIX}PROXIES holds something that is no network address.", "For instance 10.0.0.5"
        ) from fault


def _exit(variables: Mapping[str, str]) -> str:
    value = _plain(variables, "FAMILY_EXIT") or "https://www.wikipedia.org/"
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?/[\w./-]*", value):
        raise SettingsInvalid(
            f"{PREFIX}FAMILY_EXIT is no address of a site.", "For instance https://www.wikipedia.org/"
        )
    return value


def _time_zone(variables: Mapping[str, str]) -> str:
    value = _plain(variables, "TIME_ZONE") or "UTC"
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise SettingsInvalid(f"{PREFIX}TIME_ZONE is not a time zone.", "For instance Europe/Kyiv") from fault
    return value
