"""Segments lie with holders on several nodes: lists are those of one machine, or there is none. No process is begun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from antigone.cluster.link import ClusterAway, ClusterNode
from antigone.desk import worker
from antigone.desk.candidates import search
from antigone.desk.candidates.actions.holders import acknowledge
from antigone.desk.candidates.index import source
from antigone.desk.candidates.index.holder import SegmentHolder
from antigone.desk.candidates.index.many import ClusterIndex
from antigone.desk.candidates.index.part import AnswerRefused, nearest
from antigone.desk.candidates.index.segment import PartKey, SegmentKey
from antigone.desk.candidates.index.shared import Index, fingerprint_in_database
from antigone.desk.candidates.models import IndexHolder, Run
from antigone.desk.jobs.models import Job
from antigone.desk.photos import receipts
from antigone.desk.photos.models import Photograph
from desk_faces import MODEL, Ferry, a_face, a_photograph, leaves

pytestmark = pytest.mark.both


@dataclass
class HoldersHere:
    """What ``ClusterLink`` is, with holders in this process. A node without one is cut off: it does not answer."""

    holders: dict[str, SegmentHolder | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def nodes(self) -> list[ClusterNode]:
        if not any(self.holders.values()):
            raise self.away()
        return [ClusterNode(name, f"address of {name}", holder) for name, holder in self.holders.items()]

    def away(self) -> ClusterAway:
        return ClusterAway("The cluster does not answer.")

    def lost(self) -> None:
        return None

    def call(self, node: ClusterNode, name: str, *words: Any, patience: float = 0) -> Any:
        if (holder := self.holders[node.name]) is None:
            raise self.away()
        return getattr(holder, name)(*words)

    def each(self, nodes: Sequence[ClusterNode], name: str, *words: Any, patience: float = 0) -> dict[str, Any]:
        there = [node for node in nodes if self.holders[node.name] is not None]
        return {node.name: self.call(node, name, *words) for node in there}

    def first(
        self, nodes: Sequence[ClusterNode], believed: Callable[[ClusterNode, Any], bool], name: str, *words: Any
    ) -> Any:
        for node in nodes:
            if self.holders[node.name] is not None:
                self.asked.append(node.name)
                said = self.call(node, name, *words)
                if believed(node, said):
                    return said
        return None

    def pass_on(self, giver: ClusterNode, taker: ClusterNode, give: tuple[Any, ...], take: tuple[Any, ...]) -> bool:
        return bool(self.call(taker, "more", *take, self.call(giver, "give", *give)))

    def on(self, segment: SegmentKey) -> list[str]:
        """The nodes that hold a segment."""
        return [name for name, holder in self.holders.items() if holder and segment in holder.about()[2]]


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> HoldersHere:
    """Three nodes; segments of four numbers each."""
    for module in (receipts, source):
        monkeypatch.setattr(module, "SEGMENT", 4)
    return HoldersHere({name: SegmentHolder() for name in "abc"})


@pytest.fixture
def many(nodes: HoldersHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClusterIndex:
    made = ClusterIndex(tmp_path / "of before", nodes, 2)  # type: ignore[arg-type]
    monkeypatch.setattr(search, "index", lambda: made)
    return made


@pytest.fixture
def ferry(index: Index, people: Any, many: ClusterIndex) -> Ferry:
    from desk_faces import an_incident

    return Ferry(people, an_incident(people.harbour))


def eleven(ferry: Ferry) -> tuple[list[Photograph], PartKey]:
    made = [a_photograph(ferry.record(), a_face(seed)) for seed in range(11)]
    subject = made[0].subject
    return made, PartKey(subject.incident_id, subject.agency_id, "am", MODEL)


def as_one_machine_says(many: ClusterIndex, key: PartKey, tmp_path: Path) -> bool:
    alone = Index(tmp_path / "alone").caught_up([key])[key]
    part = many.caught_up([key])[key]
    same = (part.count, part.subjects, part.fingerprint) == (alone.count, alone.subjects, alone.fingerprint)
    probes = [a_face(1000 + seed) for seed in range(3)]
    return same and all(nearest([part], probe, 5) == nearest([alone], probe, 5) for probe in probes)


def segments(many: ClusterIndex, key: PartKey) -> list[SegmentKey]:
    return [each.key for each in many.caught_up([key])[key].segments]


@pytest.mark.slow
def test_lists_are_those_of_one_machine_and_each_segment_lies_on_two_nodes(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere, tmp_path: Path
) -> None:
    photographs, key = eleven(ferry)
    assert as_one_machine_says(many, key, tmp_path), "before anybody distributed anything: a search does"
    assert many.mend() and many.fault(key) == ""
    assert {len(nodes.on(each)) for each in segments(many, key)} == {2} and len(segments(many, key)) >= 3
    leaves(photographs[4])
    a_photograph(ferry.record(), a_face(50))
    leaves(photographs[7])
    assert as_one_machine_says(many, key, tmp_path)
    part = many.caught_up([key])[key]
    assert (part.fingerprint, part.count) == fingerprint_in_database(key)


@pytest.mark.slow
def test_a_node_is_lost_and_another_joins_and_no_list_waits_or_is_shorter(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere, tmp_path: Path
) -> None:
    photographs, key = eleven(ferry)
    many.mend()
    nodes.holders["b"] = None
    assert as_one_machine_says(many, key, tmp_path)
    leaves(photographs[2])
    assert as_one_machine_says(many, key, tmp_path), "also what left meanwhile is on no list"
    assert many.mend()
    assert {tuple(nodes.on(each)) for each in segments(many, key)} == {("a", "c")}
    del nodes.holders["b"]
    nodes.holders["d"] = SegmentHolder()
    assert many.mend() and any("d" in nodes.on(each) for each in segments(many, key))
    assert {len(nodes.on(each)) for each in segments(many, key)} == {2}, "who is not chosen any more holds it no more"
    assert as_one_machine_says(many, key, tmp_path)


@pytest.mark.slow
def test_a_node_that_leaves_holds_nothing_any_more_once_others_do(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere, tmp_path: Path
) -> None:
    _, key = eleven(ferry)
    many.mend()
    leaving = nodes.holders["a"]
    assert leaving is not None and leaving.leave() > 0
    assert many.mend() and leaving.leave() == 0 and {tuple(nodes.on(s)) for s in segments(many, key)} == {("b", "c")}
    assert as_one_machine_says(many, key, tmp_path)


def lacking_a_row(nodes: HoldersHere, many: ClusterIndex, key: PartKey) -> str:
    """Sabotage: who is asked first for the first segment holds a row less than it must."""
    segment = segments(many, key)[0]
    nodes.asked.clear()
    many.ask(segment, source.receipts([key])[key][segment.segment], "persons")
    name = nodes.asked[0]
    holder = nodes.holders[name]
    assert holder is not None
    receipt = holder.about()[2][segment]
    piece = holder.give(segment, receipt, 0)
    assert piece is not None and holder.begin(segment, "sabotage", receipt.step)
    holder.more(segment, "sabotage", replace(piece, rows=piece.rows[1:], vectors=piece.vectors[1:]))
    holder.finish(segment, "sabotage")
    return name


@pytest.mark.slow
def test_a_replica_that_lost_somebody_is_not_believed_and_another_is_asked(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere, tmp_path: Path
) -> None:
    _, key = eleven(ferry)
    many.mend()
    name = lacking_a_row(nodes, many, key)
    nodes.asked.clear()
    assert as_one_machine_says(many, key, tmp_path) and name in nodes.asked, "it was asked, and not believed"
    lacking_a_row(nodes, many, key)
    assert "is not what it must be" in many.fault(key)
    assert many.mend() and many.fault(key) == ""


@pytest.mark.slow
def test_with_one_replica_a_search_is_refused_or_right_but_never_short(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere, tmp_path: Path
) -> None:
    _, key = eleven(ferry)
    many.replicas = 1
    many.mend()
    part = many.caught_up([key])[key]
    lacking_a_row(nodes, many, key)
    with pytest.raises(AnswerRefused):
        nearest([part], a_face(1), 20)
    many.again(key)
    assert as_one_machine_says(many, key, tmp_path)
    [holding] = nodes.on(part.segments[0].key)
    nodes.holders[holding] = None
    with pytest.raises(AnswerRefused):
        nearest([part], a_face(1), 20)
    del nodes.holders[holding]
    many.again(key)
    assert as_one_machine_says(many, key, tmp_path), "filled from the database, on a node that is there"


@pytest.mark.slow
def test_while_no_node_answers_a_search_waits_without_using_up_its_tries_and_then_goes_on(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere
) -> None:
    case = ferry.case()
    a_photograph(case, a_face(3))
    a_photograph(ferry.record(), a_face(3))
    job = Job.objects.get(kind=Job.Kind.SEARCH, number=Run.objects.get(subject=case).pk)
    there, nodes.holders = nodes.holders, {}
    for _ in range(7):
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
        worker.Batches().next()
    job.refresh_from_db()
    assert job.tries == 0 and job.given_up_at is None and "does not answer" in job.fault
    assert Run.objects.get(subject=case).state == Run.State.WAITING
    nodes.holders = there
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    worker.Batches().next()
    run = Run.objects.get(subject=case)
    assert run.state != Run.State.WAITING and run.candidates.count() == 1


@pytest.mark.slow
def test_what_left_is_in_no_holders_memory_and_each_has_acknowledged_it(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere
) -> None:
    photographs, key = eleven(ferry)
    many.mend()
    gone = photographs[5]
    leaves(gone)
    many.caught_up([key])
    assert any(many.holds([gone.pk]).values()), "its numbers still lie beside the others"
    acknowledge(many.tidy())
    assert not any(many.holds([gone.pk]).values())
    assert any(many.holds([photographs[6].pk]).values()), "whoever did not leave is there"
    said = dict(IndexHolder.objects.values_list("name", "cleared"))
    assert said == dict.fromkeys(("address of a", "address of b", "address of c"), source.last_step())
    nodes.holders["a"] = None
    leaves(photographs[6])
    acknowledge(many.tidy())
    late = IndexHolder.objects.filter(cleared__lt=source.last_step()).values_list("name", flat=True)
    assert list(late) == ["address of a"], "who does not answer has acknowledged nothing"


def test_a_search_that_stops_believing_a_node_while_segments_are_mended_disturbs_nobody(
    ferry: Ferry, many: ClusterIndex, nodes: HoldersHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photographs, key = eleven(ferry)
    assert many.mend()
    leaves(photographs[5])
    entries_of = source.entries_of

    def meanwhile(numbers: Any) -> Any:
        for name, segment in list(many._known):
            if name == "a":
                many._known.pop((name, segment))
        return entries_of(numbers)

    with monkeypatch.context() as patched:
        patched.setattr(source, "entries_of", meanwhile)
        many.mend()
    assert many.mend() and as_one_machine_says(many, key, tmp_path)


def test_whoever_asked_a_moment_ago_is_answered_as_of_then(ferry: Ferry, many: ClusterIndex) -> None:
    photographs, key = eleven(ferry)
    many.mend()
    before = many.caught_up([key])[key]
    leaves(photographs[0])
    after = many.caught_up([key])[key]
    people = {each.subject_id for each in photographs}
    assert set(nearest([before], a_face(0), 11)) == people
    assert set(nearest([after], a_face(0), 11)) == people - {photographs[0].subject_id}


def test_files_of_the_time_before_the_cluster_are_removed(ferry: Ferry, many: ClusterIndex) -> None:
    _, key = eleven(ferry)
    Index(many.home).caught_up([key])
    assert list(many.home.glob("*/*.faiss"))
    many.tidy()
    assert not list(many.home.glob("*/*.faiss"))
