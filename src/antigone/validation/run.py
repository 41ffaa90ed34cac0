"""``antigone evaluate``: from photos of known people to a report, every step of which can be run again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from antigone.by_hand.given import GivenByHand, given
from antigone.engine import Engine
from antigone.errors import SamplesInvalid, UsageError
from antigone.evidence.conditions import ConditionStep, Side
from antigone.evidence.evaluation import EvaluationPlan, evaluate, plain
from antigone.evidence.identification import plan as plan_searches
from antigone.evidence.samples import Samples, prepare
from antigone.gallery.intake import photos_in
from antigone.gallery.intake import plain as text
from antigone.validation.conditions import (
    MOST_PEOPLE,
    at_old_threshold,
    effect,
    mean_fnir,
    needed,
    part_of,
    part_under,
    ranking,
)
from antigone.validation.known import KnownPhoto, KnownPhotos, call_the_roll
from antigone.validation.store import TemplateStore
from antigone.validation.templates import Maker, Read, TemplateJob
from antigone.validation.weights import Halves, halves, weights_under

Watch = Callable[[Iterator[Read], int], Iterator[Read]]
"""Sees every photo pass, of how many."""

GROUPS = ("age_band", "sex", "group")
"""The columns of people that are compared, the one that matters most first."""
SAMPLES = "samples.npz"
"""The table of templates, from which a calibration can be made without the photos."""
SIMULATED = (
    "Simulated on photographs of the living. What is drawn resembles what it is named after, and is not it: see the"
    " description of each condition for what it leaves out."
)


@dataclass(frozen=True, slots=True)
class ValidationRequest:
    """What to evaluate, and how."""

    source: Path
    out: Path
    groups: Path | None = None
    pairs: Path | None = None
    steps: tuple[ConditionStep, ...] = ()
    distractors: Path | None = None
    gallery_size: int | None = None
    seed: int = 1
    principal: bool = False
    points: Path | None = None
    covers: Path | None = None
    people: int = MOST_PEOPLE
    weights: bool = True


@dataclass(frozen=True, slots=True)
class _Work:
    """What every step of one run needs."""

    request: ValidationRequest
    maker: Maker
    store: TemplateStore
    watch: Watch

    def make(
        self, photos: Sequence[KnownPhoto], steps: Mapping[int, tuple[ConditionStep, ...]] | None = None
    ) -> tuple[Samples, dict[str, Read]]:
        """The photos as they are, and what each file was; ``steps``, by place of the photo, are made as well."""
        jobs = [TemplateJob(photo, (steps or {}).get(place, ())) for place, photo in enumerate(photos)]
        reads = {read.known.name: read for read in self.watch(self.maker.run(jobs, self.store), len(jobs))}
        return self.maker.table(photos, reads, self.store), reads


def samples_of(engine: Engine, request: ValidationRequest, watch: Watch) -> Samples:
    """Only the templates of the photos as they are, kept in the request's folder."""
    roll = call_the_roll(request.source, request.groups)
    maker = _maker(engine, request, roll)
    store = TemplateStore(request.out, maker.way())
    try:
        samples, _ = _Work(request, maker, store, watch).make(roll.photos)
        return samples
    finally:
        store.close()


def run(engine: Engine, request: ValidationRequest, watch: Watch) -> dict[str, Any]:
    """The report, as plain values. What was made before in the same folder and way is not made again.

    Raises:
        ManifestInvalid, UsageError, SamplesInvalid, EvaluationForeign, StorageFailed
    """
    roll = call_the_roll(request.source, request.groups)
    protocol = _lines(request.pairs)
    maker = _maker(engine, request, roll)
    store = TemplateStore(request.out, maker.way())
    try:
        work = _Work(request, maker, store, watch)
        samples, reads = work.make(roll.photos)
        samples.save(request.out / SAMPLES)
        others = _distractors(work, samples) if request.distractors or request.gallery_size else None
        plan = EvaluationPlan(
            _by(roll), protocol=protocol, distractors=others, seed=request.seed, weights=request.weights
        )
        report = evaluate(samples, plan)
        report["data"] |= {
            "lacking": dict(roll.lacking),
            "fingerprint": fingerprint(samples),
            "refusals": _refusals(samples),
        }
        if request.steps:
            report["conditions"] = _conditions(work, roll.photos, samples, reads)
        return plain(report)  # type: ignore[no-any-return]
    finally:
        store.close()


def _maker(engine: Engine, request: ValidationRequest, roll: KnownPhotos) -> Maker:
    """Makes the templates, with the points and masks that were given; every one must be of a photo that is there."""
    names: dict[Path, list[str]] = {}
    for photo in roll.photos:
        names.setdefault(photo.path, []).append(photo.name)
    some = request.points or request.covers
    by_hand = given(request.points, request.covers, names) if some else GivenByHand()
    by_hand.must_all_be_known()
    return Maker(engine, request.seed, request.principal, by_hand)


def fingerprint(samples: Samples) -> str:
    """One SHA-256 over every photo's own and whose it is said to be, whatever their order."""
    rows = sorted(f"{photo}\0{person}" for photo, person in zip(samples.photos, samples.persons, strict=True))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _by(roll: KnownPhotos) -> tuple[str, ...]:
    """The columns to compare and to calibrate by: those of the photos, then age band, sex and group of the people."""
    groups = {name for photo in roll.photos for name in photo.groups}
    attributes = {name for photo in roll.photos for name in photo.attributes} - {"role"}
    return (*sorted(attributes), *(name for name in GROUPS if name in groups))


def _distractors(work: _Work, samples: Samples) -> Samples:
    """People who are enrolled and never searched for: all of a folder, or as many as fill the gallery."""
    folder, size = work.request.distractors, work.request.gallery_size
    if folder is None:
        raise UsageError("A gallery's size was asked for, and nobody to fill it with.", "Name --distractors FOLDER.")
    photos = _strangers_in(folder)
    if size is not None:
        room = size - len(plan_searches(prepare(samples).samples, 0).gallery)
        if not 0 <= room <= len(photos):
            raise UsageError(
                f"A gallery of {size} needs {room} distractors; there are {len(photos)}.",
                "Name another size, or more distractors.",
            )
        chosen = np.random.default_rng(work.request.seed).choice(len(photos), room, replace=False)
        photos = [photos[place] for place in np.sort(chosen)]
    made, _ = work.make(photos)
    both = np.intersect1d(made.photos, samples.photos)
    if len(both):
        raise SamplesInvalid(f"{len(both)} photos are among both people and distractors.", "Take them out of one.")
    return made


def _strangers_in(folder: Path) -> list[KnownPhoto]:
    """The photos of a folder, each as a person of its own, whatever the folders in it are called."""
    names = [text(path.relative_to(folder).as_posix()) for path in photos_in(folder)]
    if not names:
        raise UsageError(f"There are no photos in {folder}.", "Name another folder for --distractors.")
    return [KnownPhoto(folder / name, f"distractor/{name}", f"distractor/{name}") for name in names]


def _lines(path: Path | None) -> tuple[str, ...] | None:
    if path is None:
        return None
    try:
        return tuple(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"The list of pairs {path} cannot be read ({fault}).", "Name a text file.") from fault


def _refusals(samples: Samples) -> dict[str, int]:
    codes, counts = np.unique(samples.refusals[~samples.found], return_counts=True)
    return dict(zip(codes.tolist(), counts.tolist(), strict=True))


def _halves(samples: Samples, request: ValidationRequest) -> Halves | str:
    """The calibrations that are judged under every condition, or why there are none."""
    if not request.weights:
        return "Weights were not asked for."
    try:
        return halves(samples, request.seed)
    except SamplesInvalid as fault:
        return str(fault)


def _conditions(
    work: _Work, photos: Sequence[KnownPhoto], samples: Samples, reads: Mapping[str, Read]
) -> dict[str, Any]:
    kept = prepare(samples).samples
    by_name = {photo.name: photo for photo in photos}
    order = [by_name[name] for name in kept.paths.tolist()]
    part = part_of(kept, work.request.people, work.request.seed)
    wanted = needed(part, work.request.steps)
    rows = sorted(wanted)
    work.make([order[row] for row in rows], dict(enumerate(wanted[row] for row in rows)))

    made = _halves(kept, work.request)

    def weigh(changed: Samples | None, side: Side) -> dict[str, Any]:
        if isinstance(made, str):
            return {"not_measured": made}
        return weights_under(part_under(kept, part, changed, side), part, made)

    def under(step: ConditionStep) -> dict[str, Any]:
        side = step.condition.side
        changed = work.maker.table([order[row] for row in part.wanted(side)], reads, work.store, str(step))
        return {
            "condition": step.condition.name,
            "severity": int(step.severity),
            "amount": step.condition.severity(step.severity),
            "title": step.condition.title,
            "side": side.value,
            **effect(kept, part, changed, side),
            "at_the_threshold_of_good_photos": at_old_threshold(kept, part, changed, side, 0.01),
            "weights": weigh(changed, side),
        }

    results = [under(step) for step in work.request.steps]
    sides = sorted({step.condition.side for step in work.request.steps})
    return {
        "note": SIMULATED,
        "as_they_are": {side.value: effect(kept, part, None, side) | {"weights": weigh(None, side)} for side in sides},
        "results": results,
        "worst_first": ranking(results),
        "mean_fnir_at_fpir_0.01": {
            str(severity): mean_fnir(results, severity) for severity in sorted({r["severity"] for r in results})
        },
    }
