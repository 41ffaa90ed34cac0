"""What the engine found on a photograph, kept: several tests of real people look at the same hundreds of photographs.

Kept between runs too, under the hash of everything that decides what is found. Only tests whose point comes after the
template use it; whether the engine itself finds the same again, and beside others, is tested without.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import numpy as np
import platformdirs

import antigone
from antigone.engine import Engine, Probe
from antigone.types import Photo, Profile, Refusal

_FOLDER = platformdirs.user_cache_path("antigone-tests")
_STAY = 4
"""How many kinds of engines stay: several checkouts use them side by side."""
_DECIDES = ("types.py", "files.py", "engine.py", "face/*.py", "weights/*.py")
"""What decides what is found, beside the models, whose hashes stand in their cards."""

_probe = Engine.probe


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
    kept = sorted(_FOLDER.glob("faces-*"), key=lambda place: place.stat().st_mtime)
    for unused in kept[:-_STAY]:
        shutil.rmtree(unused, ignore_errors=True)
    return folder


def _kept_probe(
    self: Engine, photo: Photo, profile: Profile, number: int | None = None, principal: bool = False
) -> Probe | Refusal:
    how = (self.embedder.model, self.embedder.cuts, self.embedder.networks[0].precision, profile, number, principal)
    asked = hashlib.sha256(repr((how, photo.format, photo.notes, photo.pixels.shape)).encode())
    asked.update(np.ascontiguousarray(photo.pixels))
    file = _folder() / asked.hexdigest()[:40]
    if file.exists():
        found = pickle.loads(file.read_bytes())
        return found if isinstance(found, Refusal) else Probe(photo, *found)
    made = _probe(self, photo, profile, number, principal)
    said = made if isinstance(made, Refusal) else (made.choice, made.others, made.quality, made.template)
    half = file.with_suffix(f".{threading.get_native_id()}")
    half.write_bytes(pickle.dumps(said))
    half.rename(file)
    return made


@contextmanager
def faces_kept() -> Iterator[None]:
    """Every engine of this process looks first whether it looked at a photograph before."""
    with mock.patch.object(Engine, "probe", _kept_probe):
        yield
