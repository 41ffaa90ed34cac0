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
from antigone.desk.photos.lawful_basis import may_be_searched
from antigone.desk.photos.models import Face, FaceTemplate, Photograph
from antigone.desk.photos.queries import sealed
from antigone.types import Quality, Refusal


@dataclass(frozen=True, slots=True)
class FoundFace:
    """One face that was found in a photograph."""

    face: types.Face
    quality: Quality
    box: types.Box
    """Where it is in the file, which may have been decoded at less than its size."""


class _Changed(Exception):
    """Raised if the photograph changed while the worker looked at it: nothing is written."""


def record_analysis(
    *,
    by: Actor,
    photograph: Photograph,
    faces: Sequence[FoundFace],
    refusal: Refusal | None,
    template: types.Template | None,
    notes: Sequence[str] = (),
) -> None:
    """Keep the faces that were found, and how the file was read.

    A single face is chosen and indexed; among several a person chooses.

    Nothing happens if the photograph was looked at already, or taken out.
    """
    try:
        with act(by, Verb.ANALYSE, photograph) as doing:
            found = _waiting(photograph)
            rows = [_row(found, sealed(found), each, chosen=template is not None) for each in faces]
            for row in rows:
                row.save(force_insert=True)
            found.state = _state(faces, refusal)
            found.refusal = refusal and {"code": refusal.code, "detail": refusal.detail, "hint": refusal.hint}
            found.notes = list(notes)
            found.save(update_fields=["state", "refusal", "notes"])
            if template is not None:
                made = _keep_template(rows[0], template)
                if may_be_searched(found):
                    _index.enter(found, [made])
            model = template.model if template else None
            doing.record(found.pk, faces=len(faces), state=str(found.state), model=model, notes=len(notes))
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


def _state(faces: Sequence[FoundFace], refusal: Refusal | None) -> Photograph.State:
    if refusal is not None:
        return Photograph.State.REFUSED
    return Photograph.State.USABLE if len(faces) == 1 else Photograph.State.CHOOSE


def _row(photograph: Photograph, place: vault.Sealed, found: FoundFace, *, chosen: bool) -> Face:
    return Face(
        photograph=photograph,
        number=found.face.index,
        box=found.box.as_list(),
        landmarks=vault.seal_landmarks(place, found.face.landmarks),
        quality=found.quality.as_json(),
        chosen=chosen,
        chosen_how="only" if chosen else "",
    )


def _keep_template(face: Face, template: types.Template) -> FaceTemplate:
    numbers = np.asarray(template.vector, dtype="<f4").tobytes()
    vector = vault.seal_template(sealed(face.photograph), numbers)
    return FaceTemplate.objects.create(face=face, model=template.model, vector=vector)
