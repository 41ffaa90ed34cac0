"""Whether a bundle is the one that was made, and made by whom: asked by an Antigone that is trusted already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from antigone.bundle.contents import SUMS
from bundle.small_bundles import small_bundle
from command_line import antigone

cryptography = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return small_bundle(tmp_path / "stick", "1.0")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return a_key(tmp_path / "key.pem")


def a_key(path: Path) -> Path:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = cryptography.Ed25519PrivateKey.generate()
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def test_a_bundle_that_is_whole_gives_the_hash_of_its_list(bundle: Path) -> None:
    import hashlib

    done = antigone("bundle", bundle, "--check")

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == hashlib.sha256((bundle / SUMS).read_bytes()).hexdigest()


def test_every_file_that_changed_was_lost_or_was_added_is_named(bundle: Path) -> None:
    (bundle / "bundle.json").write_text("{}")
    (bundle / "install.sh").unlink()
    (bundle / "wheels" / "another-1.0-py3-none-any.whl").write_bytes(b"")

    done = antigone("bundle", bundle, "--check")

    assert done.returncode == 3
    for words in ("bundle.json is not as", "install.sh is not as", "wheels/another-1.0-py3-none-any.whl was added"):
        assert words in done.stderr


def test_who_signed_it_is_proved_and_another_ones_signature_is_refused(bundle: Path, key: Path, tmp_path: Path) -> None:
    from antigone.bundle.contents import sign

    signer = sign(bundle, key)
    other = sign(Path(shutil.copytree(bundle, tmp_path / "copy")), a_key(tmp_path / "other.pem"))

    assert antigone("bundle", bundle, "--check", "--signed-by", signer).returncode == 0
    refused = antigone("bundle", bundle, "--check", "--signed-by", other)
    assert refused.returncode == 3 and "was not signed by this key" in refused.stderr


def test_one_that_is_not_signed_is_not_taken_for_signed(bundle: Path, key: Path, tmp_path: Path) -> None:
    from antigone.bundle.contents import sign

    signer = sign(Path(shutil.copytree(bundle, tmp_path / "copy")), key)

    assert "is not signed" in antigone("bundle", bundle, "--check", "--signed-by", signer).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("OUT", "--check"), "has no list of hashes"),
        (("OUT", "--signed-by", "x"), "Add --check"),
        (("OUT", "--python", "three"), "Such as 3.11"),
        (("OUT", "--platform", "amiga"), "'amiga' is not one of"),
    ],
)
def test_what_cannot_be_made_or_checked_says_what_to_type(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = antigone("bundle", *(tmp_path / "out" if word == "OUT" else word for word in words))

    assert done.returncode in (2, 3) and said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_there_is_never_written_into(bundle: Path) -> None:
    done = antigone("bundle", bundle)

    assert done.returncode == 2 and "is there already" in done.stderr


def test_an_index_that_does_not_answer_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text("#!/bin/sh\necho 'error: no route to host' >&2\nexit 2\n")
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", str(uv.parent) + ":/bin:/usr/bin")

    done = antigone("bundle", tmp_path / "made" / "out")

    assert done.returncode == 3 and "no route to host" in done.stderr and "package index" in done.stderr
    assert not list((tmp_path / "made").iterdir())


def test_without_uv_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    done = antigone("bundle", tmp_path / "made" / "out")

    assert done.returncode == 3 and "pip install uv" in done.stderr
    assert not list((tmp_path / "made").iterdir())
