"""Attaching papers to lines of evidence, opening them, and destroying them with the record they tell of."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.identification.actions._lives import person_of
from antigone.desk.identification.actions.files import open_one
from antigone.desk.identification.models import EvidenceLine, EvidencePaper
from antigone.desk.identification.papers import MOST_OF_A_LINE, pages_of, sealed
from antigone.desk.photos import vault
from antigone.errors import AntigoneError, OutOfStep, RuleBroken


def attach_paper(*, by: Actor, line: EvidenceLine, data: bytes, name: str) -> EvidencePaper:
    """Attach a PDF or a picture to a line of evidence, encrypted, with pictures of its pages.

    Raises:
        RuleBroken: if it is neither, the line was taken back or has ten, or the file has ended.
    """
    is_pdf, pages = pages_of(data)
    place = vault.keep(data)
    try:
        for number, jpeg in enumerate(pages, start=1):
            vault.keep_made(place, vault.Size.VIEW, jpeg, number)
        with act(by, Verb.CHANGE, line.file) as doing:
            found = EvidenceLine.objects.select_related("file").get(pk=line.pk)
            open_one(found.file)
            if found.taken_back_at is not None:
                raise OutOfStep(_("This line was taken back."), _("Attach it to a line that stands."))
            if found.papers.count() >= MOST_OF_A_LINE:
                raise RuleBroken(_("A line has no more papers than this."), _("Put several pages into one PDF."))
            row = EvidencePaper.objects.create(
                line=found,
                name=_plain(name),
                sha256=hashlib.sha256(data).hexdigest(),
                sealed=place.name,
                wrapped=place.wrapped,
                size=len(data),
                pages=len(pages),
                is_pdf=is_pdf,
                by_id=person_of(doing.by),
                at=timezone.now(),
            )
            doing.record(found.file_id, line=found.place, paper=row.pk, sha256=row.sha256, pages=row.pages)
    except AntigoneError:  # no row names the file
        vault.discard(place.name)
        raise
    return row


def open_paper(*, by: Actor, paper: EvidencePaper) -> None:
    """Record that somebody opened a paper."""
    with act(by, Verb.SEE, paper.line.file) as doing:
        doing.record(paper.line.file_id, paper=paper.pk)


def take_paper(*, by: Actor, paper: EvidencePaper) -> bytes:
    """The file as it came, to be kept elsewhere; recorded. Raises: VaultDamaged."""
    data = vault.original(sealed(paper))
    with act(by, Verb.SEE, paper.line.file) as doing:
        doing.record(paper.line.file_id, paper=paper.pk, whole=True)
    return data


def forget_papers(rows: QuerySet[EvidencePaper]) -> int:
    """Destroy keys, names and hashes of papers; that there was one stays. Inside an act that erases."""
    names = list(rows.filter(wrapped__isnull=False).values_list("sealed", flat=True))
    rows.filter(wrapped__isnull=False).update(wrapped=None, name="", sha256="", erased_at=timezone.now())
    transaction.on_commit(lambda: _discard(names))
    return len(names)


def _discard(names: list[str]) -> None:
    for name in names:
        vault.discard(name)


def _plain(name: str) -> str:
    return "".join(filter(str.isprintable, name.replace("\\", "/").rpartition("/")[2])).strip()[:200] or _("paper")
