"""The faults that are seeded into the source to try the suite fit it as it is, and trying them is honest."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/antigone"
NO_ROOMS = {"demo", "locale", "static", "templates"}
"""Folders of the desk that hold no rules of it: the demonstration, words and pictures."""
CORE = {"cli", "client", "evidence", "exchange", "face", "gallery", "protocol", "reconciliation", "weights"}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    where = importlib.util.spec_from_file_location("seeded_faults", ROOT / "tools/seeded_faults.py")
    assert where is not None and where.loader is not None
    module = sys.modules["seeded_faults"] = importlib.util.module_from_spec(where)  # dataclasses look their module up
    where.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_whoever_moves_code_moves_the_faults_that_are_seeded_in_it(tool: ModuleType) -> None:
    lost = []
    for fault in tool.read_faults(ROOT / "tools/faults"):
        if not (ROOT / fault.file).is_file():
            lost.append(f"{fault.name}: there is no {fault.file}")
            continue
        try:
            fault.in_source((ROOT / fault.file).read_text(encoding="utf-8"))
        except tool.Untried as why:
            lost.append(str(why))
        lost += [f"{fault.name}: there is no {path}" for path in fault.tests if not (ROOT / path).exists()]
    assert not lost, "Change tools/faults/*.toml with the code:\n" + "\n".join(lost)


def test_no_room_of_the_house_is_left_untried(tool: ModuleType) -> None:
    faults = tool.read_faults(ROOT / "tools/faults")
    seeded = {Path(fault.file).relative_to("src/antigone").parts for fault in faults}
    rooms = {path.parent.name for path in (SOURCE / "desk").glob("*/__init__.py")} - NO_ROOMS
    assert rooms - {parts[1] for parts in seeded if parts[0] == "desk"} == set()
    assert CORE - {parts[0] for parts in seeded} == set()
    assert len(faults) >= 40
    assert {database for fault in faults for database in fault.databases} == set(tool.DATABASES)


def house(folder: Path) -> Path:
    """A small tree in which one rule is tested and the other is not."""
    (folder / "src/antigone").mkdir(parents=True)
    (folder / "src/antigone/__init__.py").write_text("LIMIT = 3\n\n\ndef may(number):\n    return number <= LIMIT\n")
    (folder / "tests").mkdir()
    (folder / "tests/test_rule.py").write_text(
        "import time\nimport antigone\n\n\n"
        "def test_nobody_passes_the_limit():\n"
        "    while antigone.LIMIT < 0:\n        time.sleep(0.1)\n"
        "    assert not antigone.may(9)\n"
    )
    (folder / "tests/test_broken.py").write_text("def test_what_fails_without_a_fault():\n    assert False\n")
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


def faults(folder: Path, *said: str) -> Path:
    (folder / "faults").mkdir()
    rows = "\n".join(
        f'[[fault]]\nbroken = "A rule is gone."\nfile = "src/antigone/__init__.py"\n{each}' for each in said
    )
    (folder / "faults/all.toml").write_text(rows)
    return folder / "faults"


RULE = 'tests = ["tests/test_rule.py"]\n'
CAUGHT = f'name = "limit-is-gone"\ntext = "number <= LIMIT"\ninstead = "True"\n{RULE}'
MISSED = f'name = "off-by-one"\ntext = "<="\ninstead = "<"\n{RULE}'
GONE = f'name = "moved-away"\ntext = "number > LIMIT"\ninstead = "False"\n{RULE}'
UNSOUND = 'name = "no-proof-at-all"\ntext = "<="\ninstead = "<"\ntests = ["tests/test_broken.py"]\n'
HANGS = f'name = "never-ends"\ntext = "LIMIT = 3"\ninstead = "LIMIT = -3"\n{RULE}'


@pytest.mark.sweep
@pytest.mark.slow
def test_a_fault_that_no_test_notices_is_told_and_one_that_cannot_be_tried_too(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "_LEAST", 8.0)
    monkeypatch.setattr(tool, "_TIMES", 1.0)
    root = house(tmp_path / "house")
    folder = faults(
        tmp_path, CAUGHT, MISSED, GONE, UNSOUND, HANGS, HANGS.replace("never", "hardly") + "may_hang = true\n"
    )
    assert tool.main([], root=root, folder=folder) == 2
    told = {line.split()[1]: line for line in capsys.readouterr().out.splitlines() if line[:6] in _WORDS}
    assert told["limit-is-gone"].startswith("caught") and told["limit-is-gone"].endswith("test_nobody_passes_the_limit")
    assert told["off-by-one"].startswith("MISSED")
    assert told["moved-away"].startswith("error") and "0 times" in told["moved-away"]
    assert told["no-proof-at-all"].startswith("error") and "fail without a fault" in told["no-proof-at-all"]
    assert told["never-ends"].startswith("error")
    assert told["hardly-ends"].startswith("caught")
    assert (root / "src/antigone/__init__.py").read_text().startswith("LIMIT = 3\n")


_WORDS = ("caught", "MISSED", "error ")


@pytest.mark.slow
def test_the_exit_status_says_whether_everything_was_caught(tool: ModuleType, tmp_path: Path) -> None:
    root, folder = house(tmp_path / "house"), faults(tmp_path, CAUGHT, MISSED)
    assert tool.main(["--only", "limit-is-gone"], root=root, folder=folder) == 0
    assert tool.main(["--only", "off-by-one"], root=root, folder=folder) == 1
    assert tool.main(["--only", "nobody-knows-it"], root=root, folder=folder) == 2


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((CAUGHT, CAUGHT), "two faults"),
        ((CAUGHT + 'datbases = ["sqlite"]\n',), "datbases"),
        ((CAUGHT + 'databases = ["oracle"]\n',), "no database oracle"),
        ((CAUGHT.replace('"True"', '"number <= LIMIT"'),), "changes nothing"),
    ],
)
def test_a_list_of_faults_is_read_strictly(tool: ModuleType, tmp_path: Path, rows: tuple[str, ...], words: str) -> None:
    with pytest.raises(tool.Untried, match=words):
        tool.read_faults(faults(tmp_path, *rows))
