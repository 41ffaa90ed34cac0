"""Recording what the worker found in a photograph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from antigone import types
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.photos import signals, vault
from antigone.desk.photos.actions import _index
from antigone.desk.photos.by_hand import HandWork, hand_work
from antigone.desk.photos.core_words import to_be_kept
from antigone.desk.photos.lawful_basis import may_be_searched
from antigone.desk.photos.models import Face, FaceTemplate, Photograph
from antigone.desk.photos.queries import sealed
from antigone.desk.photos.receipts import digest_of
from antigone.face.doubt import in_doubt
from antigone.types import Quality, Refusal


@dataclass(frozen=True, slots=True)
class FoundFace:
    """One face that was found in a photograph, or pointed out in it."""

    face: types.Face
    quality: Quality
    box: types.Box
    """Where it is in the file, which may have been decoded at less than its size."""


@dataclass(frozen=True, slots=True)
class MeantFace:
    """The face that is searched by."""

    number: int
    how: str
    """As ``Face.chosen_how``."""
    template: types.Template | Refusal
    """Why there is none, where too little of it is left to compare: people see it all the same."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the worker found in a photograph, with what was set by hand when it began."""

    faces: Sequence[FoundFace]
    meant: MeantFace | Refusal | None
    """The face that is searched by; why there is none; None: a person must say which."""
    work: HandWork
    reduced: int = 1
    notes: Sequence[str] = ()
    """How the file was read (types.Photo.notes)."""

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing is searched by it."""
        said = self.meant.template if isinstance(self.meant, MeantFace) else self.meant
        return said if isinstance(said, Refusal) else None

    @property
    def template(self) -> types.Template | None:
        said = self.meant.template if isinstance(self.meant, MeantFace) else None
        return said if isinstance(said, types.Template) else None


class _Changed(Exception):
    """Raised if the photograph changed while the worker looked at it: nothing is written."""


def record_analysis(*, by: Actor, photograph: Photograph, looked: Looked) -> None:
    """Keep the faces that were found, in place of those of before, and how the file was read.

    A single one is chosen and indexed, and one that somebody pointed out or chose; among several a person chooses.
    Nothing happens if the photograph was looked at already, or taken out, or if something was set by hand meanwhile.
    """
    try:
        with act(by, Verb.ANALYSE, photograph) as doing:
            found = _waiting(photograph)
            if hand_work(found).key != looked.work.key:
                raise _Changed
            _forget_faces(found)
            meant = looked.meant if isinstance(looked.meant, MeantFace) else None
            rows = {each.face.index: _row(found, sealed(found), each, meant) for each in looked.faces}
            for row in rows.values():
                row.save(force_insert=True)
            found.state, found.reduced, found.notes = _state(looked), looked.reduced, list(looked.notes)
            found.refusal = looked.refusal and to_be_kept(looked.refusal)
            found.save(update_fields=["state", "refusal", "reduced", "notes"])
            if meant is not None and looked.template is not None:
                made = _keep_template(rows[meant.number], looked.template)
                if may_be_searched(found):
                    _index.enter(found, [made])
            doing.record(
                found.pk,
                faces=len(rows),
                state=str(found.state),
                model=looked.template.model if looked.template else None,
                by_hand=any(row.by_hand for row in rows.values()),
                notes=len(looked.notes),
                covered=max((round(100 * row.covered) for row in rows.values()), default=0),
            )
            if found.state == Photograph.State.CHOOSE:
                signals.several_faces.send(sender=Photograph, photographs=[found])
    except _Changed:
        return


def record_template(*, by: Actor, photograph: Photograph, face: Face, template: types.Template) -> None:
    """Keep one model's template of the chosen face, and index it if that is lawful.

    Nothing happens if another face was chosen since, the photograph was taken out, or it has them already.
    """
    try:
        with act(by, Verb.ANALYSE, photograph) as doing:
            found = Photograph.objects.select_related("subject").get(pk=photograph.pk)
            chosen = Face.objects.filter(pk=face.pk, photograph=found, chosen=True).first()
            if chosen is None or found.state != Photograph.State.USABLE:
                raise _Changed
            if FaceTemplate.objects.filter(face=chosen, model=template.model).exists():
                raise _Changed
            made = _keep_template(chosen, template)
            if may_be_searched(found):
                _index.enter(found, [made])
            doing.record(found.pk, face=chosen.number, model=template.model)
    except _Changed:
        return


def _waiting(photograph: Photograph) -> Photograph:
    found = Photograph.objects.select_related("subject").get(pk=photograph.pk)
    if found.state != Photograph.State.WAITING:
        raise _Changed
    return found


def _forget_faces(photograph: Photograph) -> None:
    """Those of an earlier look. The picture of a head stays as examiners saw it, if they did."""
    old = Face.objects.filter(photograph=photograph)
    if not any(signals.shown_on_a_bench.answers(sender=Photograph, photograph=photograph)):
        place = sealed(photograph)
        for number in old.values_list("number", flat=True):
            vault.forget_made(place, vault.Size.BENCH, number)
    FaceTemplate.objects.filter(face__photograph=photograph).delete()
    old.delete()


def _state(looked: Looked) -> Photograph.State:
    if looked.refusal is not None:
        return Photograph.State.REFUSED
    return Photograph.State.USABLE if looked.meant is not None else Photograph.State.CHOOSE


def _row(photograph: Photograph, place: vault.Sealed, found: FoundFace, meant: MeantFace | None) -> Face:
    chosen = meant is not None and meant.number == found.face.index
    return Face(
        photograph=photograph,
        number=found.face.index,
        box=found.box.as_list(),
        landmarks=vault.seal_landmarks(place, found.face.landmarks),
        quality=found.quality.as_json(),
        chosen=chosen,
        chosen_how=meant.how if chosen and meant else "",
        by_hand=found.face.by_hand,
        doubtful=in_doubt(found.face),
        covered=found.face.covered,
    )


def _keep_template(face: Face, template: types.Template) -> FaceTemplate:
    numbers = np.asarray(template.vector, dtype="<f4").tobytes()
    vector = vault.seal_template(sealed(face.photograph), numbers)
    return FaceTemplate.objects.create(face=face, model=template.model, vector=vector, digest=digest_of(numbers))
