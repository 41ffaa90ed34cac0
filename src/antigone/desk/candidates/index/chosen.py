"""Which index this process uses: segments in its own memory, or with the holders of a cluster."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from antigone.desk.candidates.index.part import IndexPart
from antigone.desk.candidates.index.segment import PartKey
from antigone.desk.candidates.index.shared import Index


class DeskIndex(Protocol):
    """What searches and upkeep ask of an index, wherever its segments lie."""

    home: Path

    def caught_up(self, keys: Iterable[PartKey]) -> dict[PartKey, IndexPart]: ...

    def again(self, key: PartKey) -> IndexPart: ...

    def forget(self, key: PartKey) -> None: ...

    def fault(self, key: PartKey) -> str: ...

    def tidy(self) -> dict[str, int]: ...

    def mend(self) -> bool: ...

    def holds(self, photographs: list[int]) -> dict[str, bool]: ...


def index() -> DeskIndex:
    """The index of this process."""
    return _of(settings.DESK.home)


@cache
def _of(home: Path) -> DeskIndex:
    cluster = settings.DESK.cluster
    if cluster is None:
        return Index(home / "index")
    from antigone.cluster.link import ClusterLink  # nothing of it is loaded where there is no cluster
    from antigone.cluster.node import NodeAddress
    from antigone.desk.candidates.index.holder import SegmentHolder
    from antigone.desk.candidates.index.many import ClusterIndex

    link = ClusterLink(NodeAddress.parse(cluster.head), cluster.node, cluster.token, SegmentHolder)
    return ClusterIndex(home / "index", link, cluster.replicas)
