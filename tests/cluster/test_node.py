"""What Ray is started with: a token, given ports, nothing sent, nothing on a disk; and when nothing of it is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from antigone.cluster.node import (
    PORTS,
    NodeAddress,
    NodeSettings,
    command,
    environment,
    make_token,
    must_be_in_memory,
    read_token,
)
from antigone.errors import SettingsInvalid
from command_line import antigone


def a_node(tmp_path: Path, *, first: bool) -> NodeSettings:
    head = NodeAddress("10.0.0.1", 6400)
    return NodeSettings(head if first else NodeAddress("10.0.0.2", 7000), head, tmp_path / "token", Path("/run/x"))


def following(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def test_nothing_is_sent_anywhere_and_nobody_gets_in_without_the_token() -> None:
    said = environment("0" * 64)
    assert said["RAY_AUTH_MODE"] == "token" and said["RAY_AUTH_TOKEN"] == "0" * 64
    assert said["RAY_USAGE_STATS_ENABLED"] == said["RAY_enable_metrics_collection"] == "0"
    assert said["RAY_ENABLE_UV_RUN_RUNTIME_ENV"] == "0", "the folder of whoever calls is not copied to nodes"


def test_templates_stay_in_memory(tmp_path: Path) -> None:
    assert environment("0" * 64)["RAY_automatic_object_spilling_enabled"] == "0"
    words = command(a_node(tmp_path, first=True))
    assert following(words, "--plasma-directory") == "/dev/shm"
    assert following(words, "--object-spilling-directory") == "/run/x/spill", "what does not fit: in memory too"


@pytest.mark.parametrize("first", [True, False])
def test_a_node_uses_its_own_ports_and_no_others(tmp_path: Path, first: bool) -> None:
    node = a_node(tmp_path, first=first)
    words = command(node)
    ports = {word: int(words[at + 1]) for at, word in enumerate(words) if word.endswith("-port") or word == "--port"}
    assert all(node.bind.port <= port < node.bind.port + PORTS for port in ports.values())
    assert len(set(ports.values())) == len(ports) >= 8
    assert following(words, "--node-ip-address") == node.bind.host and "--disable-usage-stats" in words
    assert ("--head" in words) == first and ("--include-dashboard" in words) == first
    assert first or following(words, "--address") == "10.0.0.1:6400"
    assert not first or following(words, "--include-dashboard") == "false"


def test_a_folder_on_a_disk_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n/dev/sdb /run/disk ext4 rw 0 0\n")
    must_be_in_memory(Path("/run/antigone"), mounts)
    for folder in ("/var/antigone", "/run/disk/antigone", "/running"):
        with pytest.raises(SettingsInvalid, match="lies on a disk"):
            must_be_in_memory(Path(folder), mounts)


def test_the_token_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "of" / "token"
    make_token(file)
    assert len(read_token(file)) == 64 and file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_token(file)
    file.chmod(0o640)
    with pytest.raises(SettingsInvalid, match="Others may read"):
        read_token(file)
    file.chmod(0o600)
    file.write_text("guess me")
    with pytest.raises(SettingsInvalid, match="no token of a cluster"):
        read_token(file)


@pytest.mark.parametrize("said", ["desk.example:6400", "10.0.0.1:http", "10.0.0.1:80", "10.0.0.1:65530", ""])
def test_an_address_that_cannot_be_one_is_refused(said: str) -> None:
    with pytest.raises(SettingsInvalid):
        NodeAddress.parse(said)
    assert NodeAddress.parse("10.0.0.1") == NodeAddress("10.0.0.1", 6400)


def test_a_node_that_does_not_run_cannot_leave(tmp_path: Path) -> None:
    words = ["leave", "127.0.0.9:7000", "--node", "127.0.0.9", "--token-file", str(tmp_path / "token")]
    done = antigone("cluster", *words, "--folder", str(tmp_path))
    assert done.returncode == 2 and "No node runs in" in done.stderr


@pytest.mark.slow
def test_where_there_is_no_cluster_nothing_of_ray_is_loaded() -> None:
    modules = "antigone.cli.cluster, antigone.cluster.link, antigone.desk.candidates.index.holder, sys"
    said = subprocess.run(
        [sys.executable, "-c", f"import {modules}; print('ray' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"
