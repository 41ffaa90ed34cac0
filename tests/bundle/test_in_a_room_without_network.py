"""A real bundle, made from this checkout and the package index, installed where there is no network at all.

It takes minutes: `.ci/run` runs it by itself, and `uv run pytest --everywhere` does.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.minutes]

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 350_000_000
_ROOM = (
    ["unshare", "--net"] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
)
_UP = 0x8914, 0x1 | 0x40  # SIOCSIFFLAGS; IFF_UP and IFF_RUNNING


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle") / "stick"
    subprocess.run([sys.executable, "-m", "antigone", "bundle", out], check=True)
    return out


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare: apt-get install util-linux")
def test_it_is_installed_and_the_demonstration_opens(bundle: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*_ROOM, sys.executable, __file__, bundle, tmp_path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert "fit" in seen["installed"] and "FAULT" not in seen["installed"]
    assert "NOTE" not in seen["installed"]  # nothing that would report its use
    assert seen["outside"] == "unreachable"
    assert seen["first_page"] == 200


def test_it_is_small_enough_for_a_stick_and_for_a_slow_line(bundle: Path) -> None:
    assert sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file()) < MOST_BYTES


def test_what_the_checkout_keeps_away_is_in_no_list(bundle: Path) -> None:
    for pins in (bundle / "requirements").iterdir():
        assert "telemetry" not in pins.read_text()
    assert not list((bundle / "wheels").glob("*telemetry*"))


def test_its_list_of_packages_is_of_the_wheels_that_lie_in_it(bundle: Path) -> None:
    listed = json.loads(next((bundle / "sbom").iterdir()).read_text(encoding="utf-8"))
    hashes = {each["hashes"][0]["content"] for each in [*listed["components"], listed["metadata"]["component"]]}
    wheels = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (bundle / "wheels").iterdir()}
    assert hashes == wheels


def test_whoever_builds_the_same_source_again_has_the_same_wheel(bundle: Path, tmp_path: Path) -> None:
    subprocess.run(["uv", "build", "--wheel", "--quiet", "--out-dir", tmp_path, ROOT], check=True)
    again, own = (next(folder.glob("antigone-*.whl")) for folder in (tmp_path, bundle / "wheels"))
    assert again.read_bytes() == own.read_bytes()
    assert any(name.endswith("licenses/THIRD-PARTY.md") for name in zipfile.ZipFile(own).namelist())


def in_the_room(bundle: Path, folder: Path) -> dict[str, object]:
    """What happens there: run in a network namespace of its own, where at first not even this machine is reachable."""
    flags, up = _UP
    fcntl.ioctl(socket.socket(), flags, struct.pack("16sH14s", b"lo", up, b""))
    install = ["sh", bundle / "install.sh", "--into", folder / "antigone"]
    environment = os.environ | {"PYTHON": sys.executable}
    installed = subprocess.run(install, env=environment, capture_output=True, text=True, check=True).stdout
    demo = [folder / "antigone/bin/antigone", "demo", "--no-browser", "--out", folder / "demo"]
    with subprocess.Popen(demo, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as served:
        assert served.stdout is not None
        address = next(found[0] for line in served.stdout if (found := re.search(r"http://\S+", line)))
        first_page = urllib.request.urlopen(address).status
        served.terminate()
    return {"installed": installed, "outside": outside(), "first_page": first_page}


def outside() -> str:
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2)
    except OSError:
        return "unreachable"
    return "reachable"


if __name__ == "__main__":
    print(json.dumps(in_the_room(Path(sys.argv[1]), Path(sys.argv[2]))))
