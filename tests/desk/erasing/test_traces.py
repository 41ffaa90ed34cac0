"""What is left of a face anywhere is found; and what is kept to find it does not lead back to the face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary, integers

from antigone.desk.erasing.traces import Piece, close, find_traces, new_code, open_marks
from antigone.errors import RuleBroken
from desk_faces import a_face

FACE = a_face(1).astype("<f4").tobytes()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(before=integers(0, 100), begins=integers(0, len(FACE) - 31), around=binary(max_size=40))
def test_any_31_bytes_of_a_face_are_found_wherever_they_lie(before: int, begins: int, around: bytes) -> None:
    code = new_code()
    marks = open_marks(code, close(code, [Piece(FACE, plain=True)]))
    assert list(marks.in_bytes(bytes(before) + around + FACE[begins : begins + 31] + around))


def test_noise_and_other_faces_are_not_taken_for_it(tmp_path: Path) -> None:
    code = new_code()
    marks = open_marks(code, close(code, [Piece(FACE, plain=True)]))
    dice = np.random.default_rng(7)
    (tmp_path / "noise").write_bytes(dice.bytes(6_000_000))
    (tmp_path / "faces").write_bytes(b"".join(a_face(seed).astype("<f4").tobytes() for seed in range(2, 400)))
    (tmp_path / "zeros").write_bytes(bytes(1_000_000))
    read = find_traces(marks, [tmp_path])
    assert (read.files, read.remains, read.unread) == (3, (), ()) and read.size > 7_000_000


def test_a_piece_on_the_border_of_what_is_read_at_once_is_found(tmp_path: Path) -> None:
    code, border = new_code(), 1 << 18
    marks = open_marks(code, close(code, [Piece(FACE[:16], plain=False)]))
    for shift in range(-16, 1):
        (tmp_path / "file").write_bytes(bytes(border + shift) + FACE[:16] + bytes(50))
        (found,) = find_traces(marks, [tmp_path]).remains
        assert (found.offset, found.plain) == (border + shift, False)


def test_fingerprints_open_with_their_own_code_alone_and_hold_no_piece_of_the_face() -> None:
    code, other = new_code(), new_code()
    kept = close(code, [Piece(FACE, plain=True)])
    assert not any(FACE[at : at + 4] in kept for at in range(len(FACE) - 4))
    assert kept != close(other, [Piece(FACE, plain=True)])
    for wrong in (other, "", "AAAA", "no code at all"):
        with pytest.raises(RuleBroken, match="does not belong"):
            open_marks(wrong, kept)
    assert open_marks(code.lower().replace("-", " "), kept).macs
