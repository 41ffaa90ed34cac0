"""The worker's jobs for one photograph. Each can be run again, and does nothing where nothing is left to do."""

from __future__ import annotations

from antigone.desk.accounts.actor import worker
from antigone.desk.photos import pictures, vault
from antigone.desk.photos.actions.analysis import FoundFace, record_analysis, record_template
from antigone.desk.photos.engine import engine
from antigone.desk.photos.looking import decoded
from antigone.desk.photos.models import Face, FaceTemplate, Photograph
from antigone.desk.photos.queries import chosen_face, sealed
from antigone.face.choose import choose
from antigone.face.photo import decode
from antigone.types import Box as _Box
from antigone.types import Face as _Face
from antigone.types import Photo, Profile, Refusal


def analyse(number: int) -> None:
    """Find the faces of a new photograph, and make the pictures of it.

    Raises:
        VaultDamaged: and what the engine raises.
    """
    photograph = _find(number)
    if photograph is None or photograph.state != Photograph.State.WAITING:
        return
    place = sealed(photograph)
    photo = decode(vault.original(place), "photograph")
    if isinstance(photo, Refusal):
        refuse_photograph(number, photo)
        return
    for size, jpeg in pictures.made_from(photo).items():
        vault.keep_made(place, size, jpeg)
    analysis = engine().analyse(photo, Profile(photograph.kind))
    faces = [
        FoundFace(face, quality, photo.in_the_file(face.box))
        for face, quality in zip(analysis.faces, analysis.qualities, strict=True)
    ]
    none = choose(photo, analysis.faces, principal=True)
    template = None
    if len(analysis.faces) == 1:
        only = analysis.faces[0]
        _keep_face(place, photo, only)
        template = engine().embedder.template(photo, only)
    record_analysis(
        by=worker(),
        photograph=photograph,
        faces=faces,
        refusal=none if isinstance(none, Refusal) else None,
        template=template,
        notes=photo.notes,
    )


def refuse_photograph(number: int, why: Refusal) -> None:
    """Record that a photograph cannot be used."""
    photograph = _find(number)
    if photograph is not None:
        record_analysis(by=worker(), photograph=photograph, faces=[], refusal=why, template=None)


def embed(number: int) -> None:
    """Make the present model's template of a photograph's chosen face, and the pictures of that face.

    Raises:
        VaultDamaged: and what the engine raises.
    """
    photograph = _find(number)
    if photograph is None or photograph.state != Photograph.State.USABLE:
        return
    chosen = chosen_face(photograph)
    if chosen is None or FaceTemplate.objects.filter(face=chosen, model=engine().embedder.model).exists():
        return
    place = sealed(photograph)
    photo = decoded(place)
    face = _as_found(chosen, place)
    _keep_face(place, photo, face)
    template = engine().embedder.template(photo, face)
    record_template(by=worker(), photograph=photograph, face=chosen, template=template)


def _find(number: int) -> Photograph | None:
    return Photograph.objects.select_related("subject").prefetch_related("faces").filter(pk=number).first()


def _keep_face(place: vault.Sealed, photo: Photo, face: _Face) -> None:
    for size, jpeg in pictures.of_face(photo, face.landmarks).items():
        vault.keep_made(place, size, jpeg, face.index)


def _as_found(row: Face, place: vault.Sealed) -> _Face:
    """The engine's face, from its row."""
    score = min(1.0, max(0.0, row.quality["measures"]["detection"]["value"]))
    landmarks = vault.unseal_landmarks(place, bytes(row.landmarks))
    return _Face(row.number, _Box(*row.box), landmarks, 0.0, score)
