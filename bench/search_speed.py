"""One search in a large gallery: exact fp16 as Antigone searches, against NumPy and faiss fp32, in the same run.

    uv run python bench/search_speed.py [--templates 1000000] [--rounds 15] [--top 50]

Random templates of length 1: time does not depend on what they mean. All must return the same first candidate.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import faiss
import numpy as np

from antigone.gallery.exact import ExactIndex


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--top", type=int, default=50)
    arguments = parser.parse_args()
    random = np.random.default_rng(0)
    vectors = unit(random.standard_normal((arguments.templates, 128), dtype=np.float32))
    probes = unit(
        vectors[random.integers(len(vectors), size=arguments.rounds + 1)] + 0.05 * unit_noise(random, arguments)
    )
    numbers = np.arange(1, len(vectors) + 1, dtype=np.int64)
    ours = ExactIndex.build(
        128, [(numbers[i : i + 25_000], vectors[i : i + 25_000]) for i in range(0, len(vectors), 25_000)]
    )
    flat = faiss.IndexFlatIP(128)
    flat.add(vectors)
    ways: dict[str, Callable[[np.ndarray], int]] = {
        "antigone": lambda probe: int(ours.search(probe, arguments.top)[0][0]) - 1,
        "faiss fp32": lambda probe: int(flat.search(probe[None], arguments.top)[1][0][0]),
        "numpy, sorting all": lambda probe: int(np.argsort(-(vectors @ probe))[: arguments.top][0]),
        "numpy, sorting the best": lambda probe: numpy_search(vectors, probe, arguments.top),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number, probe in enumerate(probes):
        answers = set()
        for name, search in ways.items():
            start = time.perf_counter()
            answers.add(search(probe))
            if number:
                times[name].append(time.perf_counter() - start)
        assert len(answers) == 1, "the three disagree"
    median = {name: float(np.median(values)) for name, values in times.items()}
    print(
        json.dumps(
            {
                "templates": len(vectors),
                "milliseconds": {name: round(1000 * value, 2) for name, value in median.items()},
                "times_as_fast_as": {name: round(median[name] / median["antigone"], 1) for name in median},
            },
            indent=1,
        )
    )


def unit(rows: np.ndarray) -> np.ndarray:
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def unit_noise(random: np.random.Generator, arguments: argparse.Namespace) -> np.ndarray:
    return random.standard_normal((arguments.rounds + 1, 128), dtype=np.float32)


def numpy_search(vectors: np.ndarray, probe: np.ndarray, top: int) -> int:
    scores = vectors @ probe
    best = np.argpartition(-scores, top)[:top]
    return int(best[np.argmax(scores[best])])


if __name__ == "__main__":
    main()
