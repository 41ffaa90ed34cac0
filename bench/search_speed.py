"""One search in a large gallery: exact, as Antigone searches, against faiss and NumPy, in the same run.

    uv run python bench/search_speed.py [--templates 1000000] [--rounds 15] [--top 50] [--people N] [--only-faiss]

Random templates of length 1; with --people, of so many people, each person's templates alike. Everybody must return the
same first candidate, Antigone and faiss in half precision the same list. One thread, and seconds of the processor.
"proved" is the share of files searched for which one byte a number was enough (docs/decisions/0086).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator

import faiss
import numpy as np

from antigone.gallery import coarse, exact
from antigone.gallery.exact import ExactIndex

BLOCK = 25_000
Way = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Numbers and scores of the nearest, nearest first."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--people", type=int)
    parser.add_argument(
        "--only-faiss", action="store_true", help="without NumPy and single precision, for many millions"
    )
    arguments = parser.parse_args()
    exact.workers = lambda: 1  # type: ignore[assignment]  # files one after another: what is compared has one thread
    faiss.omp_set_num_threads(1)
    random = np.random.default_rng(0)
    people = None if arguments.people is None else unit(random.standard_normal((arguments.people, 128), np.float32))
    start = time.process_time()
    ours = ExactIndex.build(128, blocks(arguments.templates, people))
    built = time.process_time() - start
    half = faiss.IndexScalarQuantizer(128, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for _, vectors in blocks(arguments.templates, people):
        half.add(vectors)
    probes = near(random, ours, arguments.rounds + 1)
    ways: dict[str, Way] = {
        "antigone": lambda probe: ours.search(probe, arguments.top),
        "faiss fp16": lambda probe: first_of(half.search(probe[None], arguments.top)),
    }
    if not arguments.only_faiss:
        ways |= in_single_precision(arguments.templates, people, arguments.top)
    proved = counted_proofs()
    median = compare(ways, probes)
    print(
        json.dumps(
            {
                "templates": ours.count,
                "people": arguments.people,
                "top": arguments.top,
                "milliseconds": {name: round(1000 * value, 2) for name, value in median.items()},
                "share_of_time": {name: round(median["antigone"] / median[name], 2) for name in median},
                "proved": round(sum(proved) / len(proved), 3) if proved else None,
                "building_microseconds_each": round(1e6 * built / ours.count, 2),
            },
            indent=1,
        )
    )


def compare(ways: dict[str, Way], probes: np.ndarray) -> dict[str, float]:
    """Seconds of the processor of each way, in the middle; the first probe warms up."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number, probe in enumerate(probes):
        answers = {}
        for name, search in ways.items():
            start = time.process_time()
            answers[name] = search(probe)
            if number:
                times[name].append(time.process_time() - start)
        assert len({int(numbers[0]) for numbers, _ in answers.values()}) == 1, "they disagree"
        # Of two who score the same faiss has no order; the scores are the same to the last bit.
        assert answers["antigone"][1].tobytes() == answers["faiss fp16"][1].tobytes(), "another list"
    return {name: float(np.median(values)) for name, values in times.items()}


def blocks(many: int, people: np.ndarray | None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Numbers and templates, the same each time."""
    random = np.random.default_rng(1)
    for start in range(0, many, BLOCK):
        size = min(BLOCK, many - start)
        vectors = random.standard_normal((size, 128), dtype=np.float32)
        if people is not None:  # so alike as photographs of one person are: a cosine of about .6
            vectors = people[random.integers(len(people), size=size)] + 0.07 * vectors
        yield np.arange(start + 1, start + size + 1, dtype=np.int64), unit(vectors)


def near(random: np.random.Generator, index: ExactIndex, many: int) -> np.ndarray:
    """Probes, each near some template."""
    of = np.stack([index.vector(int(number)) for number in random.integers(1, index.count + 1, size=many)])
    return unit(of + 0.05 * random.standard_normal(of.shape, dtype=np.float32))


def in_single_precision(many: int, people: np.ndarray | None, top: int) -> dict[str, Way]:
    vectors = np.concatenate([each for _, each in blocks(many, people)])
    flat = faiss.IndexFlatIP(128)
    flat.add(vectors)
    return {
        "faiss fp32": lambda probe: first_of(flat.search(probe[None], top)),
        "numpy, sorting all": lambda probe: sorted_all(vectors @ probe, top),
        "numpy, sorting the best": lambda probe: sorted_best(vectors @ probe, top),
    }


def first_of(found: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers from 1, and scores, of the only search."""
    return found[1][0] + 1, found[0][0]


def counted_proofs() -> list[bool]:
    """Filled, from now on, with whether each search of a file's codes proved its list."""
    proved: list[bool] = []
    search = coarse.CoarseCodes.search

    def counting(self: coarse.CoarseCodes, full: object, vector: np.ndarray, most: int) -> object:
        found = search(self, full, vector, most)
        proved.append(found is not None)
        return found

    coarse.CoarseCodes.search = counting  # type: ignore[assignment, method-assign]
    return proved


def unit(rows: np.ndarray) -> np.ndarray:
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def sorted_all(scores: np.ndarray, top: int) -> tuple[np.ndarray, np.ndarray]:
    best = np.argsort(-scores)[:top]
    return best + 1, scores[best]


def sorted_best(scores: np.ndarray, top: int) -> tuple[np.ndarray, np.ndarray]:
    best = np.argpartition(-scores, top)[:top]
    best = best[np.argsort(-scores[best])]
    return best + 1, scores[best]


if __name__ == "__main__":
    main()
