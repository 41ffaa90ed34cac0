"""What is to be enrolled is read whole, or refused whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from antigone.errors import ForbiddenOrigin, ManifestInvalid, UsageError
from antigone.face.photo import read
from antigone.gallery.intake import LawfulBasis, from_folder, from_manifest, ground, photos_in
from antigone.types import Basis, Refusal

GIVEN = LawfulBasis("Request 1", Basis.CONSENT)
NOBODY = 65534


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """Root may read everything; tests of permissions act as somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def manifest(folder: Path, text: str | bytes) -> Path:
    path = folder / "manifest.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_folder_without_permission_is_an_error_and_not_an_empty_one(tmp_path: Path) -> None:
    locked = tmp_path / "people" / "somebody"
    locked.mkdir(parents=True)
    (locked / "1.jpg").write_bytes(b"x")
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    locked.chmod(0)
    (tmp_path / "own.jpg").write_bytes(b"x")
    (tmp_path / "own.jpg").chmod(0)
    try:
        with as_an_ordinary_user():
            with pytest.raises(UsageError, match="permission"):
                list(photos_in(tmp_path / "people"))
            result = read(tmp_path / "own.jpg")
    finally:
        locked.chmod(0o755)
    assert isinstance(result, Refusal) and result.code == "no-permission"


def test_each_persons_photos_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    for name in ("B/2.jpg", "A/x/1.PNG", "A/.hidden.jpg", ".trash/1.jpg", "A/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = from_folder(tmp_path, GIVEN)
    assert [(r.person, r.name) for r in found] == [("A", "A/x/1.PNG"), ("B", "B/2.jpg")]
    (tmp_path / "stray.jpg").touch()
    with pytest.raises(UsageError, match="no person"):
        from_folder(tmp_path, GIVEN)


def test_a_manifest_keeps_the_columns_nobody_asked_for(tmp_path: Path) -> None:
    text = "\ufeffpath,person,source,basis,name,face\na.jpg,P1,Mother,consent,Олена,2\nb.jpg,P2,,,,\n"
    first, second = from_manifest(manifest(tmp_path, text), GIVEN)
    assert first.details == (("name", "Олена"),) and first.face == 2
    assert first.ground == LawfulBasis("Mother", Basis.CONSENT)
    assert second.ground == GIVEN and second.details == () and second.path == tmp_path / "b.jpg"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "photo,who\na.jpg,P1\n",
        "path,person\n",
        "path,person\na.jpg\n",
        "path,person\na.jpg,P1,more\n",
        "path,person\n,P1\n",
        "path,person,path\na,b,c\n",
        "path,person,face\na.jpg,P1,left\n",
        b"path,person\n\xff\xfe.jpg,P1\n",
        'path,person\n"a.jpg,P1\n',
    ],
)
def test_a_table_that_is_no_manifest_is_refused_whole(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        from_manifest(manifest(tmp_path, text), GIVEN)
    assert caught.value.hint


def test_a_manifest_cannot_name_an_address(tmp_path: Path) -> None:
    with pytest.raises(ForbiddenOrigin):
        from_manifest(manifest(tmp_path, "path,person\nhttps://social.example/a.jpg,P1\n"), GIVEN)


def test_a_ground_needs_a_source_and_one_of_four_bases() -> None:
    assert ground(" Sister ", "Consent") == LawfulBasis("Sister", Basis.CONSENT)
    for source, basis in (("", "consent"), ("Sister", ""), ("Sister", "legitimate-interests")):
        refused = ground(source, basis)
        assert isinstance(refused, Refusal) and refused.code == "no-lawful-source"
