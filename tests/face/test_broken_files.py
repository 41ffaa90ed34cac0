"""Files broken at random are read or refused: nothing is raised, wherever the bytes of a file are looked at."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from command_line import antigone, lines

BENCH = Path(__file__).resolve().parents[2] / "bench/broken_files.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("broken_files", BENCH)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_whatever_is_broken_in_a_file_it_is_read_or_refused(bench: ModuleType) -> None:
    report = bench.run(400, seed=1)
    assert report["raised"] == [] and report["outcomes"]["read"] > 50 and report["outcomes"]["damaged"] > 50
    assert set(report["outcomes"]) <= {
        "read",
        "damaged",
        "not-a-photo",
        "raw",
        "several-pictures",
        "too-many-pixels",
    } | {
        "too-small",
        "empty",
    }


@pytest.mark.slow
def test_a_folder_of_broken_files_is_worked_through(bench: ModuleType, tmp_path: Path) -> None:
    whole, chance = bench.seeds(64), np.random.default_rng(3)
    for number in range(36):
        kind = list(whole)[number % len(whole)]
        (tmp_path / f"{number:02}.jpg").write_bytes(bench.broken(whole[kind], list(whole.values()), chance))
    done = antigone("analyse", tmp_path, "--json")
    assert len(lines(done)) == 36 and done.returncode == 1 and "Traceback" not in done.stderr
