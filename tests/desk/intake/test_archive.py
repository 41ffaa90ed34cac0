"""What a browser sends is read without trusting what it says of itself."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from antigone.desk.intake import archive
from antigone.desk.intake.archive import Archive
from antigone.desk.intake.seeing import entries, see
from antigone.errors import ManifestInvalid
from antigone.tables.sent import IncomingFiles
from antigone.types import Profile, Refusal
from desk_intake import a_file, zipped


def place(whole: Archive, name: str) -> int:
    return next(file.place for file in whole.files() if file.name == name)


def refused(data: bytes | Refusal) -> str:
    assert isinstance(data, Refusal)
    return data.code


def test_folders_of_an_archive_are_persons() -> None:
    whole = Archive(
        zipped({"P-1/a.jpg": a_file(1), "P-2/b.JPG": a_file(2), "__MACOSX/P-1/._a.jpg": b"", "notes.txt": b""})
    )
    sent = IncomingFiles(tuple(whole.files()))
    found = entries(see(sent, Profile.AM, {}), sent)
    assert [(entry.path, entry.who) for entry in found] == [("P-1/a.jpg", "P-1"), ("P-2/b.JPG", "P-2")]
    assert whole.read(place(whole, "P-1/a.jpg")) == a_file(1)


@pytest.mark.parametrize(
    ("begins", "kind"), [(b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf'\x1c", "7z"), (b"\x1f\x8b\x08", "gzip"), (b"", "tar")]
)
def test_an_archive_of_another_kind_is_called_by_its_name(begins: bytes, kind: str) -> None:
    whole = begins + bytes(300) if begins else bytes(257) + b"ustar" + bytes(250)
    with pytest.raises(ManifestInvalid, match=rf"another kind \({kind}\)"):
        Archive(io.BytesIO(whole))


def test_two_entries_of_one_name_are_two_photographs() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("P-1/a.jpg", a_file(1))
        made.writestr("P-1/a.jpg", a_file(2))
    sent = IncomingFiles(tuple(Archive(out).files()))
    assert [entry.who for entry in entries(see(sent, Profile.AM, {}), sent)] == ["P-1", "P-1"]


@pytest.mark.parametrize("path", ["../../etc/cron.d/a.jpg", "/etc/a.jpg", "P-1/../../a.jpg"])
def test_a_path_that_climbs_out_is_refused(path: str) -> None:
    sent = IncomingFiles(tuple(Archive(zipped({path: a_file(1)})).files()))
    (entry,) = entries(see(sent, Profile.AM, {}), sent)
    assert entry.refusal is not None


@pytest.mark.slow
def test_what_swells_beyond_measure_is_refused() -> None:
    whole = Archive(zipped({"P/a.jpg": bytes(30_000_000)}, compression=zipfile.ZIP_DEFLATED))
    assert refused(whole.read(1)) == "swells"


def test_an_archive_that_lies_about_its_size_is_read_no_further_than_a_photograph(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Archive(zipped({"P/a.jpg": a_file(1) * 50}))
    entry = whole._entries[1]
    entry.file_size = 10
    assert refused(whole.read(1)) in ("damaged", "swells") or len(whole.read(1)) <= 10  # type: ignore[arg-type]
    monkeypatch.setattr(archive, "_MOST_SWOLLEN", 1_000)
    with pytest.raises(ManifestInvalid, match="larger than"):
        Archive(zipped({"P/a.jpg": a_file(1), "P/b.jpg": a_file(2)}))


def test_links_and_locked_entries_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("P/link.jpg")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    whole = Archive(out)
    assert refused(whole.read(1)) == "link"
    whole._entries[1].external_attr = 0
    whole._entries[1].flag_bits |= 0x1
    assert refused(whole.read(1)) == "locked"


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + bytes(50)])
def test_what_is_no_archive_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ManifestInvalid):
        Archive(io.BytesIO(data))


def test_an_archive_of_too_many_files_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(ManifestInvalid, match="more than"):
        Archive(zipped({f"P/{n}.jpg": b"" for n in range(3)}))
