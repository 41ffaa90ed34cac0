"""From known photos to templates: as they are, and as they would be under each condition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from antigone.by_hand.given import GivenByHand
from antigone.engine import Engine, Probe
from antigone.errors import AntigoneError, UsageError
from antigone.evidence.conditions import ConditionStep, apply
from antigone.evidence.samples import UNKNOWN, Samples, Strings
from antigone.face.photo import decode, read
from antigone.parallel import in_order
from antigone.types import Face, Photo, Profile, Refusal
from antigone.unexpected import refused
from antigone.validation.known import KnownPhoto
from antigone.validation.store import BY_HAND, ORIGINAL, UNDER_COVER, Key, TemplateStore, VariantOutcome

BATCH = 32
"""Photos kept in one go: what an interrupted run may have to do again."""


@dataclass(frozen=True, slots=True)
class TemplateJob:
    """One photo and the conditions it is wanted under, besides as it is."""

    known: KnownPhoto
    steps: tuple[ConditionStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a job's file turned out to be: ``sha256`` is empty where it could not even be read."""

    known: KnownPhoto
    sha256: str
    refusal: str
    made: tuple[VariantOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes templates with one engine; ``seed`` is that of the conditions' chance."""

    engine: Engine
    seed: int
    principal: bool
    by_hand: GivenByHand = field(default_factory=GivenByHand)
    """Of the photos as they are. Under a condition the machine is alone: what hides the face then, nobody painted."""

    def way(self) -> dict[str, str]:
        """What every template of one file must have in common."""
        return {
            "model": self.engine.embedder.model,
            "seed": str(self.seed),
            "faces": "principal" if self.principal else "only",
            BY_HAND: self.by_hand.fingerprint(),
            UNDER_COVER: self.engine.under_cover.card.id,
        }

    def run(self, jobs: Sequence[TemplateJob], store: TemplateStore) -> Iterator[Read]:
        """Make what ``store`` lacks, in order; each photo comes out after it is kept."""
        waiting: list[Read] = []
        for done in in_order(lambda job: self._one(job, store.done), jobs, self.engine.threads):
            waiting.append(done)
            if len(waiting) >= BATCH:
                store.add(made for read in waiting for made in read.made)
                yield from waiting
                waiting.clear()
        store.add(made for read in waiting for made in read.made)
        yield from waiting

    def table(
        self, photos: Sequence[KnownPhoto], reads: Mapping[str, Read], store: TemplateStore, variant: str = ORIGINAL
    ) -> Samples:
        """The templates of ``photos`` in one variant; a photo that gave none is in it as a miss.

        Raises:
            UsageError: if one was never made.
        """
        made = store.of(variant)
        rows = [_row(reads[photo.name], photo, made, variant) for photo in photos]
        templates = np.zeros((len(rows), self.engine.embedder.size), np.float32)
        for number, row in enumerate(rows):
            if not row.refusal:
                templates[number] = row.template
        return Samples(
            self.engine.embedder.model,
            np.array([photo.name for photo in photos]),
            np.array([photo.person for photo in photos]),
            np.array([reads[photo.name].sha256 for photo in photos]),
            templates,
            np.array([row.refusal for row in rows]),
            np.array([row.quality for row in rows], np.float32),
            _columns([photo.groups for photo in photos]),
            _columns([photo.attributes for photo in photos]),
        )

    def _one(self, job: TemplateJob, done: set[Key]) -> Read:
        try:
            return self._read(job, done)
        except AntigoneError:
            raise
        except Exception as fault:
            return Read(job.known, "", refused(fault).code)

    def _read(self, job: TemplateJob, done: set[Key]) -> Read:
        data = read(job.known.path)
        if isinstance(data, Refusal):
            return Read(job.known, "", data.code)
        sha256, face = hashlib.sha256(data).hexdigest(), job.known.face or 0
        wanted = {ORIGINAL: None} | {str(step): step for step in job.steps}
        missing = {name: step for name, step in wanted.items() if (sha256, face, name) not in done}
        if not missing:
            return Read(job.known, sha256, "")
        photo = decode(data, job.known.name)
        probe = photo if isinstance(photo, Refusal) else self._original(photo, job.known)
        if isinstance(photo, Refusal) or isinstance(probe, Refusal):
            code = probe.code  # type: ignore[union-attr]
            return Read(job.known, sha256, "", tuple(VariantOutcome((sha256, face, name), code) for name in missing))
        made = [
            _made((sha256, face, name), self._under(step, photo, probe.choice.face) if step else probe)
            for name, step in missing.items()
        ]
        return Read(job.known, sha256, "", tuple(made))

    def _original(self, photo: Photo, known: KnownPhoto) -> Probe | Refusal:
        principal = self.principal and known.face is None
        return self.engine.probe(photo, Profile.AM, known.face, principal, by_hand=self.by_hand.of(known.path))

    def _under(self, step: ConditionStep, photo: Photo, face: Face) -> Probe | Refusal:
        """The photo under a condition of ``face``, which has to be found in it anew, as it would be in practice."""
        pixels = apply(step.condition, step.severity, photo.pixels, face, self.seed)
        changed = Photo(photo.name, photo.sha256, pixels, photo.format)
        return self.engine.probe(changed, Profile(step.condition.side.value), principal=True)


def _made(key: Key, probe: Probe | Refusal) -> VariantOutcome:
    if isinstance(probe, Refusal):
        return VariantOutcome(key, probe.code)
    return VariantOutcome(key, "", probe.quality.overall, probe.choice.face.angle, probe.template.vector)


def _row(read: Read, photo: KnownPhoto, made: Mapping[tuple[str, int], VariantOutcome], variant: str) -> VariantOutcome:
    if not read.sha256:
        return VariantOutcome(("", 0, variant), read.refusal)
    try:
        return made[read.sha256, photo.face or 0]
    except KeyError:
        way = variant or "it is"
        raise UsageError(f"{photo.name} has no template as {way}.", "Run the evaluation again.") from None


def _columns(about: Sequence[Mapping[str, str]]) -> dict[str, Strings]:
    names = sorted({name for one in about for name in one})
    return {name: np.array([one.get(name, UNKNOWN) for one in about]) for name in names}
