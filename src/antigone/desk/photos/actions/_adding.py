"""Adding a photograph, from a file's bytes to its row: for uploads and for imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.validators import clean_text
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos import pictures, vault
from antigone.desk.photos.core_words import refusal_in_words
from antigone.desk.photos.lawful_basis import may_be_held
from antigone.desk.photos.models import Consent, Photograph, PhotoKey, Source
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken
from antigone.face.photo import DEFAULT_LIMITS, decode, header
from antigone.types import Refusal

NAMELESS = "photograph"


@dataclass(frozen=True, slots=True)
class SealedPhotograph:
    """A photograph that lies encrypted in the vault, before there is a row."""

    sha256: str
    sealed: vault.Sealed
    details: bytes | None = field(repr=False)
    file_name: str
    size: int
    format: str
    width: int
    height: int
    notes: tuple[str, ...]


def prepare(data: bytes, file_name: str, *, decoding: bool = False) -> SealedPhotograph:
    """Look at a file's header, encrypt and write it: the slow work, before an act begins.

    ``decoding``: decode it too, so that damage is found now and not by the job that analyses it. That is for the worker
    and for commands: a process that serves pages decodes nothing.

    Raises:
        RuleBroken: in the engine's words, if it is no photograph that can be used.
        StorageFailed: if it cannot be written.
    """
    if len(data) > DEFAULT_LIMITS.max_bytes:
        raise too_large(len(data))
    name = _plain_name(file_name)
    known = header(data, name)
    if isinstance(known, Refusal):
        raise in_words(known)
    read = decode(data, name) if decoding else known
    if isinstance(read, Refusal):
        raise in_words(read)
    details = pictures.details_of(data)
    sealed = vault.keep(data)
    return SealedPhotograph(
        sha256=sha256(data).hexdigest(),
        sealed=sealed,
        details=vault.seal_details(sealed, pictures.details_as_bytes(details)) if details else None,
        file_name=name,
        size=len(data),
        format=known.format,
        width=known.width,
        height=known.height,
        notes=read.notes,
    )


def in_words(refusal: Refusal) -> RuleBroken:
    return RuleBroken(*refusal_in_words(refusal.code, refusal.detail, refusal.hint))


def too_large(size: int) -> RuleBroken:
    return RuleBroken(
        _("The file has %(size).0f MB; at most %(most).0f MB are read.")
        % {"size": size / 1e6, "most": DEFAULT_LIMITS.max_bytes / 1e6},
        _("Save the photo as JPEG at full size and try again."),
    )


def add_row(
    prepared: SealedPhotograph,
    *,
    subject: Subject,
    added_by: int,
    stage: Photograph.Stage = Photograph.Stage.UNKNOWN,
    source: Source | None = None,
    consent: Consent | None = None,
) -> Photograph:
    """Check the rules, write the rows and enqueue the analysis. Called inside an act; whoever calls it records it.

    ``added_by``: a Person's number.

    Raises:
        RuleBroken
    """
    found = open_subject(subject)
    source, consent = _ground(found, source, consent)
    refuse_twice(found, prepared.sha256)
    photograph = Photograph.objects.create(
        subject=found,
        kind=found.kind,
        source=source,
        consent=consent,
        sha256=prepared.sha256,
        sealed=prepared.sealed.name,
        file_name=prepared.file_name,
        size=prepared.size,
        format=prepared.format,
        width=prepared.width,
        height=prepared.height,
        notes=list(prepared.notes),
        stage=stage if found.is_case else Photograph.Stage.UNKNOWN,
        sealed_details=prepared.details,
        added_at=timezone.now(),
        added_by=Person.objects.get(pk=added_by),
    )
    PhotoKey.objects.create(photograph=photograph, wrapped=prepared.sealed.wrapped)
    enqueue(Job.Kind.ANALYSE, photograph.pk)
    return photograph


def open_subject(subject: Subject) -> Subject:
    """The subject as it is now. Raises: RuleBroken, if it or its incident is closed."""
    found = Subject.objects.select_related("incident").get(pk=subject.pk)
    if found.closed_at is not None:
        raise OutOfStep(_("It is closed."), _("Nothing is added to it or changed in it any more."))
    if found.incident.closed_at is not None:
        raise OutOfStep(_("The incident is closed."), _("Nothing is added to it or changed in it any more."))
    return found


def refuse_twice(subject: Subject, sha256: str) -> None:
    """Raise RuleBroken if the subject has the same file already."""
    same = Photograph.objects.filter(subject=subject, sha256=sha256, ended_at=None).values_list("pk", flat=True).first()
    if same is not None:
        words = _("The same file is here already, as photograph %(number)d.") % {"number": same}
        raise OutOfStep(words, _("There is nothing to do."))


def _ground(subject: Subject, source: Source | None, consent: Consent | None) -> tuple[Source | None, Consent | None]:
    """Source and consent as they are now.

    Raises:
        RuleBroken: if a reference photograph has no live ground, or one that is not its own.
    """
    if subject.is_case:
        if source is not None or consent is not None:
            raise RuleBroken(_("A photograph of the dead has no lawful source."), _("Leave source and consent out."))
        return None, None
    if source is None:
        raise RuleBroken(
            _("A photograph of a missing person needs a lawful source."),
            _("Choose where it comes from, and on what ground."),
        )
    source = Source.objects.get(pk=source.pk)
    if source.scope != subject.scope:
        raise RuleBroken(
            _("This lawful source is another incident's, or another agency's."),
            _("Choose one of the agency that holds the record."),
        )
    if consent is not None:
        consent = Consent.objects.get(pk=consent.pk)
        if (consent.subject_id, consent.source_id) != (subject.pk, source.pk):
            raise RuleBroken(
                _("This consent is of another record or source."), _("Choose one that was given for this one.")
            )
    if not may_be_held(source, consent):
        raise RuleBroken(
            _("The lawful source is not valid today, or rests on a consent that is not there or not valid."),
            _("Choose one that is valid, or record the consent first."),
        )
    return source, consent


def _plain_name(file_name: str) -> str:
    """The last part of a file's name, without control characters."""
    try:
        return clean_text(file_name.replace("\\", "/").rsplit("/", 1)[-1][-180:], "name", 200)
    except RuleBroken:
        return NAMELESS
