"""What the quality measures are worth: misses among genuine pairs after discarding the pairs of worst quality.

    uv run python bench/quality.py FOLDER [--out FILE.json]

FOLDER/PERSON/PHOTO. A genuine pair is two photos of one person (at most 10 pairs of each); a pair is as good as the
worse of its photos. The threshold lets one in a thousand (and, for more misses to judge by, one in ten thousand) of
random pairs of different people pass, and stays where it is while 5, 10 and 20 % of the genuine pairs are discarded:
the error-versus-discard curve of ISO/IEC 29794-1. A measure that says nothing leaves the share of misses as it was, as
random discarding does. Intervals of 95 % by bootstrap over people, with all their pairs.

``consistency`` (mean cosine between the templates of the standard crops) and ``norm`` (mean length of what the model
gives before it is set to one) need the model, are no part of the quality that is reported, and stand here to compare.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.align import STANDARD, crops
from antigone.face.choose import choose
from antigone.face.embed import Embedder
from antigone.face.find import find_faces
from antigone.face.photo import decode, read
from antigone.face.quality import assess
from antigone.gallery.intake import photos_in
from antigone.parallel import in_order
from antigone.types import Photo, Profile, Refusal
from antigone.weights.catalogue import DEFAULT_EMBEDDER, DETECTOR, find
from antigone.weights.session import best_precision, open_network

DISCARDS = (0.05, 0.1, 0.2)
FMRS = (1e-3, 1e-4)
MOST_PAIRS = 10
NON_MATED = 2_000_000
REPEATS = 1000
LOWER_IS_BETTER = frozenset(["clipped", "compression", "turned-sideways", "nodding", "outside-frame", "mouth-open"])
"""Measures whose large values are bad; signed angles count by their size."""


@dataclass(frozen=True)
class Sample:
    """What one photo gives: person, template, quality by name (higher is better), seconds to assess and to find."""

    person: str
    vector: NDArray[np.float32]
    quality: dict[str, float]
    seconds: tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    paths = list(photos_in(arguments.folder))
    samples = gather(arguments.folder, paths, arguments.threads)
    report = {"photos": len(paths), "faces_found": len(samples)} | figures(samples)
    text = json.dumps(report, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


def gather(folder: Path, paths: list[Path], threads: int) -> list[Sample]:
    cv2.setNumThreads(1)
    detector = open_network(find(DETECTOR))
    embedder = Embedder((open_network(find(DEFAULT_EMBEDDER), best_precision()),))

    def one(path: Path) -> Sample | None:
        data = read(path)
        photo = data if isinstance(data, Refusal) else decode(data, path.name)
        assert isinstance(photo, Photo), photo
        start = time.perf_counter()
        choice = choose(photo, find_faces(detector, photo), principal=True)
        if isinstance(choice, Refusal):
            return None
        found = time.perf_counter()
        quality = assess(photo, choice.face, Profile.PM)
        assessed = time.perf_counter()
        values = {m.name: upwards(m.name, m.value) for m in quality.measures} | {"overall": quality.overall}
        network = embedder.networks[0]
        pictures = crops(photo.pixels, choice.face.landmarks, network.card, STANDARD)
        raw = next(iter(network.run(pictures).values())).reshape(len(STANDARD), -1)
        values |= model_based(raw)
        vector = embedder.template(photo, choice.face).vector
        return Sample(path.relative_to(folder).parts[0], vector, values, (assessed - found, found - start))

    return [sample for sample in in_order(one, paths, threads) if sample is not None]


def upwards(name: str, value: float) -> float:
    """The measure turned so that higher is better."""
    return -abs(value) if name in LOWER_IS_BETTER else value


def model_based(raw: NDArray[np.float32]) -> dict[str, float]:
    length = np.linalg.norm(raw, axis=1)
    cosines = (raw @ raw.T) / np.outer(length, length)
    return {
        "(consistency)": float(cosines[np.triu_indices(len(raw), 1)].mean()),
        "(norm)": float(length.mean()),
    }


def figures(samples: list[Sample]) -> dict:
    random = np.random.default_rng(0)
    vectors = np.stack([sample.vector for sample in samples])
    names, person = np.unique([sample.person for sample in samples], return_inverse=True)
    pairs = mated(person, random)
    strangers = non_mated(vectors, person, random)
    scores = np.einsum("ij,ij->i", vectors[pairs[:, 0]], vectors[pairs[:, 1]])
    owners, owner = np.unique(person[pairs[:, 0]], return_inverse=True)
    drawn = random.integers(len(owners), size=(REPEATS, len(owners)))
    weights = np.stack([np.bincount(row, minlength=len(owners)) for row in drawn])[:, owner]
    lines = {name: np.array([sample.quality[name] for sample in samples]) for name in samples[0].quality}
    lines["(random)"] = random.random(len(samples))
    worse = {name: values[pairs].min(axis=1) for name, values in lines.items()}
    seconds = np.median([sample.seconds for sample in samples], axis=0)
    report = {
        "people": len(names),
        "mated_pairs": len(pairs),
        "mated_people": len(owners),
        "non_mated_pairs": len(strangers),
        "milliseconds_median": {"assess": round(1000 * seconds[0], 3), "find_faces": round(1000 * seconds[1], 2)},
    }
    for fmr in FMRS:
        threshold = np.quantile(strangers, 1 - fmr, method="higher")
        missed = scores <= threshold
        report[f"at_fmr_{fmr:g}"] = {
            "threshold": round(float(threshold), 4),
            "missed_pairs": int(missed.sum()),
            "fnmr": round(float(missed.mean()), 5),
            "interval_95": bounds((weights @ missed) / weights.sum(axis=1)),
            "after_discard": {name: curve(values, missed, weights) for name, values in worse.items()},
        }
    return report


def mated(person: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    pairs = []
    for number in range(person.max() + 1):
        every = list(combinations(np.flatnonzero(person == number), 2))
        some = random.permutation(len(every))[:MOST_PAIRS]
        pairs += [every[i] for i in some]
    return np.array(pairs)


def non_mated(vectors: NDArray[np.float32], person: NDArray[np.int64], random: np.random.Generator) -> NDArray:
    """Scores of random pairs of different people."""
    left, right = random.integers(len(person), size=(2, NON_MATED))
    other = person[left] != person[right]
    left, right = left[other], right[other]
    parts = np.array_split(np.arange(len(left)), 20)
    return np.concatenate([np.einsum("ij,ij->i", vectors[left[p]], vectors[right[p]]) for p in parts])


def curve(worse: NDArray[np.float64], missed: NDArray[np.bool_], weights: NDArray[np.int64]) -> dict:
    """FNMR, and its change against no discard, for each share discarded; equal qualities in the pairs' random order."""
    shuffled = np.random.default_rng(2).permutation(len(worse))
    order = shuffled[np.argsort(worse[shuffled], kind="stable")]
    plain = np.ones((1, len(worse)), np.int64)
    result = {}
    for share in DISCARDS:
        here = float(after(plain[:, order], missed[order], share)[0])
        again = after(weights[:, order], missed[order], share)
        change = again - (weights @ missed) / weights.sum(axis=1)
        result[f"{share:.0%}"] = {
            "fnmr": round(here, 5),
            "interval_95": bounds(again),
            "change": round(here - float(missed.mean()), 5),
            "change_interval_95": bounds(change),
            "missed_discarded": int(missed[order][: round(share * len(order))].sum()),
        }
    return result


def after(weights: NDArray[np.int64], missed: NDArray[np.bool_], share: float) -> NDArray[np.float64]:
    """FNMR of each row's draw once its worst ``share`` is gone; the columns stand from worst to best."""
    place = weights.cumsum(axis=1)
    kept = weights * (place > share * place[:, -1:])
    return (kept @ missed) / kept.sum(axis=1)


def bounds(values: NDArray[np.float64]) -> list[float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return [round(float(low), 5), round(float(high), 5)]


if __name__ == "__main__":
    main()
