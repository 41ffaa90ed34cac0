"""Reading photographs: only what the actor may see."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.jobs.models import Job
from antigone.desk.photos import signals, vault
from antigone.desk.photos.lawful_basis import consents_for, laws_for
from antigone.desk.photos.models import Consent, Face, Photograph, PhotoKey, Source
from antigone.desk.photos.vault import Sealed
from antigone.desk.photos.words import ClearLooks
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS, Subject
from antigone.errors import NotThere
from antigone.types import Profile

HIDDEN = "hidden"
"""In the audit's detail of a look: whether the photograph was blurred until somebody asked."""


def photographs(by: Actor) -> QuerySet[Photograph]:
    """Every photograph that ``by`` may see, with its subject."""
    seen = Q(pk__in=[])
    for kind, thing in PHOTOGRAPH_THINGS.items():
        seen |= Q(kind=kind) & within(by, Verb.SEE, thing, of="subject")
    return Photograph.objects.filter(seen).select_related("subject", "subject__incident", "subject__agency")


def same_file(by: Actor, photograph: Photograph) -> QuerySet[Photograph]:
    """The same file with other cases and records of the incident, as far as ``by`` may see them."""
    same = photographs(by).filter(sha256=photograph.sha256, ended_at=None)
    return same.filter(subject__incident=photograph.subject.incident_id).exclude(subject=photograph.subject_id)


def photographs_of(by: Actor, subject: Subject) -> QuerySet[Photograph]:
    """A subject's photographs in the order in which they came, with their faces."""
    return photographs(by).filter(subject=subject).prefetch_related("faces").order_by("id")


def standing_photographs_of(by: Actor, subject: Subject) -> QuerySet[Photograph]:
    """Those that were not taken out."""
    return photographs_of(by, subject).filter(ended_at=None)


def find_photograph(by: Actor, number: int) -> Photograph:
    """Raises: NotThere."""
    found = photographs(by).filter(pk=number).first()
    if found is None:
        raise NotThere(
            _("There is no such photograph here."), _("Perhaps the address is wrong, or it is another agency's.")
        )
    return found


def with_or_without(rows: QuerySet[Subject], asked: str | None) -> QuerySet[Subject]:
    """Of cases or records: those ``with`` photographs, those ``without``, or all."""
    if not asked:
        return rows
    some = Exists(Photograph.objects.filter(subject=OuterRef("pk"), ended_at=None))
    return rows.filter(some if asked == "with" else ~some)


def grounds_for(by: Actor, subject: Subject) -> list[tuple[Source, Consent | None]]:
    """On what a reference photograph of this record may be held today: each source, with each consent it needs."""
    seen = within(by, Verb.SEE, Thing.SOURCE, agency="agency", incident="incident")
    laws: list[tuple[Source, Consent | None]] = [(source, None) for source in laws_for(subject).filter(seen)]
    consents = consents_for(subject).filter(source__in=Source.objects.filter(seen))
    return laws + [(consent.source, consent) for consent in consents]


def sealed(photograph: Photograph) -> Sealed:
    """A photograph as the vault needs it.

    Raises:
        NotThere: if the photograph was erased.
    """
    key = PhotoKey.objects.filter(photograph=photograph).first()
    if key is None:
        raise NotThere(_("This photograph was erased: its key is destroyed."), _("There is nothing left to show."))
    return Sealed(photograph.sealed, bytes(key.wrapped))


def chosen_face(photograph: Photograph) -> Face | None:
    return next((face for face in photograph.faces.all() if face.chosen), None)


def is_hidden(photograph: Photograph) -> bool:
    """Whether it is blurred until somebody asks: every photograph of the dead, and all graphic ones."""
    return photograph.kind == Profile.PM.value or bool(photograph.grade)


def revealed_since(by: Actor, since: datetime) -> int:
    """How many hidden photographs ``by`` looked at clearly since then, by the audit."""
    verbs = [f"{Verb.SEE} {thing}" for thing in (*PHOTOGRAPH_THINGS.values(), Thing.ASSIGNMENT)]
    first = AuditRow.objects.filter(at__gte=since).order_by("at", "sequence").values_list("sequence", flat=True).first()
    if first is None:
        return 0
    rows = AuditRow.objects.filter(actor=by.name, sequence__gte=first, verb__in=verbs, at__gte=since)
    return rows.filter(detail__contains=f'"{HIDDEN}": true').count()


def looks_of(by: Actor) -> ClearLooks:
    """How many hidden photographs ``by`` looked at clearly in the last hour and today."""
    return ClearLooks(revealed_since(by, timezone.now() - timedelta(hours=1)), revealed_today(by))


def blurred_picture(photograph: Photograph) -> bytes:
    """So coarse that nobody is recognised: looking at it is no look, and needs no row.

    Raises:
        VaultDamaged
    """
    return vault.made(sealed(photograph), vault.Size.BLURRED)


def is_waited_for(photograph: Photograph) -> bool:
    """Whether the worker still has a job for it. If not, and it is not done, the worker gave up."""
    jobs = Job.objects.filter(kind__in=(Job.Kind.ANALYSE, Job.Kind.EMBED), number=photograph.pk)
    return jobs.filter(done_at=None, given_up_at=None).exists()


def revealed_today(by: Actor) -> int:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return revealed_since(by, midnight)


def orphans(older_than: float) -> list[str]:
    """Originals in the vault that no row names, left by a crash. ``older_than``: POSIX time."""
    lying = [name for name, written in vault.names() if written < older_than]
    found: list[str] = []
    for start in range(0, len(lying), 500):
        part = lying[start : start + 500]
        known = set(Photograph.objects.filter(sealed__in=part).values_list("sealed", flat=True))
        known = known.union(*signals.names_in_use.answers(sender=Photograph, names=part))
        found += [name for name in part if name not in known]
    return found
