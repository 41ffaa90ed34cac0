"""Settings: read once, strictly, and never guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from antigone.desk.environment import PREFIX, SETTINGS, Mode, PostgreSQL, read_environment
from antigone.errors import SettingsInvalid

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/operate.md"
LEAST = {
    "ANTIGONE_DESK_HOME": "/var/lib/antigone",
    "ANTIGONE_DESK_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ANTIGONE_DESK_PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "ANTIGONE_DESK_CHECKPOINT_KEY": "-----BEGIN PRIVATE KEY-----",
}


def read(**more: str) -> object:
    return read_environment({**LEAST, **{PREFIX + name: value for name, value in more.items()}})


def test_what_is_not_said_is_the_safe_choice() -> None:
    desk = read_environment({**LEAST, "PATH": "/bin"})
    assert (desk.mode, desk.database, desk.address, desk.port) == (Mode.AGENCY, None, "127.0.0.1", 8000)
    assert desk.loopback and not desk.https and desk.time_zone == "UTC"


@pytest.mark.parametrize("name", ["HOME", "SECRET_KEY", "PHOTO_KEY", "CHECKPOINT_KEY"])
def test_nothing_that_protects_people_has_a_default(name: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"{PREFIX}{name} is not set"):
        read(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOME", "relative/path"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("PHOTO_KEY", "not base64"),
        ("PHOTO_KEY", "c2hvcnQ="),
        ("PHOTO_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("MODE", "Agency"),
        ("MODE", "off"),
        ("DATABASE", "mysql://db/x"),
        ("DATABASE", "postgresql://db:port/x"),
        ("DATABASE", "postgresql://db"),
        ("DATABASE", "postgresql://db/x?sslmode=disable"),
        ("CLUSTER", "10.0.0.1"),
        ("CLUSTER", "head.example:6400"),
        ("BIND", "8000"),
        ("BIND", "127.0.0.1:0"),
        ("BIND", "127.0.0.1:99999"),
        ("HOSTS", "*"),
        ("HOSTS", "a.example,,b.example"),
        ("HOSTS", "a.example:80"),
        ("HTTPS", "yes"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("COLOUR", "blue"),
        ("HOSTS_FILE", "/etc/hosts"),
    ],
)
def test_what_cannot_be_understood_is_told_and_its_value_is_not(name: str, value: str) -> None:
    with pytest.raises(SettingsInvalid, match=PREFIX + name) as raised:
        read(**{name: value})
    assert name not in ("SECRET_KEY", "DATABASE") or value not in str(raised.value)


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "db").write_text("postgresql://desk:p%40ss@db.example:5433/antigone\n")
    desk = read_environment({**LEAST, "ANTIGONE_DESK_DATABASE_FILE": str(tmp_path / "db")})
    assert desk.database == PostgreSQL("antigone", "desk", "p@ss", "db.example", "5433")
    assert "p@ss" not in repr(desk) and LEAST["ANTIGONE_DESK_SECRET_KEY"] not in repr(desk)


def test_a_secret_in_both_places_or_in_no_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="Both"):
        read(SECRET_KEY_FILE=str(tmp_path / "key"))
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        read(SECRET_KEY="", SECRET_KEY_FILE=str(tmp_path / "nowhere"))


def test_a_desk_that_others_can_reach_is_not_on_loopback() -> None:
    for name, value in (("BIND", "0.0.0.0:8000"), ("BIND", "192.168.1.4:80"), ("HOSTS", "desk.example,localhost")):
        assert not read(**{name: value}).loopback  # type: ignore[attr-defined]


def test_every_setting_is_explained_in_the_documents() -> None:
    said = dict(re.findall(r"^\| `ANTIGONE_DESK_(\w+)` \| (.+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.M))
    assert said == SETTINGS


def test_a_cluster_is_used_only_if_it_is_named_and_its_token_is_never_shown() -> None:
    assert read_environment(LEAST).cluster is None
    said = {"CLUSTER": "10.0.0.1:6400", "CLUSTER_TOKEN": "5e" * 32}
    cluster = read_environment({**LEAST, **{PREFIX + name: value for name, value in said.items()}}).cluster
    assert cluster is not None and (cluster.head, cluster.node, cluster.replicas) == ("10.0.0.1:6400", "10.0.0.1", 2)
    assert "5e5e" not in repr(cluster)
    for name, value in (("CLUSTER_TOKEN", "guess me"), ("CLUSTER_REPLICAS", "none"), ("CLUSTER_NODE", "here")):
        with pytest.raises(SettingsInvalid, match="CLUSTER"):
            read(**{**said, name: value})
