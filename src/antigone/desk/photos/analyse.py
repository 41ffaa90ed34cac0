"""The worker's jobs for one photograph. Each can be run again, and does nothing where nothing is left to do.

Each returns what is to be written, so that the worker can write what it found in several photographs at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from antigone.by_hand.given import ByHand
from antigone.by_hand.seen import Seen, see
from antigone.desk.accounts.actor import worker
from antigone.desk.photos import painted, pictures, vault
from antigone.desk.photos.actions.analysis import FoundFace, Looked, MeantFace, record_analysis, record_template
from antigone.desk.photos.by_hand import HandWork, cover_of, hand_work, points_of
from antigone.desk.photos.engine import engine
from antigone.desk.photos.looking import decoded
from antigone.desk.photos.models import Face, FaceTemplate, Photograph
from antigone.desk.photos.queries import chosen_face, sealed
from antigone.face.choose import choose
from antigone.face.cover import Cover
from antigone.face.photo import decode
from antigone.face.pointed import face_at
from antigone.face.quality import assess
from antigone.types import Box as _Box
from antigone.types import Face as _Face
from antigone.types import Photo, Profile, Refusal


def analyse(number: int) -> Callable[[], None] | None:
    """Find the faces of a photograph that is new, or on which something was set by hand, and make the pictures of it.

    Returns what keeps all that.

    Raises:
        VaultDamaged: and what the engine raises.
    """
    photograph = _find(number)
    if photograph is None or photograph.state != Photograph.State.WAITING:
        return None
    place = sealed(photograph)
    photo = decode(vault.original(place), "photograph")
    if isinstance(photo, Refusal):
        return partial(refuse_photograph, number, photo)
    for size, jpeg in pictures.made_from(photo).items():
        vault.keep_made(place, size, jpeg)
    work = hand_work(photograph)
    seen = see(engine().faces, photo, _as_given(work, place, photo))
    if isinstance(seen, Refusal):  # what was set by hand cannot be used: people are told why, and see what is there
        meant: MeantFace | Refusal | None = seen
        found = engine().faces(photo)
    else:
        found = seen.faces
        meant = _meant(photograph, place, photo, seen)
    kind = Profile(photograph.kind)
    faces = [FoundFace(face, assess(photo, face, kind), photo.in_the_file(face.box)) for face in found]
    looked = Looked(faces, meant, work, photo.reduced, photo.notes)
    return partial(record_analysis, by=worker(), photograph=photograph, looked=looked)


def refuse_photograph(number: int, why: Refusal) -> None:
    """Record that a photograph cannot be used."""
    photograph = _find(number)
    if photograph is not None:
        record_analysis(by=worker(), photograph=photograph, looked=Looked([], why, hand_work(photograph)))


def _as_given(work: HandWork, place: vault.Sealed, photo: Photo) -> ByHand:
    mask = cover_of(work, place)
    painted_here = work.cover is not None and work.cover.painted
    return ByHand(points_of(work, place), None if mask is None else painted.on(photo, mask, painted=painted_here))


def _meant(photograph: Photograph, place: vault.Sealed, photo: Photo, seen: Seen) -> MeantFace | Refusal | None:
    """The face that is searched by, with its pictures and its template: the one whose points a person set, the only
    one, or the one that a person chose before. None: a person must say which.
    """
    if not seen.faces:
        return choose(photo, (), principal=True)  # type: ignore[return-value]  # that there is none
    before = None if seen.meant is not None else _chosen_before(photograph, place, seen)
    if seen.meant is None and before is None and len(seen.faces) > 1:
        return None
    how = "person" if seen.meant is not None or before is not None else "only"
    number = before or (seen.meant or seen.faces[0]).index
    face = next(each for each in seen.faces if each.index == number)
    _keep_face(place, photo, face)
    choice = seen.choice(photo, number, principal=False)
    template = choice if isinstance(choice, Refusal) else seen.template(engine().embedder, photo, face)
    return MeantFace(number, how, template)


def _chosen_before(photograph: Photograph, place: vault.Sealed, seen: Seen) -> int | None:
    """The number now of the face that a person chose when it was looked at before."""
    chosen = chosen_face(photograph)
    if chosen is None or chosen.chosen_how != "person":
        return None
    face = face_at(vault.unseal_landmarks(place, bytes(chosen.landmarks)), seen.faces)
    return None if face is None else face.index


def embed(number: int) -> Callable[[], None] | None:
    """Make the present model's template of a photograph's chosen face, and the pictures of that face.

    Returns what keeps the template.

    Raises:
        VaultDamaged: and what the engine raises.
    """
    photograph = _find(number)
    if photograph is None or photograph.state != Photograph.State.USABLE:
        return None
    chosen = chosen_face(photograph)
    if chosen is None or FaceTemplate.objects.filter(face=chosen, model=engine().embedder.model).exists():
        return None
    place = sealed(photograph)
    photo = decoded(place)
    face = _as_found(chosen, place)
    _keep_face(place, photo, face)
    cover = _as_given(hand_work(photograph), place, photo).cover
    seen = Seen((face,), face, cover if isinstance(cover, Cover) else None)
    template = seen.template(engine().embedder, photo, face)
    return partial(record_template, by=worker(), photograph=photograph, face=chosen, template=template)


def _find(number: int) -> Photograph | None:
    return Photograph.objects.select_related("subject").prefetch_related("faces").filter(pk=number).first()


def _keep_face(place: vault.Sealed, photo: Photo, face: _Face) -> None:
    for size, jpeg in pictures.of_face(photo, face.landmarks).items():
        vault.keep_made(place, size, jpeg, face.index)


def _as_found(row: Face, place: vault.Sealed) -> _Face:
    """The engine's face, from its row."""
    score = min(1.0, max(0.0, row.quality["measures"]["detection"]["value"]))
    landmarks = vault.unseal_landmarks(place, bytes(row.landmarks))
    return _Face(row.number, _Box(*row.box), landmarks, 0.0, score, row.by_hand, row.covered)
