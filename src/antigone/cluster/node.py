"""What Ray is started with on one machine: a token, given addresses and ports, nothing sent, nothing on a disk."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from antigone.errors import SettingsInvalid

PORT = 6400
PORTS = 50
"""A node uses so many ports from its first one on, and no others."""
STORE = 80_000_000
"""Bytes of memory through which pieces of segments pass between processes: the least Ray takes."""
AGAIN = 2.0
"""Seconds before a node that ended is begun again."""
_SHARED = "/dev/shm"  # noqa: S108 - shared memory, as on every Linux
_IN_MEMORY = ("tmpfs", "ramfs")


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """An address and the first of the ports of a node."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, said: str) -> NodeAddress:
        """``10.0.0.1`` or ``10.0.0.1:6400``. Raises: SettingsInvalid."""
        host, _, port = said.partition(":")
        try:
            number = int(port or PORT)
            ip_address(host)
        except ValueError as fault:
            raise SettingsInvalid(
                f"{said} is not the address of a node.", "Write a number, for instance 10.0.0.1 or 10.0.0.1:6400"
            ) from fault
        if not 1024 <= number <= 65535 - PORTS:
            raise SettingsInvalid(f"{number} cannot be the first port of a node.", f"Take one such as {PORT}.")
        return cls(host, number)

    def answers(self, patience: float = 1.0) -> bool:
        """Whether anybody listens there."""
        try:
            socket.create_connection((self.host, self.port), patience).close()
        except OSError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """One node: where it is, which cluster it belongs to, and where its files are."""

    bind: NodeAddress
    head: NodeAddress
    """Its own address on the node that begins the cluster."""
    token: Path
    folder: Path
    """In memory, never on a disk: sockets, logs, and what does not fit into the store."""

    @property
    def first(self) -> bool:
        return self.bind == self.head


def environment(token: str) -> dict[str, str]:
    """What Ray reads from the environment, the same for every node and every program that calls it."""
    return {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": token,
        "RAY_USAGE_STATS_ENABLED": "0",  # nothing is sent anywhere
        "RAY_enable_metrics_collection": "0",
        "RAY_task_events_report_interval_ms": "0",
        "RAY_automatic_object_spilling_enabled": "0",  # templates stay in memory
        "RAY_enable_worker_prestart": "0",
        "RAY_health_check_period_ms": "1000",
        "RAY_health_check_timeout_ms": "2000",
        "RAY_health_check_failure_threshold": "5",
        # Without the head, those who hold segments go on answering; the whole cluster does not end with it.
        "RAY_gcs_rpc_server_reconnect_timeout_s": "86400",
        "RAY_raylet_start_wait_time_s": "120",
        "RAY_DISABLE_DOCKER_CPU_WARNING": "1",
        "RAY_LOG_TO_DRIVER": "0",
        "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # or it would copy the folder it is begun in to every node
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    }


def read_token(file: Path) -> str:
    """The cluster's token. Raises: SettingsInvalid, if others may read it or it is easily guessed."""
    try:
        token, mode = file.read_text(encoding="ascii").strip(), file.stat().st_mode
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsInvalid(
            f"The token in {file} cannot be read.",
            "`antigone cluster start` makes one; carry it to the other machines.",
        ) from fault
    if mode & 0o077:
        raise SettingsInvalid(f"Others may read the token in {file}.", f"Run: chmod 600 {file}")
    if not re.fullmatch(r"[0-9a-f]{64}", token):
        raise SettingsInvalid(
            f"{file} holds no token of a cluster.", "It is 64 digits and letters, as `start` made it."
        )
    return token


def make_token(file: Path) -> None:
    """Make the token of a new cluster, for its owner's eyes only."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(secrets.token_hex(32) + "\n")


def must_be_in_memory(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Raises: SettingsInvalid, if ``folder`` lies on a disk: pieces of templates could be written there."""
    best, kind = "", ""
    for line in mounts.read_text().splitlines():
        _, at, found, *_ = line.split()
        inside = str(folder) == at or str(folder).startswith(at.rstrip("/") + "/")
        if inside and len(at) >= len(best):
            best, kind = at, found
    if kind not in _IN_MEMORY:
        raise SettingsInvalid(
            f"{folder} lies on a disk ({kind or 'of no known kind'}): templates stay in memory.",
            "Name a folder in memory, such as /dev/shm/antigone or /run/antigone-cluster (--folder).",
        )


def command(node: NodeSettings) -> list[str]:
    """The words with which Ray is started on this node."""
    first = node.bind.port
    where = ["--head", "--port", str(first)] if node.first else ["--address", str(node.head)]
    ports = {
        "--object-manager-port": first + 1,
        "--node-manager-port": first + 2,
        "--runtime-env-agent-port": first + 3,
        "--dashboard-agent-grpc-port": first + 4,
        "--dashboard-agent-listen-port": first + 5,
        "--metrics-export-port": first + 6,
        "--min-worker-port": first + 10,
        "--max-worker-port": first + PORTS - 1,
    }
    if node.first:
        ports["--dashboard-port"] = first + 7
    return [
        *(sys.executable, "-m", "ray.scripts.scripts", "start", *where, "--node-ip-address", node.bind.host, "--block"),
        *(word for name, port in ports.items() for word in (name, str(port))),
        *("--num-cpus", "1", "--object-store-memory", str(STORE)),
        *("--plasma-directory", _SHARED, "--object-spilling-directory", str(node.folder / "spill")),
        *("--temp-dir", str(node.folder)),
        *(("--include-dashboard", "false", "--dashboard-host", "127.0.0.1") if node.first else ()),
        *("--include-log-monitor", "false", "--disable-usage-stats", "--log-style", "record", "--log-color", "false"),
    ]


def run(node: NodeSettings, stop: threading.Event, tell: Callable[[str], None]) -> None:
    """Run the node until told to stop. If it ends, for instance because the head was lost, it is begun again."""
    import resource  # Windows has none, and runs no node

    must_be_in_memory(node.folder)
    token = read_token(node.token)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no copy of the memory on a disk, if a process dies
    (node.folder / "spill").mkdir(mode=0o700, parents=True, exist_ok=True)
    said = False
    while not stop.is_set():
        if not node.first and not node.head.answers():
            if not said:
                tell(f"Nobody answers at {node.head}. It is tried again until somebody does.")
            said = True
            stop.wait(AGAIN)
            continue
        said = False
        _clear(node.folder)
        with (node.folder / "node.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own words
                command(node),
                env={**os.environ, **environment(token)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        (node.folder / "pid").write_text(str(os.getpid()))
        tell(f"The node {node.bind} begins. What it says is in {node.folder / 'node.log'}.")
        while process.poll() is None and not stop.is_set():
            stop.wait(0.25)
        _end(process, node.folder)
        if not stop.is_set():
            tell("The node ended; it is begun again.")
            stop.wait(AGAIN)
    (node.folder / "pid").unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Remove what a node left here that was killed: Ray would take it for one that runs, and memory would fill."""
    (folder / "ray_current_cluster").unlink(missing_ok=True)
    for old in [*folder.glob("session_*"), *(folder / "spill").glob("*")]:
        old.unlink() if old.is_symlink() or old.is_file() else shutil.rmtree(old, ignore_errors=True)


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    """End the node's processes: those that the first one began name the node's folder."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for number in of_node(folder):
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def of_node(folder: Path) -> list[int]:
    """The numbers of Ray's processes that name this node's folder in their words."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        mine = any(f"{folder}/session_".encode() in word for word in words)
        if mine and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found
