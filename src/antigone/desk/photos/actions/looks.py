"""Clear looks at many photographs, or again and again at one: each is a row of the audit once in a sitting.

Whoever reads a list of fifty faces, and goes back to it, has looked at each of them: fifty rows say so, and five
hundred would say no more (docs/decisions/0040-a-list-that-one-can-read.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Scope, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph, PhotoKey
from antigone.desk.photos.queries import HIDDEN, chosen_face, is_hidden, sealed
from antigone.desk.photos.vault import Sealed, Size
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS
from antigone.errors import VaultDamaged


def look_at_faces(*, by: Actor, photographs: Collection[Photograph], since: datetime) -> dict[int, bytes]:
    """Small pictures of the chosen faces of several photographs, by number; none of those that have no such picture.

    Args:
        photographs: with their subjects and faces, found by ``queries.photographs``.
        since: when the sitting began.
    """
    keys = dict(PhotoKey.objects.filter(photograph__in=photographs).values_list("photograph", "wrapped"))
    found: dict[int, bytes] = {}
    for each in photographs:
        face = chosen_face(each)
        if face is not None and each.pk in keys:
            with suppress(VaultDamaged):
                found[each.pk] = _small(Sealed(each.sealed, bytes(keys[each.pk])), face.number)
    _record(by, [each for each in photographs if each.pk in found], Size.THUMBNAIL, since)
    return found


def look_in_sitting(*, by: Actor, photograph: Photograph, since: datetime) -> bytes:
    """The whole photograph, clear, as a JPEG without metadata.

    Raises:
        VaultDamaged: if it has not been made yet, or is not what it was.
        NotThere: if it was erased.
    """
    shown = vault.made(sealed(photograph), Size.VIEW)
    _record(by, [photograph], Size.VIEW, since)
    return shown


def _small(place: Sealed, face: int) -> bytes:
    """Of what was looked at before there were thumbnails, the face as it is shown elsewhere."""
    size = Size.THUMBNAIL if vault.is_made(place, Size.THUMBNAIL, face) else Size.FACE
    return vault.made(place, size, face)


def _record(by: Actor, photographs: Iterable[Photograph], size: Size, since: datetime) -> None:
    wanted = {_thing(each): each for each in photographs}
    seen = [f"{Verb.SEE} {thing}" for thing in PHOTOGRAPH_THINGS.values()]
    rows = AuditRow.objects.filter(actor=by.name, at__gte=since, verb__in=seen, thing__in=wanted)
    for known in rows.values_list("thing", flat=True):
        wanted.pop(known, None)
    of_one: defaultdict[tuple[str, Scope], list[Photograph]] = defaultdict(list)
    for each in wanted.values():
        of_one[each.kind, each.scope].append(each)
    for some in of_one.values():
        with act(by, Verb.SEE, some[0]) as doing:
            for each in some:
                doing.record(each.pk, size=str(size), **{HIDDEN: is_hidden(each)})


def _thing(photograph: Photograph) -> str:
    """As the audit names it."""
    return f"{photograph.thing} {photograph.pk}"
