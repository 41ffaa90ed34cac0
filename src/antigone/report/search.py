"""The search report: one page that needs nothing else, to be looked at by examiners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

import antigone
from antigone.by_hand.provenance import in_words
from antigone.engine import PhotoOutcome
from antigone.evidence.calibration import Calibration
from antigone.evidence.expected import TopOfStrangers
from antigone.evidence.verbal import Scale
from antigone.face.photo import decode, read
from antigone.gallery.gallery import Gallery, Seal
from antigone.gallery.store import GalleryEntry
from antigone.report.html import address, template
from antigone.report.pictures import HEIGHT, WIDTH, portrait
from antigone.types import Candidate, Refusal
from antigone.weights.card import Card


@dataclass(frozen=True, slots=True)
class CandidateShown:
    """A candidate as the page shows it. ``picture`` is a data address; without one, ``missing`` says why."""

    candidate: Candidate
    picture: str | None
    missing: str
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class ProbeFinding:
    """One probe's part of the page."""

    outcome: PhotoOutcome
    picture: str | None
    candidates: tuple[CandidateShown, ...]


@dataclass(frozen=True, slots=True)
class WeightBasis:
    """What the weights on the page rest on. ``top``: the first place of a list without the person looked for."""

    calibration: Calibration
    scale: Scale
    top: TopOfStrangers | None


@dataclass(frozen=True, slots=True)
class Context:
    """What all parts of the page share."""

    seal: Seal
    model: str
    cards: tuple[Card, ...]
    case: str | None
    purpose: str | None
    filters: dict[str, str]
    weighed: WeightBasis | None = None


def finding(outcome: PhotoOutcome, gallery: Gallery) -> ProbeFinding:
    """``outcome`` with its pictures, small enough to keep until the page is written."""
    if outcome.probe is None:
        return ProbeFinding(outcome, None, ())
    picture = address(portrait(outcome.probe.photo, outcome.probe.choice.face.landmarks))
    entries = {(e.person, e.sha256): e for e in gallery.photos_of([c.person for c in outcome.candidates])}
    shown = tuple(_shown(c, entries[c.person, c.matches[0].sha256]) for c in outcome.candidates)
    return ProbeFinding(outcome, picture, shown)


def _shown(candidate: Candidate, entry: GalleryEntry) -> CandidateShown:
    picture, missing = None, ""
    data = read(Path(entry.location))
    photo = data if isinstance(data, Refusal) else decode(data, entry.path)
    if isinstance(photo, Refusal):
        missing = f"The photo is not at hand: {photo.detail}"
    elif photo.sha256 != entry.sha256:
        missing = "The photo's file has changed since it was enrolled, so it is not shown."
    else:
        picture = address(portrait(photo, np.array(entry.landmarks)))
    return CandidateShown(candidate, picture, missing, entry.source, entry.basis.value)


def render(findings: Sequence[ProbeFinding], context: Context) -> str:
    """The page: HTML with its style and pictures inside, and no way to load anything else."""
    return template("search.html").render(
        findings=findings,
        rests_on=in_words,
        context=context,
        version=antigone.__version__,
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        width=WIDTH,
        height=HEIGHT,
    )
