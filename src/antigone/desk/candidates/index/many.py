"""The index on many machines: segments lie with holders on the nodes of a cluster, each on several; none lies here.

Which nodes hold a segment follows from their names (rendezvous hashing): whoever asks comes to the same ones, and a
node that goes or comes moves no more than its share. What a holder says is believed if its receipt is what the
database says; another one is asked otherwise, and if nobody is left, the search fails rather than give a shorter list.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from antigone.cluster.link import ClusterAway, ClusterLink, ClusterNode
from antigone.desk.candidates.index import snapshot, source
from antigone.desk.candidates.index.holder import SegmentChange, pieces_of
from antigone.desk.candidates.index.part import AnswerRefused, IndexPart
from antigone.desk.candidates.index.segment import (
    Ids,
    IndexReceipt,
    IndexSegment,
    PartKey,
    SegmentAnswer,
    SegmentKey,
)
from antigone.types import Vector

_log = logging.getLogger("antigone.desk.index")
MOST_STEPS = 50_000
"""Of so many a holder that is behind is told; one that is further behind is filled anew."""


@dataclass(frozen=True)
class HeldSegment:
    """A segment that lies elsewhere, as of what the database says of it."""

    among: ClusterIndex = field(repr=False)
    key: SegmentKey
    must: IndexReceipt

    @property
    def count(self) -> int:
        return self.must.count

    @property
    def fingerprint(self) -> str:
        return self.must.fingerprint

    @property
    def receipt(self) -> IndexReceipt:
        return self.must

    @property
    def persons(self) -> Ids:
        return self.among.persons(self.key, self.must)

    def answer(self, vector: Vector, most: int) -> SegmentAnswer:
        """Raises: AnswerRefused."""
        found: SegmentAnswer = self.among.ask(self.key, self.must, "answer", vector, most)
        return found

    def of_subjects(self, subjects: Iterable[int]) -> dict[int, NDArray[np.uint64]]:
        """Raises: AnswerRefused."""
        found: tuple[IndexReceipt, dict[int, NDArray[np.uint64]]]
        found = self.among.ask(self.key, self.must, "of_subjects", list(subjects))
        return found[1]


@dataclass
class ClusterIndex:
    """The index of one program, whose segments lie with the holders of a cluster."""

    home: Path
    """Where segments lay as files, if this desk had no cluster before: they are removed."""
    link: ClusterLink
    replicas: int
    _known: dict[tuple[str, SegmentKey], IndexReceipt] = field(default_factory=dict)
    """What holders said last, by node and segment."""
    _leaving: set[str] = field(default_factory=set)
    _answering: set[str] = field(default_factory=set)
    """Nodes that are about to leave, and those that answered when all were asked."""
    _persons: dict[SegmentKey, tuple[str, Ids]] = field(default_factory=dict)
    """Whose templates a segment holds, with its fingerprint then."""
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def caught_up(self, keys: Iterable[PartKey]) -> dict[PartKey, IndexPart]:
        """These parts as the database has them now; of each segment at least one holder has followed so far.

        Raises:
            ClusterAway, AnswerRefused
        """
        wanted = list(keys)
        upto, said = source.last_step(), source.receipts(wanted)
        parts = {}
        for key in wanted:
            expected = {number: each for number, each in said[key].items() if each.count}
            segments = tuple(HeldSegment(self, SegmentKey(key, n), expected[n]) for n in sorted(expected))
            for segment in segments:
                self._have(segment.key, segment.must)
            parts[key] = IndexPart(key, upto, segments, expected)
        return parts

    def again(self, key: PartKey) -> IndexPart:
        """Ask every holder of a part anew what it holds, and fill those that do not hold what they must."""
        self._ask_anew()
        self._mend_part(key, source.receipts([key])[key])
        return self.caught_up([key])[key]

    def forget(self, key: PartKey) -> None:
        """Drop a part everywhere."""
        self._ask_anew()
        for node in self.link.nodes():
            for segment in [one for name, one in list(self._known) if name == node.name and one.part == key]:
                self._drop(node, segment)

    def fault(self, key: PartKey) -> str:
        """What is wrong with what holders say of a part, in words; empty if nothing is."""
        self._ask_anew()
        nodes = self.link.nodes()
        for number, must in source.receipts([key])[key].items():
            segment = SegmentKey(key, number)
            if not must.count:
                continue
            there = [node for node in nodes if (node.name, segment) in self._known]
            for node in there:
                if not self._satisfies(node, segment, must):
                    return f"segment {number} on the node {node.address} is not what it must be"
            if len(there) < min(self.replicas, len(nodes)):
                return f"segment {number} lies on {len(there)} nodes instead of {min(self.replicas, len(nodes))}"
        return ""

    def mend(self) -> bool:
        """Have every segment on as many nodes as it must be, and on no others. False: something is left to do.

        Raises:
            ClusterAway
        """
        self._ask_anew()
        keys = source.all_keys()
        said = source.receipts(keys)
        done = [self._mend_part(key, said[key]) for key in keys]
        return all(done)

    def tidy(self) -> dict[str, int]:
        """Have all holders take what left out of memory. Up to which step each has, by the address of its node.

        Raises:
            ClusterAway
        """
        for key in snapshot.keys(self.home):  # of the time before there was a cluster
            snapshot.remove(self.home, key)
        upto = source.last_step()
        self.mend()
        nodes, cleared = self.link.nodes(), {}
        said = source.receipts(source.all_keys())
        for node in nodes:
            try:
                held: dict[SegmentKey, IndexReceipt] = self.link.call(node, "clear", patience=60.0)
            except ClusterAway:
                continue
            musts = [(key, said.get(key.part, {}).get(key.segment)) for key in held]
            if all(must is not None and held[key].step >= min(must.step, upto) for key, must in musts):
                cleared[node.address] = upto
        return cleared

    def holds(self, photographs: list[int]) -> dict[str, bool]:
        """Whether each node's holder has a template of these photographs in memory, by address. Raises: ClusterAway."""
        nodes = self.link.nodes()
        said = self.link.each(nodes, "photographs", photographs)
        return {node.address: bool(said.get(node.name, True)) for node in nodes}

    def persons(self, key: SegmentKey, must: IndexReceipt) -> Ids:
        """Whose templates a segment holds. Raises: AnswerRefused."""
        known = self._persons.get(key)
        if known is None or known[0] != must.fingerprint:
            _, numbers = self.ask(key, must, "persons")
            known = self._persons[key] = must.fingerprint, numbers
        return known[1]

    def ask(self, key: SegmentKey, must: IndexReceipt, name: str, *words: object) -> Any:
        """What a holder says that holds what it must. Raises: AnswerRefused, ClusterAway."""

        def believed(node: ClusterNode, said: object) -> bool:
            receipt = said.receipt if isinstance(said, SegmentAnswer) else said[0] if isinstance(said, tuple) else None
            if isinstance(receipt, IndexReceipt) and receipt.satisfies(must):
                return True
            _log.warning("The answer of %s for %s is not used.", node.address, key.folder)
            self._known.pop((node.name, key), None)
            return False

        nodes = self._in_turn(key, self.link.nodes())
        able = [node for node in nodes if self._may(node, key, must)]
        said = self.link.first(able or nodes, believed, name, key, must, *words)
        if said is None:
            raise AnswerRefused(key.part, key.segment, "did not answer as the database says")
        return said

    def _have(self, key: SegmentKey, must: IndexReceipt) -> None:
        """At least one holder has this state of the segment. Others follow, if they are there."""
        nodes = self._in_turn(key, self.link.nodes())
        behind = [n for n in nodes if (known := self._known.get((n.name, key))) is not None and known.step < must.step]
        if behind:
            self._follow(behind, key)
        if any(self._may(node, key, must) for node in nodes):
            return
        self._ask_anew()  # perhaps another program had it done
        nodes = self._in_turn(key, self.link.nodes())
        self._follow([node for node in nodes if (node.name, key) in self._known], key)
        if any(self._may(node, key, must) for node in nodes):
            return
        for node in self._chosen(key, nodes):
            if self._fill(node, key, must):
                return
        raise ClusterAway(f"Segment {key.segment} of the index ({key.part.kind}) is on no node of the cluster yet.")

    def _mend_part(self, key: PartKey, receipts: dict[int, IndexReceipt]) -> bool:
        done = [self._mend_segment(SegmentKey(key, number), must) for number, must in receipts.items()]
        return all(done)

    def _mend_segment(self, key: SegmentKey, must: IndexReceipt) -> bool:
        nodes = self.link.nodes()
        there = [node for node in nodes if (node.name, key) in self._known]
        if there:
            self._follow(there, key)
        if not all(self._satisfies(node, key, must) for node in there):  # perhaps it is ahead: more came meanwhile
            must = source.receipts([key.part])[key.part][key.segment]
            self._follow([node for node in there if (node.name, key) in self._known], key)
        chosen = self._chosen(key, nodes) if must.count else []
        filled = [self._satisfies(node, key, must) or self._fill(node, key, must) for node in chosen]
        if all(filled):
            for node in there:
                if node not in chosen:
                    self._drop(node, key)
        return all(filled)

    def _fill(self, node: ClusterNode, key: SegmentKey, must: IndexReceipt) -> bool:
        """Have this node hold the segment: from another holder that has it, else from the database."""
        givers = [each for each in self.link.nodes() if each != node and self._satisfies(each, key, must)]
        by = uuid4().hex
        try:
            if not self.link.call(node, "begin", key, by, must.step if givers else source.last_step()):
                return False
            if givers:
                number = 0
                while self.link.pass_on(givers[0], node, (key, must, number), (key, by)):
                    number += 1
            else:
                for piece in pieces_of(_whole(key)):
                    self.link.call(node, "more", key, by, piece)
            receipt = self.link.call(node, "finish", key, by, patience=60.0)
        except ClusterAway:
            return False
        if receipt is not None:
            self._known[node.name, key] = receipt
            self._follow([node], key)
        good = self._may(node, key, must)
        _log.info("The segment %s %s on %s.", key.folder, "lies now" if good else "was not put", node.address)
        return good

    def _follow(self, nodes: list[ClusterNode], key: SegmentKey) -> None:
        """Tell these holders what came and left since they said what they hold.

        What they said is read once: a search beside this one may find that one of them is not to be believed.
        """
        said_last = [(node, self._known.get((node.name, key))) for node in nodes]
        held = [(node, known.step) for node, known in said_last if known is not None]
        since = min((step for _, step in held), default=0)
        steps = source.steps_of(key).filter(sequence__gt=since)
        if steps.count() > MOST_STEPS:
            for node, _ in held:  # it is filled anew, which takes less
                self._known.pop((node.name, key), None)
            return
        last = {step.template: step for step in steps.order_by("sequence")} if held else {}
        if not last:
            return
        upto = max(step.sequence for step in last.values())
        coming = [number for number, step in last.items() if not step.removed]
        found = source.entries_of(coming)
        left = tuple(number for number, step in last.items() if step.removed)
        # A template whose row is gone left by a later step, which follows.
        change = SegmentChange(since, upto, tuple(found[n] for n in coming if n in found), left)
        behind = [node for node, step in held if step < upto]
        said = self.link.each(behind, "follow", key, change)
        for node in behind:
            if (receipt := said.get(node.name)) is None:
                self._known.pop((node.name, key), None)
            else:
                self._known[node.name, key] = receipt

    def _ask_anew(self) -> None:
        """Ask all holders what they hold."""
        nodes = self.link.nodes()
        said = self.link.each(nodes, "about")
        with self._lock:
            # another dictionary, and never an empty one: a search beside this one goes on reading
            self._known = {(node, key): each for node, (_, _, held) in said.items() for key, each in held.items()}
            self._leaving = {node for node, (_, leaving, _) in said.items() if leaving}
            self._answering = set(said)
        if not said:
            self.link.lost()
            raise self.link.away()

    def _drop(self, node: ClusterNode, key: SegmentKey) -> None:
        self.link.each([node], "drop", key)
        self._known.pop((node.name, key), None)

    def _satisfies(self, node: ClusterNode, key: SegmentKey, must: IndexReceipt) -> bool:
        known = self._known.get((node.name, key))
        return known is not None and known.satisfies(must)

    def _may(self, node: ClusterNode, key: SegmentKey, must: IndexReceipt) -> bool:
        """Whether it holds what it must, or is ahead: it may have kept that state, and its answer says so."""
        known = self._known.get((node.name, key))
        return known is not None and (known.satisfies(must) or known.step > must.step)

    def _in_turn(self, key: SegmentKey, nodes: list[ClusterNode]) -> list[ClusterNode]:
        """All nodes, those first whose turn it is to hold the segment."""
        return sorted(nodes, key=lambda node: hashlib.sha256(f"{node.name} {key.folder}".encode()).digest())

    def _chosen(self, key: SegmentKey, nodes: list[ClusterNode]) -> list[ClusterNode]:
        able = [node for node in nodes if node.name in self._answering and node.name not in self._leaving]
        return self._in_turn(key, able)[: self.replicas]


def _whole(key: SegmentKey) -> IndexSegment:
    """A segment made from the database. It is in this program's memory only until it was given away."""
    upto = source.last_step()
    return IndexSegment.build(key, upto, source.entries(key))
