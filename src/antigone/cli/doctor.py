"""``antigone doctor``: whether this machine can do the work, and what to do if not."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from importlib import metadata

import click
import numpy as np

import antigone
from antigone.cli.common import DONE, NOTHING_DONE
from antigone.engine import Engine
from antigone.errors import AntigoneError
from antigone.face.photo import DEFAULT_LIMITS
from antigone.parallel import workers
from antigone.weights.catalogue import DETECTOR, find, weights_folder
from antigone.weights.session import best_precision
from antigone.weights.store import locate

_REPORTS = "openvino-telemetry"
"""Comes with OpenVINO where it is installed by plain pip, and would report its use to its makers if it could."""
_PARTS = ("openvino", "faiss-cpu", "opencv-python-headless", "pillow", "pi-heif", "numpy", "onnx")


@click.command()
def doctor() -> int:
    """Check the models, the libraries and this processor."""
    click.echo(f"Antigone {antigone.__version__}, Python {platform.python_version()}, {platform.machine()}")
    click.echo("  " + ", ".join(f"{part} {metadata.version(part)}" for part in _PARTS))
    checks = (("models", _models), ("processor", _processor), ("limits", _limits))
    results = [_check(name, check) for name, check in checks]
    if _is_there(_REPORTS):
        click.echo(f"NOTE  {_REPORTS} is installed, which Antigone never uses: pip uninstall {_REPORTS}")
    return DONE if all(results) else NOTHING_DONE


def _check(name: str, check: Callable[[], str]) -> bool:
    try:
        click.echo(f"ok    {name}: {check()}")
        return True
    except AntigoneError as fault:
        click.echo(f"FAULT {name}: {fault.detail}\n      {fault.hint}")
        return False


def _is_there(part: str) -> bool:
    try:
        metadata.version(part)
    except metadata.PackageNotFoundError:
        return False
    return True


def _models() -> str:
    engine = Engine.open(threads=1)
    start = time.perf_counter()
    engine.embedder.networks[0].run(np.zeros((1, 112, 112, 3), np.uint8))
    took = time.perf_counter() - start
    return f"{DETECTOR} at {locate(find(DETECTOR)).parent}, {engine.embedder.model} (first run {took:.1f} s)"


def _processor() -> str:
    return f"{workers()} photos at once, computing in {best_precision()}; added models in {weights_folder()}"


def _limits() -> str:
    return f"photos up to {DEFAULT_LIMITS.max_pixels / 1e6:.0f} million pixels, {DEFAULT_LIMITS.max_bytes / 1e6:.0f} MB"
