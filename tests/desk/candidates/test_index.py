"""The index is what the database says: whatever happened in between, to memory or to files."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antigone.desk.accounts.actor import console
from antigone.desk.candidates.actions.upkeep import rebuild_index, verify_index
from antigone.desk.candidates.index import segment as segments
from antigone.desk.candidates.index import snapshot, source
from antigone.desk.candidates.index.part import AnswerRefused, IndexPart, nearest
from antigone.desk.candidates.index.segment import IndexedTemplate, IndexSegment, PartKey, SegmentKey
from antigone.desk.candidates.index.shared import Index, fingerprint_in_database
from antigone.desk.photos import receipts
from antigone.desk.photos.models import FaceTemplate, IndexChange, Photograph, PhotoKey, SegmentReceipt
from antigone.desk.subjects.models import Subject
from antigone.errors import GalleryDamaged
from antigone.gallery import exact
from desk_faces import MODEL, Ferry, a_face, a_photograph, enters, leaves, opened, searched
from held_files import held

__all__ = ["held"]

pytestmark = pytest.mark.both


def key_of(subject: Subject) -> PartKey:
    return PartKey(subject.incident_id, subject.agency_id, subject.kind, MODEL)


def only(key: PartKey) -> SegmentKey:
    """Of so few templates there is one segment."""
    return SegmentKey(key, 0)


def segment_of(index: Index, key: PartKey) -> IndexSegment:
    [segment] = index.caught_up([key])[key].segments
    return segment


def as_a_part(segment: IndexSegment) -> IndexPart:
    """A part that holds what it must: the database says of it what it says itself."""
    return IndexPart(segment.key.part, segment.sequence, (segment,), {segment.key.segment: segment.receipt})


def many(ferry: Ferry, number: int) -> list[Photograph]:
    return [a_photograph(ferry.record(), a_face(seed)) for seed in range(number)]


def agrees(index: Index, key: PartKey) -> bool:
    part = index.caught_up([key])[key]
    return (part.fingerprint, part.count) == fingerprint_in_database(key)


@pytest.mark.slow
def test_every_template_is_compared_and_the_order_is_that_of_numpy(
    ferry: Ferry, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    photographs = many(ferry, 150)
    key = key_of(photographs[0].subject)
    index.caught_up([key])
    for photograph in photographs[20:30]:
        leaves(photograph)
    photographs[20:30] = [a_photograph(ferry.record(), a_face(seed)) for seed in range(1000, 1040)]
    part = segment_of(index, key)
    assert part.gone and len(part.tail) == 40, "some lie in the base, some beside it, some left"
    rows = FaceTemplate.objects.filter(face__photograph__indexed=True).select_related("face__photograph__key")
    subjects = np.array([template.face.photograph.subject_id for template in rows])
    vectors = np.stack([opened(template) for template in rows])
    for seed in range(5):
        probe = a_face(10_000 + seed)
        expected = subjects[np.argsort(-(vectors @ probe), kind="stable")]
        for each in (part, part.compacted()):
            found = nearest([as_a_part(each)], probe, 20)
            assert set(expected[:20]) <= set(found)
            exact = sorted(found, key=lambda one: -float(np.max((vectors @ probe)[subjects == one])))
            assert exact[:20] == expected[:20].tolist()


def test_whoever_left_takes_nobodys_place_on_a_list() -> None:
    """Until a compaction their numbers lie in the base, here nearer than those of everybody who is left."""
    probe = a_face(0)
    everybody = [IndexedTemplate(n, n, n, a_face(n, near=probe, cosine=0.9 if n <= 60 else 0.1)) for n in range(1, 101)]
    part = IndexSegment.build(only(PartKey(1, 1, "am", MODEL)), 1, [everybody]).changed(2, came=[], left=range(1, 61))
    rows, _scores = part.search(probe, 40)
    assert sorted(rows["subject"].tolist()) == list(range(61, 101))
    assert sorted(nearest([as_a_part(part)], probe, 40)) == list(range(61, 101))


def test_a_search_that_finds_nothing_new_asks_the_database_once(ferry: Ferry, index: Index) -> None:
    key = key_of(many(ferry, 3)[0].subject)
    index.caught_up([key])
    with CaptureQueriesContext(connection) as asked:
        index.caught_up([key])
    assert len(asked) == 1 and "sequence" in asked[0]["sql"]


@pytest.mark.slow
def test_what_came_left_and_came_back_is_followed(ferry: Ferry, index: Index) -> None:
    photographs = many(ferry, 4)
    key = key_of(photographs[0].subject)
    assert agrees(index, key)
    leaves(photographs[1])
    assert agrees(index, key) and index.caught_up([key])[key].count == 3
    enters(photographs[1])
    leaves(photographs[2])
    assert agrees(index, key)
    FaceTemplate.objects.filter(face__photograph=photographs[2]).delete()
    a_photograph(ferry.record(), a_face(99))
    assert agrees(index, key)
    index.tidy()
    assert agrees(index, key) and agrees(Index(index.home), key)


@pytest.mark.slow
def test_one_who_starts_reads_the_files_and_what_came_since(ferry: Ferry, index: Index) -> None:
    photographs = many(ferry, 5)
    key = key_of(photographs[0].subject)
    index.caught_up([key])
    leaves(photographs[0])
    many(ferry, 2)
    other = Index(index.home)
    with CaptureQueriesContext(connection) as asked:
        part = segment_of(other, key)
    assert part.gone and len(part.tail) == 2, "the base is that of the files"
    assert not any("LIMIT 2000" in query["sql"] for query in asked), "the templates were not all read again"
    assert agrees(other, key)


@pytest.mark.slow
def test_the_numbers_of_who_left_leave_the_disk_though_nobody_searches(ferry: Ferry, index: Index) -> None:
    photographs = many(ferry, 3)
    key = key_of(photographs[0].subject)
    index.caught_up([key])
    gone = a_face(1).astype("<f2").tobytes()

    def is_there() -> bool:
        return any(gone in file.read_bytes() for file in (index.home / only(key).folder).glob("*.faiss"))

    assert is_there()
    leaves(photographs[1])
    Index(index.home).tidy()  # of a worker that has just started
    assert not is_there()
    index.tidy()
    assert not is_there() and agrees(index, key)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux, to see which files are open")
def test_on_windows_too_they_leave_the_disk_while_another_process_has_the_part(
    ferry: Ferry, index: Index, held: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (exact, snapshot):
        monkeypatch.setattr(module, "may_be_mapped", lambda: False)
    photographs = many(ferry, 3)
    key = key_of(photographs[0].subject)
    index.caught_up([key])
    reader = Index(index.home)
    assert agrees(reader, key)
    leaves(photographs[1])
    Index(index.home).tidy()
    gone = a_face(1).astype("<f2").tobytes()
    assert not any(gone in file.read_bytes() for file in (index.home / only(key).folder).glob("*.faiss"))
    assert held == [] and agrees(reader, key)


FAULTS = {
    "its manifest is cut off": lambda folder: (folder / "manifest.json").write_bytes(b'{"is": "{'),
    "its manifest is changed": lambda folder: _change(folder, outer=False),
    "a file is gone": lambda folder: next(folder.glob("*.faiss")).unlink(),
    "a file is cut off": lambda folder: _cut(next(folder.glob("*.faiss"))),
    "one bit of the rows is another": lambda folder: _flip(next(folder.glob("*.npy"))),
    "it is of a step that is yet to come": lambda folder: _restate(folder, sequence=10**9),
    "it is of another desk": lambda folder: _restate(folder, audit_hash="f" * 64),
    "it is of another model": lambda folder: _restate(folder, model="other"),
    "its fingerprint is another": lambda folder: _restate(folder, fingerprint="0" * 64),
    "it is of another version": lambda folder: _restate(folder, format=0),
}


def _change(folder: Path, outer: bool) -> None:
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace('\\"count\\": 3', '\\"count\\": 2'))


def _restate(folder: Path, **said: object) -> None:
    """As a forger would, or another version of Antigone: with a hash that fits."""
    import hashlib

    content = json.loads(json.loads((folder / "manifest.json").read_text())["is"]) | said
    text = json.dumps(content, sort_keys=True)
    hashed = hashlib.sha256(text.encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"is": text, "sha256": hashed}))


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_snapshot_that_is_not_right_is_noticed_and_made_again(
    ferry: Ferry, index: Index, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = key_of(many(ferry, 3)[0].subject)
    index.caught_up([key])
    FAULTS[fault](index.home / only(key).folder)
    other = Index(index.home)
    assert verify_index(by=console(), index=Index(index.home.with_name("other")))[0].fault == ""
    with caplog.at_level(logging.WARNING):
        assert agrees(other, key)
    assert "is not used" in caplog.text
    manifest = snapshot.read(index.home, only(key))
    assert manifest is not None and snapshot.load(index.home, manifest).count == 3, "the files are right again"


@pytest.mark.slow
def test_whoever_is_killed_while_a_snapshot_is_deleted_leaves_no_manifest_of_what_is_gone_and_no_templates(
    ferry: Ferry, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_of(many(ferry, 3)[0].subject)
    index.caught_up([key])
    index.tidy()
    folder, deletes, deleted = index.home / only(key).folder, Path.unlink, list[Path]()

    def killed_after_one(path: Path, missing_ok: bool = False) -> None:
        if deleted and path.parent == folder:
            raise KeyboardInterrupt
        deleted.append(path)
        deletes(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "unlink", killed_after_one)
        snapshot.remove(index.home, only(key))
    assert snapshot.read(index.home, only(key)) is None
    assert {file.name for file in folder.iterdir()} - {snapshot.LOCK}, "templates lie there that nothing names"
    other = Index(index.home)
    other.tidy()
    assert {file.name for file in folder.iterdir()} <= {snapshot.LOCK}
    assert agrees(other, key)


@pytest.mark.slow
def test_verify_says_what_is_wrong_and_rebuild_mends_it(ferry: Ferry, index: Index) -> None:
    key = key_of(many(ferry, 3)[0].subject)
    index.caught_up([key])
    assert [state.fault for state in verify_index(by=console(), index=index)] == [""]
    _flip(next((index.home / only(key).folder).glob("*.npy")))
    assert "damaged" in verify_index(by=console(), index=Index(index.home))[0].fault
    rebuild_index(by=console(), index=index)
    assert [state.fault for state in verify_index(by=console(), index=Index(index.home))] == [""]


@pytest.mark.slow
def test_memory_that_disagrees_with_the_database_is_never_used(ferry: Ferry, index: Index) -> None:
    case, photographs = ferry.case(), many(ferry, 3)
    key = key_of(photographs[0].subject)
    part = segment_of(index, key)
    ghost = IndexedTemplate(10**6, photographs[0].subject_id, photographs[0].pk, a_face(77))
    index._segments[only(key)] = part.changed(part.sequence, [ghost], [int(part.rows["template"][1])])
    a_photograph(case, a_face(77))
    run = searched(case)
    assert run.gallery_photos == 3 and agrees(index, key)
    assert run.candidates.get(rank=1).score < 0.9, "the one that the database does not have is nobody's"


@pytest.mark.slow
def test_a_database_put_back_from_a_backup_is_noticed_in_memory(ferry: Ferry, index: Index) -> None:
    from django.db import transaction

    photographs = many(ferry, 3)
    key = key_of(photographs[0].subject)
    index.caught_up([key])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        many(ferry, 2)
        assert index.caught_up([key])[key].count == 5
        raise ZeroDivisionError
    assert index.caught_up([key])[key].count == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    leaves(photographs[0])
    assert agrees(index, key)


@pytest.mark.slow
def test_a_large_tail_is_compacted(ferry: Ferry, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "TAIL", 4)
    key = key_of(many(ferry, 3)[0].subject)
    index.caught_up([key])
    many(ferry, 5)
    assert len(segment_of(index, key).tail) == 5
    index.tidy()
    part = segment_of(index, key)
    assert not len(part.tail) and len(part.rows) == 8 and agrees(index, key)
    assert agrees(Index(index.home), key)


@pytest.mark.slow
def test_a_run_names_the_parts_it_searched(ferry: Ferry, index: Index) -> None:
    case = ferry.case()
    photographs = many(ferry, 3)
    a_photograph(case, a_face(1))
    run = searched(case)
    key = key_of(photographs[0].subject)
    part = index.caught_up([key])[key]
    assert run.gallery == [
        {
            "agency": ferry.people.harbour.pk,
            "sequence": part.sequence,
            "fingerprint": part.fingerprint,
            "photos": 3,
            "persons": 3,
        }
    ]
    assert part.sequence == IndexChange.objects.latest("sequence").sequence


@pytest.fixture
def of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of four numbers each."""
    for module in (receipts, source):
        monkeypatch.setattr(module, "SEGMENT", 4)


@pytest.mark.slow
def test_a_withdrawal_touches_one_segment_in_memory_and_on_the_disk(ferry: Ferry, index: Index, of_four: None) -> None:
    photographs = many(ferry, 11)
    key = key_of(photographs[0].subject)
    before = index.caught_up([key])[key]
    assert len(before.segments) >= 3 and agrees(index, key)
    files = {path: path.stat().st_mtime_ns for path in index.home.glob("*/manifest.json")}
    leaves(photographs[5])
    [template] = FaceTemplate.objects.filter(face__photograph=photographs[5]).values_list("pk", flat=True)
    index.tidy()
    after = index.caught_up([key])[key]
    assert after.count == 10 and agrees(index, key) and agrees(Index(index.home), key)
    assert [a.key.segment for a, b in zip(before.segments, after.segments, strict=True) if a is not b] == [
        template // 4
    ]
    changed = [path.parent.name for path, written in files.items() if path.stat().st_mtime_ns != written]
    assert changed == [SegmentKey(key, template // 4).folder]
    probe = a_face(3)
    assert set(nearest([after], probe, 10)) == {each.subject_id for each in photographs if each != photographs[5]}


@pytest.mark.slow
def test_a_segment_that_lost_somebody_is_not_believed_and_its_list_never_is_shorter(
    ferry: Ferry, index: Index, of_four: None, caplog: pytest.LogCaptureFixture
) -> None:
    case, photographs = ferry.case(), many(ferry, 9)
    key = key_of(photographs[0].subject)
    part = index.caught_up([key])[key]
    whole = part.segments[1]
    lost = whole.changed(whole.sequence, [], [int(whole.rows["template"][0])])
    sabotaged = replace(part, segments=(part.segments[0], lost, *part.segments[2:]))
    with pytest.raises(AnswerRefused, match="does not hold"):
        nearest([sabotaged], a_face(1), 20)
    with pytest.raises(AnswerRefused, match="did not answer"):
        nearest([replace(part, segments=part.segments[:-1])], a_face(1), 20)
    behind = replace(whole, sequence=0)
    with pytest.raises(AnswerRefused):
        nearest([replace(part, segments=(part.segments[0], behind, *part.segments[2:]))], a_face(1), 20)
    index._segments[whole.key] = lost
    with caplog.at_level(logging.WARNING):
        assert agrees(index, key)
    assert "is not what it must be" in caplog.text
    a_photograph(case, a_face(4))
    assert searched(case).gallery_photos == 9


@pytest.mark.slow
def test_a_database_that_does_not_hold_what_it_says_is_an_error_and_is_counted_again_by_a_person(
    ferry: Ferry, index: Index
) -> None:
    key = key_of(many(ferry, 3)[0].subject)
    index.caught_up([key])
    SegmentReceipt.objects.update(count=4)
    other = Index(index.home)
    with pytest.raises(GalleryDamaged, match="does not hold what it says"):
        other.caught_up([key])
    assert "its own rows" in verify_index(by=console(), index=other)[0].fault
    rebuild_index(by=console(), index=other)
    assert [state.fault for state in verify_index(by=console(), index=other)] == [""] and agrees(other, key)


def test_whose_key_is_damaged_leaves_all_the_same(ferry: Ferry, index: Index) -> None:
    photographs = many(ferry, 2)
    key = key_of(photographs[0].subject)
    index.caught_up([key])
    PhotoKey.objects.filter(photograph=photographs[0]).update(wrapped=b"damaged")
    leaves(photographs[0])
    assert index.caught_up([key])[key].count == 1
    assert SegmentReceipt.objects.get().count == 1
