"""The services that docs/operate.md puts in place."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd: apt-get install systemd")
    for unit in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
        words = unit.read_text(encoding="utf-8").replace("/opt/antigone/bin/antigone", sys.executable)
        (tmp_path / unit.name).write_text(words, encoding="utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    command = ["systemd-analyze", "verify", "--man=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and str(tmp_path) not in done.stderr, done.stderr


@pytest.mark.parametrize(
    "name",
    ["antigone-desk.service", "antigone-worker.service", "antigone-backup.service", "antigone-fsck.service"],
)
def test_a_service_speaks_to_its_own_machine_alone(name: str) -> None:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    assert "IPAddressDeny=any" in lines and "IPAddressAllow=localhost" in lines and "NoNewPrivileges=yes" in lines


@pytest.mark.parametrize("name", ["antigone-cluster-head.service", "antigone-cluster-node.service"])
def test_a_node_keeps_its_memory_off_the_disk_and_speaks_to_a_network_of_its_own(name: str) -> None:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    assert {"LimitCORE=0", "MemorySwapMax=0", "IPAddressDeny=any", "NoNewPrivileges=yes"} <= set(lines)
