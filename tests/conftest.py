"""People and photos for the tests.

Eileen Collins is a public-domain NASA portrait that scikit-image carries. All others are drawn here, or are the
fictional people of the demo, who are composites. Tests marked ``shared`` need the measuring data beside the checkout.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

# Commands that tests begin are Python too: without bytecode each compiles a thousand modules, whatever the shell says.
# Said before anything else is imported, or every process of the tests compiles NumPy and OpenCV anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# A desk has each write and each file safe on a disk before it goes on, thousands of times in a run. No test cuts the
# power, and a folder in memory, where there is room, makes nobody wait for a disk.
_MEMORY = Path("/dev/shm")
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 6 * 2**30 and "TMPDIR" not in os.environ:
    _MEMORY = _MEMORY / f"antigone-tests-{os.getuid()}"
    _MEMORY.mkdir(mode=0o700, exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
# Modules and tests that are collected stay: they are not looked through for garbage as often as Python does.
gc.set_threshold(20_000, 20, 100)

import hashlib
import io
from collections.abc import Iterator
from itertools import count

import cv2
import hypothesis
import numpy as np
import pytest
import skimage.data
from PIL import Image

from antigone.engine import Engine
from antigone.types import Photo
from kept_faces import faces_kept

# How long an example takes says how busy the machine is, and nothing about Antigone.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")

SHARED = Path(__file__).resolve().parents[2] / "shared"
_numbers = count(1)
INCIDENT = Path(__file__).resolve().parents[1] / "src/antigone/demo/incident"
PICTURES = Path(__file__).resolve().parent / "pictures"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--everywhere",
        action="store_true",
        help="every test of the desk on SQLite and on PostgreSQL, and those that take minutes",
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Two more than there are cores: many tests wait for a browser, a server or a process. The fast set never does."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return None if "not slow" in config.option.markexpr else cores + 2


def pytest_collection_finish() -> None:
    """What was imported and collected stays, and need not be looked through for garbage, which takes a twelfth of the
    processor's time: nor what a page makes, as often as Python looks if nobody tells it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("everywhere"):
        left_out = [item for item in items if _is_for_later(item, config)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
    absent = pytest.mark.skip(reason="needs the measuring data in ../shared, which is not part of the product")
    for item in items:
        if item.get_closest_marker("shared") and not (SHARED / "faces").is_dir():
            item.add_marker(absent)


def _is_for_later(item: pytest.Item, config: pytest.Config) -> bool:
    """Whether a test waits for ``--everywhere``, or, as a sweep does, for ``-m sweep`` or for its file to be named."""
    if item.get_closest_marker("minutes"):
        return True
    named = "sweep" in config.option.markexpr or any(
        word.partition("::")[0].endswith(item.path.name) for word in config.args
    )
    return item.get_closest_marker("sweep") is not None and not named


@pytest.fixture(scope="session")
def shared() -> Path:
    return SHARED


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Added models live in a folder of the test's own, which is made when one is added."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_numbers)}"
    monkeypatch.setenv("ANTIGONE_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.open(threads=2)


@pytest.fixture
def kept_faces() -> Iterator[None]:
    """Photographs that other tests, or another run, looked at are not looked at again."""
    with faces_kept():
        yield


@pytest.fixture(scope="session")
def eileen() -> np.ndarray:
    """Eileen Collins, 512 x 512, BGR."""
    return np.ascontiguousarray(skimage.data.astronaut()[:, :, ::-1])


@pytest.fixture(scope="session")
def eileen_jpeg(eileen: np.ndarray) -> bytes:
    return encoded(eileen, "JPEG", quality=92)


@pytest.fixture
def incident(tmp_path: Path) -> Path:
    """A copy of the demo's fictional incident."""
    return Path(shutil.copytree(INCIDENT, tmp_path / "incident"))


def encoded(pixels: np.ndarray, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels[:, :, ::-1]).save(out, kind, **settings)  # type: ignore[arg-type]
    return out.getvalue()


def photo_of(pixels: np.ndarray, name: str = "photo.png") -> Photo:
    pixels = np.ascontiguousarray(pixels)
    return Photo(name, hashlib.sha256(pixels.tobytes()).hexdigest(), pixels, "PNG")


def turned(pixels: np.ndarray, degrees: float, paper: int = 128) -> np.ndarray:
    """``pixels`` turned clockwise, in a picture large enough to hold all of it."""
    height, width = pixels.shape[:2]
    cosine, sine = abs(np.cos(np.radians(degrees))), abs(np.sin(np.radians(degrees)))
    size = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1)
    matrix[:, 2] += [(size[0] - width) / 2, (size[1] - height) / 2]
    return cv2.warpAffine(pixels, matrix, size, borderValue=(paper, paper, paper))
