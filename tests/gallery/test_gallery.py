"""A gallery finds everybody who is enrolled, forgets whoever is removed, and notices when it has been harmed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import (
    AntigoneError,
    GalleryBusy,
    GalleryDamaged,
    GalleryForeign,
    GalleryMissing,
    NotEnrolled,
    StorageFailed,
    UsageError,
)
from antigone.gallery import exact
from antigone.gallery import gallery as galleries
from antigone.gallery.gallery import Gallery, open_gallery, open_writer
from antigone.gallery.store import FILE, GalleryEntry
from antigone.types import Basis, Template

MODEL, SIZE = "test@0/r1", 16


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def entry(person: str, vector: np.ndarray, number: int, **details: str) -> GalleryEntry:
    points = tuple((float(i), float(i)) for i in range(5))
    found = tuple(sorted(details.items()))
    return GalleryEntry(
        person,
        f"{person}/{number}.jpg",
        f"{number:064x}",
        1,
        "only",
        "Request 1",
        Basis.CONSENT,
        found,
        points,
        0.5,
        unit(vector),
    )


def people(count: int, photos: int, seed: int = 0) -> list[GalleryEntry]:
    random = np.random.default_rng(seed)
    faces = random.standard_normal((count, SIZE))
    return [
        entry(f"P{p:04d}", faces[p] + 0.3 * random.standard_normal(SIZE), p * photos + i + 1, sex="fm"[p % 2])
        for p in range(count)
        for i in range(photos)
    ]


def made(folder: Path, entries: list[GalleryEntry]) -> Path:
    with open_writer(folder, MODEL, SIZE) as writer:
        for start in range(0, len(entries), 7):
            writer.add(entries[start : start + 7])
    return folder


def probe(vector: np.ndarray) -> Template:
    return Template(unit(vector), MODEL)


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(1, 4), st.integers(1, 60), st.integers(0, 1000))
def test_the_list_is_the_one_an_exhaustive_comparison_gives(
    tmp_path_factory: pytest.TempPathFactory, count: int, photos: int, top: int, seed: int
) -> None:
    entries = people(count, photos, seed)
    vector = np.random.default_rng(seed + 1).standard_normal(SIZE)
    with open_gallery(made(tmp_path_factory.mktemp("g"), entries)) as gallery:
        candidates = gallery.search(probe(vector), top)
    best: dict[str, float] = {}
    for one in entries:
        best[one.person] = max(best.get(one.person, -2), float(one.template.astype(np.float64) @ unit(vector)))
    expected = sorted(best, key=lambda person: (-best[person], person))[:top]
    assert [c.person for c in candidates] == expected
    assert [c.rank for c in candidates] == list(range(1, len(expected) + 1))
    assert all(len(c.matches) == photos for c in candidates)
    assert all(c.score == pytest.approx(best[c.person], abs=1e-6) for c in candidates)


@pytest.mark.slow
def test_nobody_is_lost_among_people_who_are_exactly_alike(tmp_path: Path) -> None:
    same = np.ones(SIZE)
    entries = [entry(f"P{n:03d}", same, n + 1) for n in reversed(range(300))]
    with open_gallery(made(tmp_path / "g", entries)) as gallery:
        assert [c.person for c in gallery.search(probe(same), 50)] == [f"P{n:03d}" for n in range(50)]


@pytest.mark.parametrize("shard", [2, 100])
def test_of_faces_that_are_equally_near_the_one_enrolled_first_comes_first(
    monkeypatch: pytest.MonkeyPatch, shard: int
) -> None:
    """Also where they lie in several files: what a list shows does not depend on how many there are."""
    monkeypatch.setattr(exact, "SHARD", shard)
    alike = np.repeat(unit(np.ones((1, SIZE))), 7, axis=0)
    index = exact.ExactIndex.build(SIZE, [(np.arange(11, 18), alike)])
    assert index.search(alike[0], 7)[0].tolist() == [11, 12, 13, 14, 15, 16, 17]
    assert index.search(alike[0], 3)[0].tolist() == [11, 12, 13]


@pytest.mark.slow
def test_one_person_with_very_many_photos_does_not_crowd_the_others_out(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    famous = [entry("FAMOUS", np.eye(SIZE)[0] + 0.01 * random.standard_normal(SIZE), n + 1) for n in range(400)]
    others = [entry(f"P{n}", random.standard_normal(SIZE), 1000 + n) for n in range(30)]
    with open_gallery(made(tmp_path / "g", famous + others)) as gallery:
        candidates = gallery.search(probe(np.eye(SIZE)[0]), 10)
    assert candidates[0].person == "FAMOUS"
    assert len({c.person for c in candidates}) == 10


@pytest.mark.slow
def test_a_large_gallery_is_searched_in_parts_that_agree_with_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = made(tmp_path / "whole", people(100, 3))
    monkeypatch.setattr(exact, "SHARD", 40)
    parts = made(tmp_path / "parts", people(100, 3))
    assert len(list(parts.glob("index-*"))) > 5
    vector = np.random.default_rng(9).standard_normal(SIZE)
    with open_gallery(whole) as one, open_gallery(parts) as other:
        assert one.search(probe(vector), 20) == other.search(probe(vector), 20)
        assert one.seal.fingerprint == other.seal.fingerprint


def test_a_filter_leaves_only_those_who_fit_and_hides_none_of_them(tmp_path: Path) -> None:
    entries = people(40, 2)
    with open_gallery(made(tmp_path / "g", entries)) as gallery:
        women = gallery.search(probe(np.ones(SIZE)), 40, {"sex": "f"})
        assert {c.person for c in women} == {e.person for e in entries if ("sex", "f") in e.details}
        assert gallery.search(probe(np.ones(SIZE)), 40, {"sex": "x"}) == ()


def test_an_empty_gallery_gives_an_empty_list(tmp_path: Path) -> None:
    with open_gallery(made(tmp_path / "g", [])) as gallery:
        assert gallery.search(probe(np.ones(SIZE)), 5) == ()
        assert gallery.problems() == []


@pytest.mark.slow
def test_a_person_removed_leaves_no_byte_of_a_template_behind(tmp_path: Path) -> None:
    entries = people(60, 3)
    folder = made(tmp_path / "g", entries)
    gone = [e for e in entries if e.person == "P0007"]
    for one in gone:
        assert one.template.tobytes() in bytes_in(folder)
        assert one.template.astype(np.float16).tobytes() in bytes_in(folder)
    count, seal = galleries.remove(folder, "person", "P0007")
    assert (count, seal.photos, seal.persons) == (3, 177, 59)
    for one in gone:
        for part in (one.template.tobytes(), one.template.astype(np.float16).tobytes()):
            assert part not in bytes_in(folder)
            assert part[:12] not in bytes_in(folder)
    with open_gallery(folder) as gallery:
        assert "P0007" not in {c.person for c in gallery.search(probe(gone[0].template), 59)}
        assert gallery.problems() == []


def test_a_photo_removed_leaves_the_persons_others(tmp_path: Path) -> None:
    entries = people(5, 3)
    folder = made(tmp_path / "g", entries)
    galleries.remove(folder, "sha256", entries[0].sha256)
    with open_gallery(folder) as gallery:
        (first,) = gallery.search(probe(entries[0].template), 1)
        assert first.person == "P0000" and len(first.matches) == 2
    with pytest.raises(NotEnrolled):
        galleries.remove(folder, "sha256", entries[0].sha256)


def test_removing_everybody_leaves_an_index_of_nobody(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(1, 2))
    galleries.remove(folder, "person", "P0000")
    assert list(folder.glob("index-*")) == []
    with open_gallery(folder) as gallery:
        assert gallery.search(probe(np.ones(SIZE)), 5) == ()


def test_the_order_of_enrolment_does_not_change_the_fingerprint(tmp_path: Path) -> None:
    entries = people(10, 2)
    with open_gallery(made(tmp_path / "a", entries)) as a, open_gallery(made(tmp_path / "b", entries[::-1])) as b:
        assert a.seal.fingerprint == b.seal.fingerprint
    with open_gallery(made(tmp_path / "c", entries[:-1])) as c:
        assert c.seal.fingerprint != a.seal.fingerprint


@pytest.mark.slow
def test_an_enrolment_that_was_killed_is_completed_before_anything_is_searched(tmp_path: Path) -> None:
    entries = people(20, 2)
    folder = made(tmp_path / "g", entries[:20])
    with pytest.raises(KeyboardInterrupt), open_writer(folder, MODEL, SIZE) as writer:
        writer.add(entries[20:30])
        raise KeyboardInterrupt
    with open_gallery(folder) as gallery:
        assert gallery.seal.photos == 30
        assert gallery.search(probe(entries[29].template), 1)[0].person == entries[29].person
    made(folder, entries[30:])
    with open_gallery(folder) as resumed, open_gallery(made(tmp_path / "whole", entries)) as whole:
        assert resumed.seal.fingerprint == whole.seal.fingerprint
        assert resumed.problems() == []


@pytest.mark.parametrize("harm", ["index-000.faiss", FILE])
def test_a_flipped_byte_is_noticed(tmp_path: Path, harm: str) -> None:
    entries = people(30, 2)
    folder = made(tmp_path / "g", entries)
    data = bytearray((folder / harm).read_bytes())
    wanted = entries[3].template if harm == FILE else entries[3].template.astype(np.float16)
    data[data.index(wanted.tobytes()) + wanted.itemsize - 1] ^= 0x40
    (folder / harm).write_bytes(bytes(data))
    with pytest.raises(GalleryDamaged), open_gallery(folder) as gallery:
        assert gallery.problems()
        gallery.search(probe(entries[3].template), 30)


def test_a_name_changed_behind_our_back_is_found_by_verify(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(5, 1))
    with sqlite3.connect(folder / FILE) as db:
        db.execute("UPDATE photo SET person = 'SOMEBODY ELSE' WHERE id = 1")
    with open_gallery(folder) as gallery:
        assert any("not the ones the manifest was made for" in problem for problem in gallery.problems())


def test_a_lost_index_is_a_fault_and_can_be_rebuilt(tmp_path: Path) -> None:
    entries = people(5, 1)
    folder = made(tmp_path / "g", entries)
    (folder / "index-000.faiss").unlink()
    with pytest.raises(GalleryDamaged, match="rebuild"):
        open_gallery(folder)
    galleries.rebuild(folder)
    with open_gallery(folder) as gallery:
        assert gallery.problems() == []


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\x00" + bytes(4000)])
def test_a_ruined_database_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    folder = made(tmp_path / "g", people(5, 1))
    (folder / FILE).write_bytes(content)
    with pytest.raises(AntigoneError) as caught:
        open_gallery(folder)
    assert isinstance(caught.value, GalleryDamaged) and "backup" in caught.value.hint


def test_another_gallerys_index_is_not_taken_for_its_own(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a", people(5, 1)), made(tmp_path / "b", people(5, 1, seed=1))
    (one / "index-000.faiss").write_bytes((other / "index-000.faiss").read_bytes())
    with pytest.raises(GalleryDamaged):
        open_gallery(one)


def test_a_gallery_refuses_another_model(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(5, 1))
    with pytest.raises(GalleryForeign), open_writer(folder, "other@1/r1", SIZE):
        pass
    with open_gallery(folder) as gallery, pytest.raises(GalleryForeign):
        gallery.search(Template(unit(np.ones(SIZE)), "other@1/r1"), 5)


def test_only_one_can_write_at_a_time(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(5, 1))
    with open_writer(folder, MODEL, SIZE) as writer:
        with pytest.raises(GalleryBusy), open_writer(folder, MODEL, SIZE):
            pass
        writer.add(people(6, 1)[5:])
        with pytest.raises(GalleryBusy):  # half enrolled: not searched meanwhile
            open_gallery(folder)
    with open_gallery(folder) as gallery:
        assert gallery.seal.photos == 6


def test_no_gallery_and_a_folder_of_other_things_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(GalleryMissing):
        open_gallery(tmp_path / "none")
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(UsageError), open_writer(tmp_path, MODEL, SIZE):
        pass
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt"]


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(5, 1))
    with pytest.raises(StorageFailed, match="Free some space"), open_writer(folder, MODEL, SIZE) as writer:
        pages = writer._store._db.execute("PRAGMA page_count").fetchone()[0]
        writer._store._db.execute(f"PRAGMA max_page_count = {pages}")
        writer.add(people(2000, 1)[5:])
    with open_gallery(folder) as gallery:
        assert gallery.seal.photos == 5
        assert gallery.problems() == []


def test_the_database_itself_refuses_a_photo_without_a_lawful_source(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(1, 1))
    with sqlite3.connect(folder / FILE) as db:
        for change in ("source = ' '", "basis = 'curiosity'"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(f"UPDATE photo SET {change}")


def test_the_gallerys_files_are_for_its_owner_only(tmp_path: Path) -> None:
    folder = made(tmp_path / "g", people(2, 1))
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir() if path.name != ".lock")
    assert isinstance(open_gallery(folder), Gallery)
