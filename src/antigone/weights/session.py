"""Running a model: OpenVINO on the processor, one compiled network for each batch size and picture size."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

# OpenVINO's converter imports a package that reports to its maker. Antigone never speaks to a network, so that
# package is made unimportable first; the converter, which is not used, then falls back to doing nothing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

import openvino as ov  # noqa: E402
from openvino.preprocess import PrePostProcessor  # noqa: E402

from antigone.errors import CardInvalid  # noqa: E402
from antigone.types import Pixels  # noqa: E402
from antigone.weights.card import Card  # noqa: E402
from antigone.weights.fold import fold  # noqa: E402
from antigone.weights.store import check_file, read_verified  # noqa: E402

Precision = Literal["f32", "bf16"]
Outputs = dict[str, NDArray[np.float32]]


@lru_cache(maxsize=1)
def _core() -> Any:
    return ov.Core()


def best_precision() -> Precision:
    """``bf16`` where the processor computes in it, which takes a third of the time; else ``f32``.

    Templates of both kinds can be compared; a test holds their cosine above 0.999.
    """
    return "bf16" if "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


# OpenVINO's bindings (2026.4) make a table when an array is first asked of a tensor. Two threads doing so at once have
# been seen to wait for each other for ever, one holding that table's guard and one Python's interpreter lock.
_ONE_AT_A_TIME = threading.Lock()

_MOST_SIZES = 12
"""Sizes of pictures for which a network is kept compiled: each takes 10 to 25 MB, and strangers choose sizes."""


class _Run:
    """One thread's way of running one compiled network, over memory that is set up once.

    Handing OpenVINO a fresh array at each call would make and free a tensor each time, which is slower.
    """

    def __init__(self, compiled: Any) -> None:
        self.request = compiled.create_infer_request()
        self.input = self.request.get_input_tensor(0).data
        self.outputs: Outputs = {}
        for out in compiled.outputs:
            self.outputs |= dict.fromkeys(out.names, self.request.get_tensor(out).data)

    def __call__(self, pictures: Pixels) -> Outputs:
        np.copyto(self.input, pictures)
        self.request.infer()
        return self.outputs


@dataclass
class Network:
    """A model ready to run on pictures of any batch and size, safe to call from several threads."""

    card: Card
    graph: bytes = field(repr=False)
    precision: Precision = "f32"
    _compiled: dict[tuple[int, int, int], Any] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _local: threading.local = field(default_factory=threading.local, repr=False)

    def run(self, pictures: Pixels) -> Outputs:
        """Outputs by name for ``pictures`` (n x height x width x 3, BGR, 0-255).

        The arrays are views that the next call of the same thread overwrites.
        """
        shape = (int(pictures.shape[0]), int(pictures.shape[1]), int(pictures.shape[2]))
        runs: dict[tuple[int, int, int], _Run] = self._local.__dict__.setdefault("runs", {})
        if shape in runs:
            runs[shape] = runs.pop(shape)  # the latest stands last
        else:
            compiled = self._compile(shape)
            with _ONE_AT_A_TIME:
                _keep(runs, shape, _Run(compiled))
        return runs[shape](pictures)

    def _compile(self, shape: tuple[int, int, int]) -> Any:
        with self._lock:
            if shape not in self._compiled:
                model = _core().read_model(self.graph)
                batch, height, width = shape
                model.reshape({model.inputs[0]: [batch, 3, height, width]})
                settings = {
                    "INFERENCE_NUM_THREADS": 1,  # photos run side by side; within one, results must not vary
                    "NUM_STREAMS": 1,
                    "INFERENCE_PRECISION_HINT": self.precision,
                }
                _keep(self._compiled, shape, _core().compile_model(self._fed(model), "CPU", settings))
            return self._compiled[shape]

    def _fed(self, model: Any) -> Any:
        """The network with the card's colour order, mean and scale in front of it."""
        steps = PrePostProcessor(model)
        steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
        steps.input().tensor().set_color_format(ov.preprocess.ColorFormat.BGR)
        steps.input().model().set_layout(ov.Layout("NCHW"))
        steps.input().preprocess().convert_element_type(ov.Type.f32)
        if self.card.colour == "rgb":
            steps.input().preprocess().convert_color(ov.preprocess.ColorFormat.RGB)
        if any(self.card.mean):
            steps.input().preprocess().mean(list(self.card.mean))
        if any(factor != 1 for factor in self.card.scale):
            steps.input().preprocess().scale([1 / factor for factor in self.card.scale])
        return steps.build()


def _keep(kept: dict[tuple[int, int, int], Any], shape: tuple[int, int, int], made: Any) -> None:
    """Keep ``made`` for this shape, and no more than so many: the one used longest ago goes."""
    while len(kept) >= _MOST_SIZES:
        del kept[next(iter(kept))]
    kept[shape] = made


def open_network(card: Card, precision: Precision = "f32", folder: Path | None = None) -> Network:
    """The verified model of ``card``, ready to run.

    Raises:
        WeightsMissing, WeightsAltered, CardInvalid
    """
    return _plain(card, read_verified(card, folder), precision)


def _plain(card: Card, data: bytes, precision: Precision) -> Network:
    return Network(card, fold(data, card.name), precision)


def try_card(card: Card, file: Path) -> None:
    """Run ``file`` once as ``card`` says it must be run, to find a wrong card before anything relies on it.

    Raises:
        CardInvalid: if the model does not take that input, or does not give that output.
        WeightsAltered, WeightsMissing: see :func:`antigone.weights.store.check_file`.
    """
    network = _plain(card, check_file(file, card), "f32")
    picture = np.full((1, card.height, card.width, 3), 127, np.uint8)
    try:
        outputs = network.run(picture)
    except RuntimeError as fault:
        reason = " ".join(str(fault).split())[-200:]
        raise CardInvalid(
            f"The model {card.name!r} does not run on {card.width} x {card.height} pictures ({reason}).",
            "Check 'input.size'; the model must take one picture as 1 x 3 x height x width.",
        ) from fault
    if card.task != "detect":
        shapes = [tuple(values.shape) for values in outputs.values()]
        if not shapes or int(np.prod(shapes[0])) != card.output:
            raise CardInvalid(
                f"The model {card.name!r} gives {shapes}, not {card.output} numbers for a face.",
                "Check 'output.size'.",
            )
        if not np.isfinite(next(iter(outputs.values()))).all():
            raise CardInvalid(f"The model {card.name!r} gives numbers that are not finite.", "Check 'input.scale'.")
