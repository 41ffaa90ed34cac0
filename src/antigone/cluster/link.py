"""One program's way to the holders of a cluster: which there are, calling them, coming back after the head was lost."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from antigone.cluster.node import NodeAddress, environment
from antigone.errors import AntigoneError, PartMissing

EVERY = 1.0
"""Seconds between two looks which nodes there are."""
PATIENCE = 10.0
"""Seconds in which one of several holders must have answered."""
HEDGE = 0.5
"""Seconds after which another holder is asked the same, if one has not answered."""
SETTLING = 15.0
"""Seconds for which a new connection is given time before it is taken for lost."""
_NAMESPACE = "antigone"
_GCS = 5.0
"""Seconds in which the head must say which nodes there are."""
_ALIVE = 0
"""``GcsNodeInfo.ALIVE``."""
_log = logging.getLogger("antigone.cluster")


class ClusterAway(AntigoneError):
    """Raised if no node can be reached that has what is asked for. What waits goes on by itself when one is back."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, "Searches wait and go on by themselves. Run: antigone cluster status")


@dataclass(frozen=True, slots=True)
class ClusterNode:
    """A node that is there, with the handle of its holder."""

    name: str
    """As Ray numbers it; another one after a restart."""
    address: str
    holder: Any = field(repr=False, compare=False)


@dataclass
class ClusterLink:
    """A program's connection. ``node``: the address of the node on this machine; ``make``: what a holder is made of."""

    head: NodeAddress
    node: str
    token: str = field(repr=False)
    make: type[Any]
    _nodes: dict[str, ClusterNode] = field(default_factory=dict)
    _starting: dict[str, tuple[ClusterNode, Any]] = field(default_factory=dict)
    """Nodes whose holder was begun and has not answered yet, which takes seconds; with what it will answer."""
    _looked: float = 0.0
    _tried: float = 0.0
    _connected: bool = False
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def nodes(self) -> list[ClusterNode]:
        """The nodes that are there, as far as is known; each has a holder.

        Raises:
            ClusterAway: there is none.
        """
        with self._lock:
            if time.monotonic() - self._looked >= EVERY:
                self._looked = time.monotonic()
                self._look()
            if not self._nodes:
                raise self.away()
            return list(self._nodes.values())

    def settled(self, patience: float) -> list[ClusterNode]:
        """The nodes that are there, once all that were begun have answered. Raises: ClusterAway, if none ever does."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with suppress(ClusterAway):
                self.nodes()
            if self._nodes and not self._starting:
                break
            time.sleep(EVERY)
        return self.nodes()

    def away(self) -> ClusterAway:
        """That nobody answers, as a fault."""
        return ClusterAway(f"The cluster at {self.head} does not answer.")

    def lost(self) -> None:
        """Note that nobody answers any more: the connection is made anew as soon as the head is there."""
        with self._lock:
            if not self._connected or time.monotonic() - self._tried < SETTLING or not self.head.answers():
                return
            _log.warning("No node of the cluster answers: it is connected to anew.")
            self.close()
            self._looked = 0.0

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._nodes.clear()
            self._starting.clear()
            if self._connected:
                self._connected = False
                with suppress(Exception):
                    _ray().shutdown()

    def call(self, node: ClusterNode, name: str, *words: Any, patience: float = PATIENCE) -> Any:
        """Call a holder. Raises: ClusterAway, if it does not answer."""
        try:
            return _ray().get(getattr(node.holder, name).remote(*words), timeout=patience)
        except Exception as fault:
            _log.info("A holder does not answer: %s", type(fault).__name__)
            raise self.away() from fault

    def each(self, nodes: Sequence[ClusterNode], name: str, *words: Any, patience: float = PATIENCE) -> dict[str, Any]:
        """Call several holders at once. What those said that answered in time, by the names of their nodes."""
        asked, said = {node.name: self._ask(node, name, words) for node in nodes}, dict[str, Any]()
        until = time.monotonic() + patience
        for node, reference in asked.items():
            with suppress(Exception):
                said[node] = _ray().get(reference, timeout=max(0.0, until - time.monotonic()))
        return said

    def first(
        self, nodes: Sequence[ClusterNode], believed: Callable[[ClusterNode, Any], bool], name: str, *words: Any
    ) -> Any:
        """What the first of these holders says that is ``believed``: one after another, a slow one beside the next.

        None if nobody says anything that is believed.
        """
        waiting, begun = list(nodes), dict[Any, ClusterNode]()
        until = time.monotonic() + PATIENCE
        while (waiting or begun) and time.monotonic() < until:
            if waiting:
                node = waiting.pop(0)
                if (reference := self._ask(node, name, words)) is None:
                    continue
                begun[reference] = node
            patience = HEDGE if waiting else max(0.0, until - time.monotonic())
            done, _ = _ray().wait(list(begun), num_returns=1, timeout=patience)
            for reference in done:
                node = begun.pop(reference)
                try:
                    said = _ray().get(reference, timeout=1.0)
                except Exception as fault:
                    _log.info("The holder on %s does not answer: %s", node.address, type(fault).__name__)
                    continue
                if believed(node, said):
                    return said
        return None

    def pass_on(self, giver: ClusterNode, taker: ClusterNode, give: tuple[Any, ...], take: tuple[Any, ...]) -> bool:
        """Have one holder's ``give`` answer taken by another's ``more``, node to node. Raises: ClusterAway."""
        try:
            piece = giver.holder.give.remote(*give)
            return bool(_ray().get(taker.holder.more.remote(*take, piece), timeout=PATIENCE))
        except Exception as fault:
            _log.info("A holder does not answer: %s", type(fault).__name__)
            raise self.away() from fault

    def _ask(self, node: ClusterNode, name: str, words: tuple[Any, ...]) -> Any:
        try:
            return getattr(node.holder, name).remote(*words)
        except Exception as fault:  # the handle is of a connection that ended
            _log.info("The holder on %s cannot be called: %s", node.address, type(fault).__name__)
            return None

    def _look(self) -> None:
        if not self.head.answers():
            return  # whoever was there before is asked on: they do not need the head
        if not self._connected and not self._connect():
            return
        try:
            there = _alive()
        except Exception as fault:
            _log.warning("The cluster does not say which nodes it has: %s", type(fault).__name__)
            if "auth" in f"{type(fault).__name__} {fault}".lower():
                self.close()  # the head was begun anew: to it, this connection is a stranger's
            return
        for gone in self._nodes.keys() - there.keys():
            _log.warning("The node %s is gone.", self._nodes[gone].address)
            with suppress(Exception):
                _ray().kill(self._nodes[gone].holder)
            del self._nodes[gone]
        for gone in self._starting.keys() - there.keys():
            del self._starting[gone]
        for name in there.keys() - self._nodes.keys() - self._starting.keys():
            with suppress(Exception):
                holder = self._holder(name)
                self._starting[name] = ClusterNode(name, there[name], holder), holder.about.remote()
        for name, (node, answer) in list(self._starting.items()):
            with suppress(Exception):
                _ray().get(answer, timeout=0)
                self._nodes[name] = node
                del self._starting[name]

    def _connect(self) -> bool:
        self._tried = time.monotonic()
        with _signals_as_they_are():
            try:
                os.environ.update(environment(self.token))
                _ray().init(
                    address=str(self.head),
                    _node_ip_address=self.node,
                    namespace=_NAMESPACE,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                    configure_logging=False,
                    include_dashboard=False,
                )
            except Exception as fault:
                _log.warning("The cluster cannot be connected to: %s", fault)
                with suppress(Exception):
                    _ray().shutdown()
                return False
        self._connected = True
        return True

    def _holder(self, node: str) -> Any:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy as OnNode

        return (
            _ray()
            .remote(self.make)
            .options(
                name=f"holder-{node}",
                get_if_exists=True,
                lifetime="detached",  # it stays when this program ends
                max_restarts=-1,
                max_task_retries=0,
                max_concurrency=16,
                num_cpus=0,
                scheduling_strategy=OnNode(node, soft=False),
            )
            .remote()
        )


def _alive() -> dict[str, str]:
    """The addresses of the nodes that are there, by their names.

    Not by ``ray.nodes``, which ends the whole process if the head was begun anew since it was connected to.
    """
    client = importlib.import_module("ray._private.worker").global_worker.gcs_client
    said = client.get_all_node_info(timeout=_GCS)
    return {name.hex(): node.node_manager_address for name, node in said.items() if node.state == _ALIVE}


def _ray() -> Any:
    try:
        return importlib.import_module("ray")
    except ImportError as fault:
        raise PartMissing(
            "Ray is not installed, and the settings name a cluster.",
            'Install the desk with it: pip install "PATH[desk,cluster]" (docs/operate.md).',
        ) from fault


@contextmanager
def _signals_as_they_are() -> Any:
    """Ray puts handlers of its own for signals; the program that is told to end finishes what it is at."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    mine = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            for number, handler in mine.items():
                signal.signal(number, handler)
