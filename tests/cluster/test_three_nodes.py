"""Three real nodes: searches without pause while one is killed, another joins, a replica lies, the head is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench/cluster.py"


@pytest.mark.minutes  # not a sweep yet: begun by pytest, the measurement ends without a word before it has written
@pytest.mark.slow
def test_no_list_is_wrong_or_shorter_and_with_two_replicas_none_is_refused(tmp_path: Path) -> None:
    words = ["--templates", "100", "--changes", "100", "--port", "31500", "--out", str(tmp_path / "said")]
    done = subprocess.run([sys.executable, BENCH, *words], check=False)
    said = json.loads((tmp_path / "said").read_text())
    assert done.returncode == 0 and said["broken"] == []
    for part in ("two_replicas", "one_replica", "head_lost"):
        assert said[part]["wrong"] == said[part]["shorter"] == 0 and said[part]["right"] > 0
    assert said["two_replicas"]["refused"] == 0 and said["templates_in_files"] == 0
