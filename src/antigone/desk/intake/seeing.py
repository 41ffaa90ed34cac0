"""What an import would do, seen before it is done: made anew from what was sent and what was answered, each time.

The preview itself is ``antigone.tables``; here is which columns a record or a case has, and what a row becomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.validators import clean_text
from antigone.desk.intake.fields import known
from antigone.errors import ManifestInvalid, RuleBroken
from antigone.tables.phrases import TableInvalid, phrase
from antigone.tables.previews import PreviewRow, TablePreview
from antigone.tables.rows import WantedColumns, columns_known
from antigone.tables.sent import IncomingFiles, preview_of
from antigone.types import Profile, Refusal

MOST_ROWS = 100_000
_WHOSE = {Profile.AM: "person", Profile.PM: "case"}


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One file to import, or why it cannot be."""

    path: str
    who: str
    details: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None
    place: int = 0
    """Of the file, among those that were sent; 0, if it is the place in the list."""


def wanted(kind: Profile) -> WantedColumns:
    """The columns that a table of records or cases may have."""
    return WantedColumns(_WHOSE[kind], columns_known(known(kind)))


def see(sent: IncomingFiles, kind: Profile, answers: Mapping[str, str]) -> TablePreview:
    """What would be done.

    Raises:
        ManifestInvalid: if there is nothing in it that can be done, in the reader's language.
        ForbiddenOrigin: if a row names an address.
    """
    try:
        preview = preview_of(sent, wanted(kind), answers, timezone.localdate())
        if len(preview.rows) > MOST_ROWS:
            raise TableInvalid(
                phrase("There are more than %(most)s rows.", most=format(MOST_ROWS, ",")),
                phrase("Bring them in in several parts."),
            )
    except TableInvalid as fault:
        words = (_(each.words) % dict(each.about) if each.about else _(each.words) for each in (fault.why, fault.todo))
        raise ManifestInvalid(*words) from fault
    return preview


def entries(preview: TablePreview, sent: IncomingFiles) -> list[ManifestEntry]:
    """The files that a preview shows, as an import keeps them. What is left out is not among them."""
    there = sent.by_path(preview.answers)
    last = max((each.place for each in sent.files), default=0)
    made = []
    for number, row in enumerate((row for row in preview.rows if not row.left_out), last + 1):
        stands = row.stands and row.path in there
        made.append(_entry(row, there[row.path].place if stands else number))
    return made


def _entry(row: PreviewRow, place: int) -> ManifestEntry:
    who = _number(row.who)
    refusal = row.refusal
    if refusal is None and not who:
        why, hint = phrase("The folder's name cannot be read."), phrase("Give it the person's or the case's number.")
        refusal = Refusal("no-number", str(why), str(hint))
    return ManifestEntry(
        (row.path or row.named)[:500], who[:120], row.details if refusal is None else {}, refusal, place
    )


def _number(text: str) -> str:
    """As a record or case keeps it, so that it is found again. Empty if there is nothing to see in it."""
    try:
        return clean_text(text, "number", 1_000)
    except RuleBroken:
        return ""


def must_be_done(preview: TablePreview) -> None:
    """Raise RuleBroken if nothing can be done yet, or nothing at all."""
    if preview.questions:
        asked: Iterable[str] = (_(each.asks.words) % dict(each.asks.about) for each in preview.questions)
        raise RuleBroken(_("Something must be answered first."), " ".join(asked))
    if not preview.photographs:
        raise RuleBroken(
            _("Nothing of this can be brought in."), _("See what is refused and why, put it right, and send it again.")
        )
