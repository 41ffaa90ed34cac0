"""What the command that brings in folders, tables and archives asks of a desk that has started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from antigone.desk.accounts.actor import Actor, acting
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.queries import incidents
from antigone.desk.accounts.validators import clean_email
from antigone.desk.intake import drafts, spool
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.archive import Archive
from antigone.desk.intake.bringing import bring_in_all
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.intake.queries import find_import, unfinished
from antigone.desk.intake.seeing import entries, see
from antigone.desk.photos.lawful_basis import sources
from antigone.desk.photos.models import Source
from antigone.errors import RuleBroken, UsageError
from antigone.face.photo import DEFAULT_LIMITS
from antigone.gallery.intake import photos_in, plain
from antigone.tables.previews import TablePreview
from antigone.tables.reading import is_archive
from antigone.tables.sent import ALONE, IncomingFile, IncomingFiles
from antigone.types import Profile, Refusal

_NOT_UTF_8 = Refusal("name", "The file's name is not written in UTF-8.", "Give the file another name.")


@dataclass(frozen=True, slots=True)
class SeenPlace:
    """A folder, a table or an archive on this machine, and what an import of it would do."""

    place: Path
    kind: Profile
    sent: IncomingFiles
    preview: TablePreview


def see_place(place: Path, kind: Profile, answers: Mapping[str, str]) -> SeenPlace:
    """Look at what lies there. Nothing is written.

    Raises:
        ManifestInvalid, ForbiddenOrigin: see ``intake.seeing``.
        RuleBroken: if it cannot be read.
    """
    place = place.resolve()
    if place.is_file() and is_archive(place):
        sent = _looked_into(place)
    else:
        folder = place if place.is_dir() else place.parent
        paths = [path.relative_to(folder).as_posix() for path in photos_in(folder)]
        files = [IncomingFile(n, plain(path), refusal=_name(path)) for n, path in enumerate(paths, 1)]
        sent = IncomingFiles(tuple(files), {} if place.is_dir() else {ALONE: _bytes(place)})
    return SeenPlace(place, kind, sent, see(sent, kind, answers))


def bring_in_place(
    seen: SeenPlace, *, incident: str, source: str, email: str, said: Callable[[ImportItem], None]
) -> Import:
    """Import what was seen, in the name of a registrar. Given again, it continues.

    Raises:
        RuleBroken: if there is no such registrar, incident or source, or a rule stands against it.
        UsageError: if something must be answered first.
    """
    by, found = _registrar(email, incident)
    archive = seen.place.is_file() and is_archive(seen.place)
    folder = "" if archive else str(seen.place if seen.place.is_dir() else seen.place.parent)
    bringing = None if archive else unfinished(by, found, folder, seen.place.name, seen.kind.value)
    if bringing is None:
        _must_be_answered(seen.preview)
        bringing = begin_import(
            by=by,
            incident=found,
            kind=seen.kind,
            source=_source_named(by, found, source) if source else None,
            name=seen.place.name,
            entries=entries(seen.preview, seen.sent),
            folder=folder,
            kept=_kept(seen) if archive else "",
            seen=seen.preview.digest,
        )
    bring_in_all(bringing, said)
    if archive:
        spool.discard(bringing.spool)
    return find_import(by, bringing.pk)


def _must_be_answered(preview: TablePreview) -> None:
    for question in preview.questions:
        options = ", ".join(value for value, _ in question.options)
        raise UsageError(str(question.asks), f"Say it so: --read-as '{question.about}=ANSWER', one of: {options}.")


def _registrar(email: str, incident: str) -> tuple[Actor, Incident]:
    person = Person.objects.select_related("agency").filter(email=clean_email(email), ended_at=None).first()
    if person is None:
        raise RuleBroken(f"Nobody here signs in as {email}.", "Name a registrar by their e-mail address.")
    by = acting(person)
    found = incidents(by).filter(code=incident.strip().upper()).first()
    if found is None:
        raise RuleBroken(f"There is no incident {incident} that they may see.", "Write its code, such as HALCYON-26")
    return by, found


def _looked_into(place: Path) -> IncomingFiles:
    with place.open("rb") as file:
        whole = Archive(file)
        return drafts.gathered(whole.files(), whole.read, DEFAULT_LIMITS.max_bytes)


def _kept(seen: SeenPlace) -> str:
    """The archive's photographs in the spool, each under its place."""
    kept = spool.new()
    try:
        with seen.place.open("rb") as file:
            whole = Archive(file)
            again = drafts.keep_sent(kept, whole.files(), whole.read, DEFAULT_LIMITS.max_bytes)
        if again.source != seen.sent.source:
            raise RuleBroken("The archive changed meanwhile.", "Give the command again.")
        standing = [entry.place for entry in entries(seen.preview, seen.sent) if entry.refusal is None]
        drafts.discard_all_but(kept, standing)
    except BaseException:
        spool.discard(kept)
        raise
    return kept


def _name(path: str) -> Refusal | None:
    return _NOT_UTF_8 if plain(path) != path else None


def _bytes(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as fault:
        raise RuleBroken(f"{place} cannot be read: {fault.strerror}.", "Check its name, and whose it is.") from fault


def _source_named(by: Actor, incident: Incident, source: str) -> Source:
    theirs = sources(by, incident).filter(agency=by.agency, ended_at=None)
    found = theirs.filter(pk=int(source)) if source.isdecimal() else theirs.filter(name=source)
    if (only := found.first()) is None:
        raise RuleBroken(f"Their agency has no lawful source {source} there.", "Write its number or its whole name.")
    return only
