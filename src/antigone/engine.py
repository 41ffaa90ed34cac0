"""From photos to candidates: the only file of the core that knows every stage.

    read -> decode -> find faces -> choose one -> assess its quality -> embed -> enrol, or search a gallery

What cannot be used becomes a Refusal and the rest goes on; what is broken raises an AntigoneError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from antigone.by_hand.given import NOTHING, ByHand, GivenByHand
from antigone.by_hand.provenance import with_provenance
from antigone.by_hand.seen import NOBODY, see
from antigone.errors import AntigoneError
from antigone.evidence.expected import GallerySize
from antigone.face.align import STANDARD, Crop
from antigone.face.choose import Choice, choose
from antigone.face.doubt import seen_well
from antigone.face.embed import Embedder
from antigone.face.find import find_faces
from antigone.face.photo import decode, read
from antigone.face.quality import assess
from antigone.face.under_cover import with_points_under_cover
from antigone.gallery.gallery import Gallery, Writer
from antigone.gallery.intake import LawfulBasis, Reference, plain
from antigone.gallery.store import GalleryEntry
from antigone.parallel import in_order, workers
from antigone.types import Candidate, Face, Photo, Profile, Quality, Refusal, SamePicture, Template
from antigone.unexpected import refused
from antigone.weighing import Weighable, Weighing, in_the_way, same_picture, weighed
from antigone.weights.catalogue import DEFAULT_EMBEDDER, DETECTOR, UNDER_COVER, find, find_embedders
from antigone.weights.session import Network, Precision, best_precision, open_network

BATCH = 64
"""Photos enrolled in one transaction: what a killed enrolment may have to do again."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A photo and every face in it, each with its quality."""

    photo: Photo
    faces: tuple[Face, ...]
    qualities: tuple[Quality, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """A photo, the face in it that is meant, and that face as a template."""

    photo: Photo
    choice: Choice
    others: tuple[Face, ...]
    quality: Quality
    template: Template


@dataclass(frozen=True, slots=True)
class PhotoOutcome:
    """What became of one photo: something, or a refusal. ``path`` is as the caller gave it."""

    path: str
    refusal: Refusal | None
    sha256: str | None = None
    analysis: Analysis | None = None
    probe: Probe | None = None
    candidates: tuple[Candidate, ...] = ()
    together: tuple[PhotoOutcome, ...] = ()
    """The photos of one dead person that were searched as one, where that was asked for."""
    reference: Reference | None = None
    already: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """A detector, a network for covered faces and an embedder, ready to work on several photos at once."""

    detector: Network
    under_cover: Network
    embedder: Embedder
    threads: int

    @classmethod
    def open(
        cls,
        model: str = DEFAULT_EMBEDDER,
        *,
        cuts: tuple[Crop, ...] = STANDARD,
        threads: int | None = None,
        precision: Precision | None = None,
    ) -> Engine:
        """Verify and load the models. ``model`` may join several with ``+``.

        Raises:
            WeightsMissing, WeightsAltered, CardInvalid, UsageError
        """
        cv2.setNumThreads(1)  # photos run side by side; a second pool inside each would only get in the way
        cards = find_embedders(model)
        chosen = precision or best_precision()
        networks = tuple(open_network(card, chosen) for card in cards)
        detector, under_cover = open_network(find(DETECTOR)), open_network(find(UNDER_COVER))
        return cls(detector, under_cover, Embedder(networks, cuts), threads or workers())

    def read(self, path: Path) -> Photo | Refusal:
        data = read(path)
        return data if isinstance(data, Refusal) else decode(data, plain(str(path)))

    def faces(self, photo: Photo) -> tuple[Face, ...]:
        """Every face in ``photo``, the largest first. Points that the detector is not sure of are looked at again."""
        found = find_faces(self.detector, photo)
        return tuple(with_points_under_cover(self.under_cover, self.under_cover.card, photo, face) for face in found)

    def analyse(self, photo: Photo, profile: Profile) -> Analysis:
        return _analysis(photo, self.faces(photo), profile)

    def probe(
        self,
        photo: Photo,
        profile: Profile,
        number: int | None = None,
        principal: bool = False,
        *,
        by_hand: ByHand = NOTHING,
    ) -> Probe | Refusal:
        """The face meant in ``photo`` as a template, or why there is none. Points by hand say which face is meant."""
        seen = see(self.faces, photo, by_hand)
        choice = seen if isinstance(seen, Refusal) else seen.choice(photo, number, principal)
        if isinstance(seen, Refusal) or isinstance(choice, Refusal):
            return choice  # type: ignore[return-value]
        others = tuple(face for face in seen.faces if face is not choice.face)
        quality = assess(photo, choice.face, profile)
        return Probe(photo, choice, others, quality, seen.template(self.embedder, photo, choice.face))

    def analyse_all(
        self, paths: Iterable[Path], profile: Profile, by_hand: GivenByHand = NOBODY
    ) -> Iterator[PhotoOutcome]:
        """Every photo with all its faces, in order. A photo without a face is refused, with its analysis."""

        def one(path: Path, photo: Photo) -> PhotoOutcome:
            seen = see(self.faces, photo, by_hand.of(path))
            if isinstance(seen, Refusal):
                return PhotoOutcome(plain(str(path)), seen, photo.sha256)
            analysis = _analysis(photo, seen.faces, profile)
            none = choose(photo, analysis.faces, principal=True)
            refusal = none if isinstance(none, Refusal) else None
            return PhotoOutcome(plain(str(path)), refusal, photo.sha256, analysis)

        yield from in_order(lambda path: self._with_photo(path, one), paths, self.threads)

    def search_all(
        self,
        paths: Iterable[Path],
        gallery: Gallery,
        *,
        top: int,
        profile: Profile = Profile.PM,
        number: int | None = None,
        principal: bool = False,
        where: dict[str, str] | None = None,
        weighing: Weighing | None = None,
        by_hand: GivenByHand = NOBODY,
    ) -> Iterator[PhotoOutcome]:
        """A candidate list, or a refusal, for every photo, in order."""
        for outcome in self.probe_all(paths, profile, number, principal, by_hand):
            if outcome.probe is None:
                yield outcome
            else:
                found = _list([outcome.probe], gallery, top, where, weighing)
                yield replace(outcome, candidates=found)

    def search_together(
        self,
        paths: Iterable[Path],
        gallery: Gallery,
        *,
        top: int,
        profile: Profile = Profile.PM,
        principal: bool = False,
        where: dict[str, str] | None = None,
        weighing: Weighing | None = None,
        by_hand: GivenByHand = NOBODY,
    ) -> PhotoOutcome:
        """One candidate list from all photos of one dead person; those that are refused are left out of it.

        The list is that of the mean of the photos' templates. The photo of the best quality stands for all.
        """
        outcomes = tuple(self.probe_all(paths, profile, principal=principal, by_hand=by_hand))
        usable = sorted((o for o in outcomes if o.probe), key=lambda o: -o.probe.quality.overall)  # type: ignore[union-attr]
        if not usable:
            return replace(outcomes[0], together=outcomes)
        probes = [outcome.probe for outcome in usable if outcome.probe]
        found = _list(probes, gallery, top, where, weighing)
        return replace(usable[0], candidates=found, together=outcomes)

    def probe_all(
        self,
        paths: Iterable[Path],
        profile: Profile,
        number: int | None = None,
        principal: bool = False,
        by_hand: GivenByHand = NOBODY,
    ) -> Iterator[PhotoOutcome]:
        """Every photo's face as a template, or a refusal, in order."""

        def one(path: Path, photo: Photo) -> PhotoOutcome:
            probe = self.probe(photo, profile, number, principal, by_hand=by_hand.of(path))
            if isinstance(probe, Refusal):
                return PhotoOutcome(plain(str(path)), probe, photo.sha256)
            return PhotoOutcome(plain(str(path)), None, photo.sha256, probe=probe)

        yield from in_order(lambda path: self._with_photo(path, one), paths, self.threads)

    def _with_photo(self, path: Path, then: Callable[[Path, Photo], PhotoOutcome]) -> PhotoOutcome:
        photo: Photo | Refusal | None = None
        try:
            photo = self.read(path)
            return PhotoOutcome(plain(str(path)), photo) if isinstance(photo, Refusal) else then(path, photo)
        except AntigoneError:
            raise
        except Exception as fault:
            return PhotoOutcome(plain(str(path)), refused(fault), photo.sha256 if isinstance(photo, Photo) else None)

    def enrol_all(
        self,
        references: Iterable[Reference],
        writer: Writer,
        principal: bool = False,
        by_hand: GivenByHand = NOBODY,
    ) -> Iterator[PhotoOutcome]:
        """Enrol every reference that can be, in order, a batch at a time; each outcome comes after its batch is kept.

        What is enrolled already is passed over, so an interrupted enrolment goes on where it stopped.
        """
        waiting: list[tuple[PhotoOutcome, GalleryEntry | None]] = []

        def keep() -> Iterator[PhotoOutcome]:
            writer.add([entry for _, entry in waiting if entry is not None])
            yield from (outcome for outcome, _ in waiting)
            waiting.clear()

        pending: dict[tuple[str, int], str] = {}
        prepared = in_order(
            lambda ref: self._prepare(ref, writer, principal, by_hand.of(ref.path)), references, self.threads
        )
        for outcome, entry in prepared:
            waiting.append((outcome, None) if entry is None else _once(outcome, entry, writer, pending))
            if len(waiting) >= BATCH:
                yield from keep()
                pending.clear()
        yield from keep()

    def _prepare(
        self, reference: Reference, writer: Writer, principal: bool, by_hand: ByHand
    ) -> tuple[PhotoOutcome, GalleryEntry | None]:
        try:
            return self._prepared(reference, writer, principal, by_hand)
        except AntigoneError:
            raise
        except Exception as fault:
            return PhotoOutcome(reference.name, refused(fault), reference=reference), None

    def _prepared(
        self, reference: Reference, writer: Writer, principal: bool, by_hand: ByHand
    ) -> tuple[PhotoOutcome, GalleryEntry | None]:
        def without(why: Refusal, sha256: str | None = None) -> tuple[PhotoOutcome, None]:
            return PhotoOutcome(reference.name, why, sha256, reference=reference), None

        if isinstance(reference.ground, Refusal):
            return without(reference.ground)
        photo = self.read(reference.path)
        if isinstance(photo, Refusal):
            return without(photo)
        enrolled = writer.enrolled(photo.sha256)
        if any(p == reference.person and reference.face in (None, face) for p, face in enrolled):
            return PhotoOutcome(reference.name, None, photo.sha256, reference=reference, already=True), None
        probe = self.probe(photo, Profile.AM, reference.face, principal, by_hand=by_hand)
        if isinstance(probe, Refusal):
            return without(probe, photo.sha256)
        outcome = PhotoOutcome(reference.name, None, photo.sha256, probe=_without_pixels(probe), reference=reference)
        return outcome, _entry(reference, reference.ground, probe)


def _analysis(photo: Photo, faces: tuple[Face, ...], profile: Profile) -> Analysis:
    return Analysis(photo, faces, tuple(assess(photo, face, profile) for face in faces))


def _list(
    probes: list[Probe], gallery: Gallery, top: int, where: dict[str, str] | None, weighing: Weighing | None
) -> tuple[Candidate, ...]:
    templates = [probe.template for probe in probes]
    total = np.sum([template.vector for template in templates], axis=0)
    mean = Template((total / np.linalg.norm(total)).astype(np.float32), templates[0].model)
    candidates = gallery.search(mean, top, where)
    entries: dict[str, list[GalleryEntry]] = {}
    for entry in gallery.photos_of([candidate.person for candidate in candidates]):
        entries.setdefault(entry.person, []).append(entry)
    if weighing:
        size = GallerySize(*gallery.count(where))
        dead = [_weighable(probe) for probe in probes]
        candidates = weighed(candidates, dead, gallery, weighing, size)
    return tuple(replace(each, same_picture=_same(each, probes, entries[each.person])) for each in candidates)


def _weighable(probe: Probe) -> Weighable:
    face = probe.choice.face
    return Weighable(probe.template.vector, in_the_way(face.covered, seen_well(face)))


def _same(candidate: Candidate, probes: list[Probe], entries: list[GalleryEntry]) -> SamePicture | None:
    """The candidate's photo that is the very picture of a probe, if there is one."""
    enrolled = {match.sha256 for match in candidate.matches}
    for entry in (entry for entry in entries if entry.sha256 in enrolled):
        for probe in probes:
            if same_picture(entry.template[None], probe.template.vector[None]):
                return SamePicture(entry.path, "file" if entry.sha256 == probe.photo.sha256 else "face")
    return None


def _without_pixels(probe: Probe) -> Probe:
    """The probe with a photo of one pixel, so that finished photos do not pile up in memory."""
    photo = probe.photo
    small = Photo(photo.name, photo.sha256, photo.pixels[:1, :1].copy(), photo.format, photo.notes)
    return Probe(small, probe.choice, probe.others, probe.quality, probe.template)


def _entry(reference: Reference, ground: LawfulBasis, probe: Probe) -> GalleryEntry:
    face = probe.choice.face
    return GalleryEntry(
        person=reference.person,
        path=reference.name,
        sha256=probe.photo.sha256,
        face=face.index,
        chosen=probe.choice.how,
        source=ground.source,
        basis=ground.basis,
        details=with_provenance(reference.details, face),
        landmarks=tuple((float(x), float(y)) for x, y in face.landmarks),
        quality=probe.quality.overall,
        template=probe.template.vector,
        location=plain(str(reference.path.absolute())),
    )


def _once(
    outcome: PhotoOutcome, entry: GalleryEntry, writer: Writer, pending: dict[tuple[str, int], str]
) -> tuple[PhotoOutcome, GalleryEntry | None]:
    """Refuse a face that is enrolled already: the same face under two names would accuse a stranger."""
    owners = {(entry.sha256, face): person for person, face in writer.enrolled(entry.sha256)} | pending
    owner = owners.get((entry.sha256, entry.face))
    if owner is None:
        pending[entry.sha256, entry.face] = entry.person
        return outcome, entry
    if owner == entry.person:
        return PhotoOutcome(outcome.path, None, outcome.sha256, reference=outcome.reference, already=True), None
    why = Refusal(
        "enrolled-as-another",
        f"The same face in the same photo is enrolled as {owner!r}.",
        "Find out whose photo it is. If both are in it, name each one's face in a manifest's column 'face'.",
    )
    return PhotoOutcome(outcome.path, why, outcome.sha256, reference=outcome.reference), None
