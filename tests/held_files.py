"""Files as Windows holds them: for tests of what is replaced or removed while somebody reads it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """As on Windows, what is open or mapped here can be neither replaced nor removed. Gives what was tried."""
    refused: list[str] = []

    def guarded(name: str, really: Callable[..., Any], which: tuple[int, ...]) -> Callable[..., Any]:
        def act(*paths: Any, **more: Any) -> Any:
            for place in which:
                path = os.fspath(paths[place])
                if isinstance(path, str) and Path(path).is_file() and _is_open(path):
                    refused.append(f"{name} {path}")
                    raise PermissionError(13, "The process cannot access the file because it is being used", path)
            return really(*paths, **more)

        return act

    for name, which in (("replace", (0, 1)), ("rename", (0, 1)), ("unlink", (0,)), ("remove", (0,))):
        monkeypatch.setattr(os, name, guarded(name, getattr(os, name), which))
    yield refused


def _is_open(path: str) -> bool:
    real = Path(path).resolve()
    for opened in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one of this very listing
            if opened.readlink() == real:
                return True
    return any(line.rstrip().endswith(str(real)) for line in Path("/proc/self/maps").read_text().splitlines())
