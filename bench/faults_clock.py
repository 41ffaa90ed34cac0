"""The clock jumps by minutes, days and years, both ways: each promise is a test, tried on this database."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from faults import Promise

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/desk/test_clock_jumps.py"


def clock(place: Path, database: str) -> list[Promise]:
    """Every test of jumps as a promise."""
    out = place / "clock.xml"
    command = [sys.executable, "-m", "pytest", "--everywhere", "-n0", "-q", "-k", database, f"--junitxml={out}", TESTS]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    subprocess.run(command, cwd=ROOT, env=kept, stdout=subprocess.DEVNULL, check=False)
    found: dict[str, list[bool]] = {}
    for case in ET.parse(out).iter("testcase"):
        name = case.get("name", "").partition("[")[0].removeprefix("test_").replace("_", " ")
        found.setdefault(name, []).append(case.find("failure") is None and case.find("error") is None)
    return [Promise(name, len(held), ("a test failed",) * held.count(False)) for name, held in found.items()]
