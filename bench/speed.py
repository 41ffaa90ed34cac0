"""Photos a second, decode to template, one thread: against face_recognition, and against the bare inferences made.

    uv run --group bench python bench/speed.py FOLDER [--photos 120] [--rounds 3]

All take turns, photo by photo, in one process, so that a slow moment of the machine slows them alike.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from antigone.engine import Engine
from antigone.face.align import PLAIN
from antigone.gallery.intake import photos_in
from antigone.types import Photo, Profile
from antigone.weights.session import Network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    everything = list(photos_in(arguments.folder))
    paths = [everything[i] for i in np.random.default_rng(0).choice(len(everything), arguments.photos, replace=False)]
    one, standard = Engine.open(cuts=PLAIN, threads=1), Engine.open(threads=1)
    candidates = {
        "face_recognition": peer(),
        "antigone, one crop": lambda path: whole(one, path),
        "antigone, default": lambda path: whole(standard, path),
    }
    bare = {"one crop": Recorder(one), "default": Recorder(standard)}
    times: dict[str, list[float]] = {name: [] for name in (*candidates, *(f"bare, {name}" for name in bare))}
    for number in range(arguments.rounds + 1):
        for path in paths:
            for name, run in candidates.items():
                clock(times[name], run, path, number > 0)
            for name, recorder in bare.items():
                runs = recorder.runs(path)
                clock(times[f"bare, {name}"], lambda _, runs=runs: [run() for run in runs], path, number > 0)
    means = {name: float(np.mean(values)) for name, values in times.items()}
    print(json.dumps(report(means, standard, len(paths), arguments.rounds), indent=1))


def report(means: dict[str, float], engine: Engine, photos: int, rounds: int) -> dict:
    theirs = means["face_recognition"]
    return {
        "photos": photos,
        "rounds": rounds,
        "precision": engine.embedder.networks[0].precision,
        "milliseconds_a_photo": {name: round(1000 * value, 2) for name, value in means.items()},
        "times_face_recognition": {
            name: round(theirs / means[f"antigone, {name}"], 2) for name in ("one crop", "default")
        },
        "overhead_over_bare_inferences": {
            name: round(means[f"antigone, {name}"] / means[f"bare, {name}"] - 1, 3) for name in ("one crop", "default")
        },
    }


def peer() -> Callable[[Path], object]:
    warnings.simplefilter("ignore")
    import face_recognition

    return lambda path: face_recognition.face_encodings(face_recognition.load_image_file(path))


def whole(engine: Engine, path: Path) -> object:
    photo = engine.read(path)
    assert isinstance(photo, Photo)
    return engine.probe(photo, Profile.AM, principal=True)


def clock(times: list[float], run: Callable[[Path], object], path: Path, counts: bool) -> None:
    start = time.perf_counter()
    run(path)
    if counts:
        times.append(time.perf_counter() - start)


class Recorder:
    """The inferences an engine makes for a photo, to be made again with nothing around them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shapes: list[tuple[Network, tuple[int, ...]]] = []
        self.known: dict[Path, list[Callable[[], object]]] = {}

    def runs(self, path: Path) -> list[Callable[[], object]]:
        if path not in self.known:
            self.known[path] = [self._again(network, shape) for network, shape in self._record(path)]
        return self.known[path]

    def _record(self, path: Path) -> list[tuple[Network, tuple[int, ...]]]:
        calls: list[tuple[Network, tuple[int, ...]]] = []
        original = Network.run

        def noting(network: Network, pictures: np.ndarray) -> dict:
            calls.append((network, pictures.shape))
            return original(network, pictures)

        Network.run = noting  # type: ignore[method-assign]
        try:
            whole(self.engine, path)
        finally:
            Network.run = original  # type: ignore[method-assign]
        return calls

    def _again(self, network: Network, shape: tuple[int, ...]) -> Callable[[], object]:
        run = network._local.runs[shape[:3]]
        return run.request.infer


if __name__ == "__main__":
    main()
