"""Looking for byte strings in every file under some folders, at every offset: by hand, and not as the desk does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

CHUNK = 8 << 20


def found(needles: Mapping[bytes, str], folders: Iterable[Path]) -> tuple[int, list[str]]:
    """How many bytes were read, and where a needle lies, in words. A needle has 8 bytes or more."""
    by_start: dict[int, list[bytes]] = {}
    for needle in needles:
        by_start.setdefault(int(np.frombuffer(needle[:8], "<u8")[0]), []).append(needle)
    starts = np.array(sorted(by_start), "<u8")
    longest = max(map(len, needles))
    size, places = 0, []
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            size += len(data)
            for offset in _offsets(data, starts, longest):
                for needle in by_start[int(np.frombuffer(data[offset : offset + 8], "<u8")[0])]:
                    if data.startswith(needle, offset):
                        places.append(f"{needles[needle]} lies in {path.name} at {offset}")
    return size, places


def _offsets(data: bytes, starts: np.ndarray, longest: int) -> Iterator[int]:
    """Where eight bytes lie with which a needle begins."""
    for begin in range(0, len(data), CHUNK):
        piece = data[begin : begin + CHUNK + longest]
        for phase in range(8):
            many = (len(piece) - phase) // 8
            if many <= 0:
                continue
            words = np.frombuffer(piece, "<u8", count=many, offset=phase)
            at = np.searchsorted(starts, words)
            at[at == len(starts)] = 0
            yield from (begin + phase + 8 * int(place) for place in np.flatnonzero(starts[at] == words))
