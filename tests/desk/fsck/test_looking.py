"""A byte is turned in each kind of file that a desk has: it is found, said whose it is, and mended where a copy is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone

from antigone.desk.audit import outbox
from antigone.desk.candidates.index.chosen import index
from antigone.desk.console import look_for_damage
from antigone.desk.exchange.models import Packet
from antigone.desk.families.models import Given
from antigone.desk.fsck.finding import StoredFault, StoredKind
from antigone.desk.fsck.looking import look, look_at_backup, look_at_keys
from antigone.desk.identification.models import EvidenceLine, EvidencePaper
from antigone.desk.intake import spool
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from desk_backup import Elsewhere, elsewhere
from desk_people import two_agencies
from desk_things import things_of

pytestmark = pytest.mark.slow


@dataclass
class Whole:
    """A desk with a file of each kind, and where it was backed up."""

    home: Path
    kept: Elsewhere
    paper: EvidencePaper
    before: set[StoredFault]
    """What is found of it as it is: rows that tests write without acts."""

    def found(self) -> set[StoredFault]:
        return set(look()) - self.before


@pytest.fixture(scope="module")
def whole(one_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    people = two_agencies()
    things_of(people.ana, people.boris, "HARBOUR", people.hills)
    place = vault.keep(b"%PDF of a dentist")
    paper = EvidencePaper.objects.create(
        line=EvidenceLine.objects.all()[0],
        name="chart",
        sha256=hashlib.sha256(b"").hexdigest(),
        sealed=place.name,
        wrapped=place.wrapped,
        size=1,
        pages=1,
        is_pdf=True,
        by=people.boris,
        at=timezone.now(),
    )
    spool.keep(spool.new(), 0, b"a file that waits")
    index().tidy()
    outbox.make()
    with elsewhere(tmp_path_factory.mktemp("elsewhere")) as kept:
        kept.back_up()
        yield Whole(one_desk, kept, paper, set(look()))


@contextmanager
def turned(path: Path, at: float = 0.5) -> Iterator[None]:
    """One byte of a file is another meanwhile."""
    held = path.read_bytes()
    place = int(at * len(held))
    path.write_bytes(held[:place] + bytes([held[place] ^ 0x20]) + held[place + 1 :])
    try:
        yield
    finally:
        path.write_bytes(held)


def test_nothing_is_found_on_a_whole_desk(whole: Whole) -> None:
    assert {fault.kind for fault in whole.before} <= {StoredKind.BOUND}, "rows that a test wrote without an act"
    assert whole.found() == set()


def test_a_byte_in_any_file_is_found_and_said_whose_it_is(whole: Whole) -> None:
    photograph = Photograph.objects.filter(state="usable", kind="pm")[0]
    given, packet = Given.objects.filter(wrapped__isnull=False)[0], Packet.objects.exclude(file="")[0]
    code, name = photograph.subject.code, photograph.sealed
    checkpoint = next(whole.home.glob("checkpoints/*.json"))
    waiting = next(whole.home.glob("intake/*/*"))
    part = next(whole.home.glob("index/**/*.npy"))
    in_vault = f"photos/{name[:2]}/{name[2:4]}/{name}"
    cases = {
        in_vault: (StoredKind.ORIGINAL, f"photograph {photograph.pk} of {code}"),
        f"{in_vault}.view-0": (StoredKind.PICTURE, f"photograph {photograph.pk} of {code}"),
        _in_vault(given.sealed): (StoredKind.ORIGINAL, f"photograph {given.pk} that was given"),
        _in_vault(whole.paper.sealed): (StoredKind.ORIGINAL, f"paper {whole.paper.pk} of line"),
        f"exchange/{packet.file}": (StoredKind.PACKET, f"packet {packet.number}"),
        str(checkpoint.relative_to(whole.home)): (StoredKind.CHECKPOINT, ""),
        str(waiting.relative_to(whole.home)): (StoredKind.WAITING, "an import that nobody began yet"),
        str(part.relative_to(whole.home)): (StoredKind.INDEX, "incident "),
    }
    with ExitStack() as all_of_them:
        for path in cases:
            all_of_them.enter_context(turned(whole.home / path))
        found = whole.found()
    assert len(found) == len(cases)
    for path, (kind, whose) in cases.items():
        (fault,) = (each for each in found if each.path == path or each.kind == kind == StoredKind.INDEX)
        assert fault.kind == kind and fault.whose.startswith(whose) and fault.todo, path
    assert whole.found() == set()


def _in_vault(name: str) -> str:
    return f"photos/{name[:2]}/{name[2:4]}/{name}"


def test_half_of_a_key_that_was_altered_cut_or_lost_is_named_with_whose_photograph_it_is(whole: Whole) -> None:
    photograph = Photograph.objects.filter(state="usable", kind="pm")[0]
    path = whole.home / "keys" / photograph.sealed[:2]
    held = path.read_bytes()
    row = held.index(bytes.fromhex(photograph.sealed))
    for damaged, words in (
        (held[: row + 40] + bytes([held[row + 40] ^ 1]) + held[row + 41 :], "does not open with it"),
        (held[: row + 3] + bytes([held[row + 3] ^ 1]) + held[row + 4 :], "is not in it"),
        (None, "not there"),
    ):
        path.write_bytes(damaged) if damaged is not None else path.unlink()
        ours = [f for f in whole.found() if f.whose.startswith(f"photograph {photograph.pk} of ")]
        assert any(f.kind == StoredKind.HALF_KEY and words in f.what for f in ours), words
        path.write_bytes(held)
    path.write_bytes(held + b"half a row")
    assert ["cut off" in fault.what for fault in whole.found()] == [True]
    path.write_bytes(held)


def test_files_are_put_back_from_a_backup(whole: Whole) -> None:
    photograph = Photograph.objects.filter(state="usable", kind="pm")[0]
    original = whole.home / _in_vault(photograph.sealed)
    view, waiting = original.with_name(f"{original.name}.view-0"), next(whole.home.glob("intake/*/*"))
    held = {path: path.read_bytes() for path in (original, view, waiting)}
    with turned(original), turned(waiting):
        view.unlink()
        found, mended = look_for_damage(follow=passing, source=whole.kept.backup, key_file=whole.kept.stick)
        assert set(found) == whole.before
        assert sorted(mended) == sorted(str(path.relative_to(whole.home)) for path in held)
        assert {path: path.read_bytes() for path in held} == held
    assert look_for_damage(follow=passing, source=whole.kept.backup, key_file=whole.kept.stick)[1] == []


def test_a_backup_and_its_keys_are_read_too(whole: Whole) -> None:
    def wrong() -> list[tuple[str, str]]:
        found = [*look_at_backup(whole.kept.backup), *look_at_keys(whole.kept.keys)]
        return [(fault.path, fault.whose) for fault in found]

    assert wrong() == []
    (copy,) = (path.stem for path in whole.kept.backup.glob("copies/*.json"))
    for name in whole.kept.lying():
        with turned(whole.kept.backup / name):
            assert (name, f"copy {copy}") in wrong()
    with turned(whole.kept.keys / "antigone-keys.age"):
        assert wrong() == [("antigone-keys.age", "the copy of keys")]


def passing(things: Iterator[object], _total: int, _word: str) -> Iterator[object]:
    return things
