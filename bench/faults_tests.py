"""Promises whose trial is a test, on this database: the clock that jumps, backups, an upgrade; and what is rotten."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from faults import Promise

ROOT = Path(__file__).resolve().parents[1]
TESTS = {
    "clock": ["tests/desk/test_clock_jumps.py"],
    "backup": ["tests/desk/backup/test_making.py", "tests/desk/backup/test_restoring.py"],
}


def tested(part: str, place: Path, database: str) -> list[Promise]:
    """Every test of a part as a promise."""
    out = place / "tests.xml"
    command = [sys.executable, "-m", "pytest", "--everywhere", "-n0", "-q", f"--junitxml={out}", *TESTS[part]]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    subprocess.run(command, cwd=ROOT, env=kept, stdout=subprocess.DEVNULL, check=False)
    found: dict[str, list[bool]] = {}
    for case in ET.parse(out).iter("testcase"):
        name, _, of = case.get("name", "").partition("[")
        if database in of or not {"sqlite", "postgresql"} & set(re.split(r"[^a-z]+", of)):
            words = name.removeprefix("test_").replace("_", " ")
            found.setdefault(words, []).append(case.find("failure") is None and case.find("error") is None)
    return [Promise(name, len(held), ("a test failed",) * held.count(False)) for name, held in found.items()]


def rotten(files: int) -> list[Promise]:
    """A byte turned in each of so many files, and what of it was found and named (``rotten.py``)."""
    command = [sys.executable, str(Path(__file__).with_name("rotten.py")), "--files", str(files)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    said = subprocess.run(command, env=kept, capture_output=True, text=True, check=False)
    told = re.findall(r"^(.+): (\d+) bytes turned, (\d+) found and named", said.stdout, re.MULTILINE)
    if len(told) != 3:
        raise SystemExit(f"rotten.py did not come to its end.\n{said.stderr}")
    return [
        Promise(f"A byte turned in {what} is found and named", int(tried), ("not found",) * (int(tried) - int(hit)))
        for what, tried, hit in told
    ]
