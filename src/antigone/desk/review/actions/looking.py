"""An examiner's looks at the bench: a clear picture is sent, was on the screen; what hides a face is painted over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import LONGEST_SESSION, Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.photos import cover, looking, vault
from antigone.desk.photos.queries import HIDDEN, is_hidden, sealed
from antigone.desk.review.bench_models import ClearLook, FaceCover
from antigone.desk.review.models import Assignment, BenchPicture, ProficiencyPiece
from antigone.desk.review.open import still_shown
from antigone.desk.review.queries import BenchWork, find_picture
from antigone.errors import NotThere, OutOfStep
from antigone.protocol import entries
from antigone.types import Profile

KINDS = ("cloth", "soil", "blood", "hair")
"""What can hide a face, as it is kept."""


def look(*, by: Actor, assignment: Assignment, key: str, size: vault.Size = vault.Size.BENCH) -> bytes:
    """A clear picture of the bench, counted like every other look at a photograph.

    Raises:
        NotThere: if there is no such picture at this step, or its photograph was taken out since.
        VaultDamaged
    """
    picture = find_picture(by, assignment, key)
    photograph = picture.photograph
    with seeing_all():
        shown = looking.aligned(photograph) if size is vault.Size.BENCH else looking.as_taken(photograph)
    with act(by, Verb.SEE, assignment) as doing:
        found = own(doing.by, assignment)
        if not _looks(by, [picture]).exists():
            ClearLook.objects.create(picture=picture, sent_at=timezone.now())
        doing.record(found.pk, photograph=photograph.pk, size=str(size), **{HIDDEN: is_hidden(photograph)})
    return shown


def saw(*, by: Actor, assignment: BenchWork, keys: Iterable[str]) -> None:
    """Keep that these pictures were uncovered and on the screen. One that was not sent clearly in this sitting was not.

    Nothing is kept of the pictures of a proficiency set: they are of nobody, and never covered.

    Raises:
        NotThere: if it is somebody else's work.
    """
    if isinstance(assignment, ProficiencyPiece):
        return
    with seeing_all():
        pictures = BenchPicture.objects.filter(assignment=assignment, key__in=list(keys))
        new = list(_looks(by, pictures).filter(seen_at=None).values_list("pk", flat=True))
    if not new:
        return
    with act(by, Verb.SEE, assignment) as doing:
        found = own(doing.by, assignment)
        for row in ClearLook.objects.filter(pk__in=new, seen_at=None):
            row.seen_at = timezone.now()
            row.save(update_fields=["seen_at"])
        doing.record(found.pk, clear_looks=len(new))


@seeing_all()
def unseen(by: Actor, assignment: BenchWork, sides: Iterable[Profile]) -> list[BenchPicture]:
    """Pictures of these sides that can be shown, and that the examiner has not looked at clearly in this sitting."""
    if isinstance(assignment, ProficiencyPiece):
        return []
    wanted = [side.value for side in sides]
    shown = BenchPicture.objects.filter(assignment=assignment, side__in=wanted).select_related("photograph__subject")
    pictures = [each for each in shown if still_shown(each.photograph)]
    seen = set(_looks(by, pictures).exclude(seen_at=None).values_list("picture", flat=True))
    return [each for each in pictures if each.pk not in seen]


def must_have_looked(by: Actor, assignment: Assignment, written_down: Iterable[entries.Entry]) -> None:
    """Nothing is locked or concluded without a clear look at each photograph that it rests on.

    Raises:
        OutOfStep: if one was not looked at in this sitting.
    """
    sides: set[Profile] = set()
    for entry in written_down:
        if isinstance(entry, entries.Locked):
            sides.add(entry.side)
        elif isinstance(entry, entries.Concluded):
            sides.update(Profile)
    if sides and unseen(by, assignment, sides):
        raise OutOfStep(
            _("A photograph that this rests on was not looked at clearly in this sitting."),
            _("Uncover each photograph and look at it; then go on."),
        )


def paint(
    *, by: Actor, assignment: Assignment, key: str, painted: bytes, kinds: Iterable[str]
) -> tuple[FaceCover, frozenset[str]]:
    """Keep what the examiner painted over on a photograph of the dead, while they analyse it.

    Returns the cover, and the components that all photographs of the dead together do not show any more. ``painted``:
    one bit a point, as ``photos.cover`` reads it.

    Raises:
        NotThere, OutOfStep, VaultDamaged
        UsageError: if these are no points of a cover.
    """
    picture = find_picture(by, assignment, key)
    if picture.side != Profile.PM.value:
        raise OutOfStep(_("Only what hides a dead person is painted over."), _("Say of a reference what is not seen."))
    points = cover.points(painted)
    with seeing_all():
        closed = vault.seal_cover(sealed(picture.photograph), cover.png(points))
    with act(by, Verb.CHANGE, assignment) as doing:
        found = own(doing.by, assignment)
        kept = FaceCover.objects.create(
            picture=picture,
            at=timezone.now(),
            kinds=sorted(set(kinds) & set(KINDS)),
            components=sorted(cover.taken(points)),
            sealed=closed,
        )
        doing.record(found.pk, photograph=picture.photograph_id, cover=kept.pk, components=kept.components)
    return kept, taken_from(assignment)


@seeing_all()
def taken_from(assignment: Assignment) -> frozenset[str]:
    """The components that every photograph of the dead of this work has lost to what was painted over."""
    lost: dict[int, frozenset[str]] = {}
    for row in FaceCover.objects.filter(picture__assignment=assignment).order_by("pk"):
        lost[row.picture_id] = frozenset(row.components)
    pictures = BenchPicture.objects.filter(assignment=assignment, side=Profile.PM.value).values_list("pk", flat=True)
    return frozenset.intersection(*(lost.get(each, frozenset()) for each in pictures)) if lost else frozenset()


@seeing_all()
def painted_over(assignment: BenchWork) -> set[str]:
    """The keys of pictures of this work on which something is painted over."""
    if isinstance(assignment, ProficiencyPiece):
        return set()
    return set(FaceCover.objects.filter(picture__assignment=assignment).values_list("picture__key", flat=True))


def cover_of(by: Actor, assignment: Assignment, key: str) -> bytes:
    """The latest cover of a picture that the bench shows, as a PNG. Raises: NotThere."""
    picture = find_picture(by, assignment, key)
    with seeing_all():
        row = FaceCover.objects.filter(picture=picture).order_by("-pk").first()
        if row is None:
            raise NotThere(_("Nothing is painted over here."), _("Paint it over, and keep it."))
        return vault.unseal_cover(sealed(picture.photograph), bytes(row.sealed))


def own(by: Actor, assignment: Assignment) -> Assignment:
    """The assignment as it is now. Raises NotThere if it is somebody else's."""
    found = Assignment.objects.select_related("pair__case", "pair__record", "pair__incident").get(pk=assignment.pk)
    if found.examiner_id != by.person:
        raise NotThere(_("There is no such work here."), _("Open the work from your own list."))
    return found


def _looks(by: Actor, pictures: Iterable[BenchPicture]) -> QuerySet[ClearLook]:
    return ClearLook.objects.filter(picture__in=pictures, sent_at__gte=_since(by))


def _since(by: Actor) -> datetime:
    """When the sitting began; whoever does not sit at a browser has the longest one behind them."""
    return by.sitting or timezone.now() - LONGEST_SESSION
