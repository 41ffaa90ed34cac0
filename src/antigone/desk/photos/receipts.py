"""What the index must hold, as the database counts it: how many templates of each segment, and their fingerprint.

A segment is a stretch of the numbers of templates. What it must hold is kept in the act that changes it, so whoever
holds a segment, in this process or another one, can be asked what it holds, and is not believed where that differs.
"""

from __future__ import annotations

import hashlib
import struct

import numpy as np
from numpy.typing import NDArray

LANES = 4
SEGMENT = 2**19
"""Numbers of templates in a segment: a withdrawal rewrites one, which must take less than a second."""
Lanes = NDArray[np.uint64]


def segment_of(template: int) -> int:
    """The number of the segment that holds a template."""
    return template // SEGMENT


def digest_of(vector: bytes) -> bytes:
    """SHA-256 of a template's numbers, little-endian float32: it stands in the template's row, and goes with it."""
    return hashlib.sha256(vector).digest()


def row_hash(template: int, subject: int, digest: bytes) -> Lanes:
    """SHA-256 of a template's number, its subject and its numbers: what a segment must have right of it."""
    return np.frombuffer(hashlib.sha256(struct.pack("<qq", template, subject) + digest).digest(), "<u8")


def fingerprint_of(lanes: Lanes) -> str:
    """Sums of hashes, lane by lane modulo 2 to the 64, as text."""
    return lanes.astype("<u8").tobytes().hex()


def lanes_of(fingerprint: str) -> Lanes:
    return np.frombuffer(bytes.fromhex(fingerprint), "<u8").copy()


NOTHING = fingerprint_of(np.zeros(LANES, np.uint64))
"""The fingerprint of no template."""
