"""Real nodes of a cluster on this machine, each at an address of its own (127.0.0.2 and so on)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from antigone.cluster.node import PORTS, NodeAddress, make_token, of_node

STARTING = 400.0
"""Seconds that a node may take until it answers, on a machine that does other things too."""


@dataclass
class LocalNode:
    """One node: ``antigone cluster start`` or ``join`` as a process, with what it began."""

    bind: NodeAddress
    head: NodeAddress
    folder: Path
    token: Path
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        which = ["start"] if self.bind == self.head else ["join", str(self.head)]
        words = [*which, "--bind", str(self.bind), "--token-file", str(self.token), "--folder", str(self.folder)]
        (self.folder / "node.log").unlink(missing_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(self.token.parent / "without")}
        begun = [sys.executable, "-m", "antigone", "cluster", *words]
        self.process = subprocess.Popen(begun, stdin=subprocess.DEVNULL, env=environment)

    def wait(self) -> None:
        """Until Ray says that it runs."""
        until = time.monotonic() + STARTING
        while b"Ray runtime started" not in self._said():
            if time.monotonic() > until:
                raise RuntimeError(f"The node {self.bind} does not begin: {self.folder / 'node.log'}")
            time.sleep(0.3)

    def _said(self) -> bytes:
        log = self.folder / "node.log"
        return log.read_bytes() if log.exists() else b""

    def kill(self) -> None:
        """As when power goes: every process of the node at once, whatever it was at."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        inside = {number for each in of_node(self.folder) for number in (each, *_children(each))}
        for number in inside:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def end(self) -> None:
        """As somebody does who ends it: by a signal."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        self.kill()


@dataclass
class LocalCluster:
    """Nodes that are begun one after another."""

    folder: Path
    port: int
    nodes: list[LocalNode] = field(default_factory=list)

    @property
    def head(self) -> NodeAddress:
        return NodeAddress("127.0.0.2", self.port)

    @property
    def token(self) -> Path:
        return self.folder / "token"

    def said(self, *words: str) -> int:
        """Give a command as somebody does on a node. How it ended."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "without")}
        command = [sys.executable, "-m", "antigone", "cluster", *words, "--token-file", str(self.token)]
        return subprocess.run(command, stdout=sys.stderr, env=environment, check=False, timeout=STARTING).returncode

    def begin(self) -> LocalNode:
        """One node more. Its ports are its own: Ray listens at every address of the machine."""
        number = len(self.nodes)
        bind = NodeAddress(f"127.0.0.{2 + number}", self.port + number * PORTS)
        node = LocalNode(bind, self.head, self.folder / f"n{number}", self.token)
        self.nodes.append(node)
        node.begin()
        node.wait()
        return node


def without_grammar(folder: Path) -> None:
    """A checkout has a package that others do not, whose grammar takes seconds in each of Ray's processes.

    What loads it does without where it is not there (jsonschema): so it is made to be not there.
    """
    folder.mkdir()
    (folder / "rfc3987_syntax.py").write_text('raise ImportError("not here")\n')
    sys.path.insert(0, str(folder))


@contextmanager
def local_cluster(nodes: int, port: int = 21_500) -> Iterator[LocalCluster]:
    """A cluster of so many nodes, in memory, that ends with the body."""
    folder = Path(tempfile.mkdtemp(prefix="antigone-", dir="/dev/shm"))
    made = LocalCluster(folder, port)
    try:
        make_token(made.token)
        without_grammar(folder / "without")
        for _ in range(nodes):
            made.begin()
        yield made
    finally:
        for node in reversed(made.nodes):
            node.end()
        shutil.rmtree(folder, ignore_errors=True)


def _children(of: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == of:
                found.append(int(entry.name))
    return found
