"""What the engine found on a photograph, kept: several tests of real people look at the same hundreds of photographs.

Kept between runs too, under the hash of everything that decides what is found. Only tests whose point comes after the
template use it; whether the engine itself finds the same again, and beside others, is tested without.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar, cast
from unittest import mock

import numpy as np
import platformdirs

import antigone
from antigone.face.embed import Embedder
from antigone.face.find import find_faces
from antigone.types import Face, Photo, Template
from antigone.weights.session import Network

Kept = TypeVar("Kept")

_FOLDER = platformdirs.user_cache_path("antigone-tests")
_STAY = 4
"""How many kinds of engines stay at least: several checkouts use them side by side."""
_A_RUN = 60 * 60
"""Seconds: what a run may still use stays too."""
_DECIDES = ("types.py", "files.py", "engine.py", "face/*.py", "weights/*.py")
"""What decides what is found, beside the models, whose hashes stand in their cards."""

_template = Embedder.template


@cache
def _folder() -> Path:
    """Where what this engine finds is kept."""
    source = Path(antigone.__file__).parent
    digest = hashlib.sha256(repr([version(name) for name in ("numpy", "openvino", "opencv-python-headless")]).encode())
    for path in sorted(path for pattern in _DECIDES for path in source.glob(pattern)):
        digest.update(path.read_bytes())
    folder = _FOLDER / f"faces-{digest.hexdigest()[:32]}"
    folder.mkdir(parents=True, exist_ok=True)
    folder.touch()
    with suppress(FileNotFoundError):  # another run tidies up too
        kept = sorted(_FOLDER.glob("faces-*"), key=lambda place: place.stat().st_mtime)
        for unused in kept[:-_STAY]:
            if time.time() - unused.stat().st_mtime > _A_RUN:
                shutil.rmtree(unused, ignore_errors=True)
    return folder


def _kept(make: Callable[[], Kept], photo: Photo, *how: object) -> Kept:
    """What ``make`` makes of this photo, or made of it before. ``how``: all else that decides what that is."""
    asked = hashlib.sha256(repr((how, photo.pixels.shape)).encode())
    asked.update(np.ascontiguousarray(photo.pixels))
    file = _folder() / asked.hexdigest()[:40]
    if file.exists():
        return cast(Kept, pickle.loads(file.read_bytes()))
    made = make()
    half = file.with_suffix(f".{os.getpid()}-{threading.get_native_id()}")
    half.write_bytes(pickle.dumps(made))
    half.rename(file)
    return made


def _kept_faces(detector: Network, photo: Photo) -> tuple[Face, ...]:
    return _kept(lambda: find_faces(detector, photo), photo, detector.card.id, detector.precision)


def _kept_template(self: Embedder, photo: Photo, face: Face) -> Template:
    how = (self.model, self.cuts, self.networks[0].precision, face.landmarks.tobytes())
    return _kept(lambda: _template(self, photo, face), photo, *how)


@contextmanager
def faces_kept() -> Iterator[None]:
    """Every engine of this process looks first whether it looked at a photograph before: which faces are in it, and
    what the template of one is. All else is worked out as ever: which face is meant, how good it is, what is written.
    """
    with mock.patch("antigone.engine.find_faces", _kept_faces), mock.patch.object(Embedder, "template", _kept_template):
        yield
