"""A failing disk under one folder: ``faults_layer.c`` made, and told what to do."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
from pathlib import Path

_CONTROL, _UNDER = "FAILING_CONTROL", "FAILING_UNDER"


def layer(folder: Path) -> dict[str, str]:
    """The environment of a process whose disk under ``folder/place/desk`` fails when it is told to."""
    if (compiler := shutil.which("cc")) is None:
        raise SystemExit("The failing disk needs a C compiler: apt-get install gcc libc6-dev")
    made = folder / "faults_layer.so"
    source = Path(__file__).with_suffix(".c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    (folder / "control").write_bytes(bytes(64))
    return {"LD_PRELOAD": str(made), _CONTROL: str(folder / "control"), _UNDER: str(folder / "place/desk")}


class Control:
    """What the layer does: shared with every process that has it."""

    def __init__(self) -> None:
        with Path(os.environ[_CONTROL]).open("r+b") as file:
            self._at = mmap.mmap(file.fileno(), 64)

    def set(self, start: int, error: int, ms: int = 0) -> None:
        self._at[:40] = struct.pack("5q", 0, start, error, ms, 0)

    def written(self) -> int:
        return int(struct.unpack_from("q", self._at, 0)[0])

    def failed(self) -> int:
        return int(struct.unpack_from("q", self._at, 32)[0])
