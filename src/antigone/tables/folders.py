"""Folders of photographs: whose each is, and whether one folder lies around all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from antigone.tables.naming import one_spelling
from antigone.tables.phrases import TableInvalid, phrase
from antigone.tables.previews import PreviewRow, TablePreview, TableQuestion
from antigone.tables.rows import (
    LONGEST_PATH,
    LONGEST_WHO,
    WantedColumns,
    is_hidden,
    is_photograph,
    is_visible,
    leads_out,
    refused,
)

AROUND, ONE = "around", "one"
"""Answers about a folder around all: it is looked through, or it is one person's."""
_DEEPEST = 8
_AROUND_ALL, _ONES_OWN = str(phrase("around all")), str(phrase("one person's own"))


def of_folders(
    paths: Iterable[str], asked: WantedColumns, answers: Mapping[str, str], *, source: str = ""
) -> TablePreview:
    """What folders of photographs are taken for: the first folder's name says whose they are. One around all is looked
    through; whether one is around all or somebody's own is asked, if both can be.

    Raises:
        TableInvalid: if there is no photograph.
    """
    whole = sorted(paths)
    found = [path for path in whole if is_photograph(path)]
    others = [path for path in whole if path not in set(found) and not is_hidden(path)]
    if not found:
        raise TableInvalid(
            phrase("There are no photographs in it."),
            phrase("They lie in %(folder)s/PHOTO.jpg", folder="FOLDER/" + asked.whose.upper()),
        )
    around, questions = _looked_through(found, answers)
    understood = [
        phrase("The folder %(name)s is around all: the folders in it are looked at.", name=name) for name in around
    ] or [phrase("Each folder is one person's, or one case's.")]
    rows = [_of_folder(path, len(around), asked, answers) for path in found]
    rows = _with_capitals_doubted(_with_folders_doubted(rows, len(around)))
    return TablePreview(tuple(understood), (), {}, tuple(rows), tuple(questions), tuple(others), source, dict(answers))


def _looked_through(paths: Sequence[str], answers: Mapping[str, str]) -> tuple[list[str], list[TableQuestion]]:
    """The folders around all, from the outermost, and what must be asked of one.

    Of a second one nobody can know: it may be around all, or one person's with several folders of their own.
    """
    around: list[str] = []
    while len(around) < _DEEPEST:
        inner = ["/".join(one_spelling(path).split("/")[len(around) :]) for path in paths]
        name, certain = _around(inner)
        if not name or (around and not certain):
            break
        about = f"top:{name}" if around else "top"
        said = answers.get(about, "")
        if said == ONE:
            break
        if said != AROUND and (around or not certain):
            asks = phrase("Is the folder %(name)s around all, or is it one person's own?", name=name)
            return around, [TableQuestion(about, asks, ((AROUND, _AROUND_ALL), (ONE, _ONES_OWN)))]
        around.append(name)
    return around, []


def _around(paths: Sequence[str]) -> tuple[str, bool]:
    """The one folder in which all lies, if folders lie in it; and whether photographs lie nowhere else in it."""
    parts = [one_spelling(path).split("/") for path in paths]
    if len({each[0] for each in parts}) > 1 or all(len(each) < 3 for each in parts):
        return "", False
    return parts[0][0], all(len(each) >= 3 for each in parts)


def _of_folder(path: str, skipped: int, asked: WantedColumns, answers: Mapping[str, str]) -> PreviewRow:
    parts = one_spelling(path).split("/")[skipped:]
    given = one_spelling(answers.get(f"who:{path}", ""))
    who = (given or (parts[0] if len(parts) > 1 else "")).strip()  # a space at its end, no name has
    row = PreviewRow(path, path, path, who[:LONGEST_WHO], left_out=bool(answers.get(f"out:{path}")))
    if asked.inside and leads_out(path):
        return refused(
            row,
            "outside",
            phrase("The path leads out of the folder."),
            phrase("Put the file into the folder, and name it so."),
        )
    if not who:
        if asked.whose == "person":
            why, hint = phrase("The file lies in no person's folder."), phrase("Put it into FOLDER/PERSON/")
        else:
            why, hint = phrase("The file lies in no case's folder."), phrase("Put it into FOLDER/CASE/")
        return refused(row, "no-folder", why, hint)
    if not is_visible(who) or (asked.inside and "\\x" in who):
        return refused(
            row,
            "no-number",
            phrase("The folder's name cannot be read."),
            phrase("Give it the person's or the case's number."),
        )
    if asked.inside and (len(path) > LONGEST_PATH or len(who) > LONGEST_WHO):
        return refused(row, "too-long", phrase("A field of this row is too long."), phrase("Make it shorter."))
    return row


def _with_capitals_doubted(rows: Sequence[PreviewRow]) -> list[PreviewRow]:
    """A doubt for each who is called as another is but for capitals: on Windows both are one folder."""
    written: dict[str, set[str]] = {}
    for row in rows:
        written.setdefault(row.who.casefold(), set()).add(row.who)
    return [
        replace(
            row,
            doubts=(
                *row.doubts,
                phrase(
                    "%(names)s differ by capitals alone: are they one person?",
                    names=", ".join(sorted(written[row.who.casefold()])),
                ),
            ),
        )
        if len(written[row.who.casefold()]) > 1
        else row
        for row in rows
    ]


def _with_folders_doubted(rows: Sequence[PreviewRow], skipped: int) -> list[PreviewRow]:
    """A doubt for each whose photographs lie in several folders of their own: it may be several people."""
    inside: dict[str, set[str]] = {}
    for row in rows:
        parts = one_spelling(row.path).split("/")[skipped:]
        if len(parts) > 2:
            inside.setdefault(row.who, set()).add(parts[1])
    return [
        replace(
            row,
            doubts=(
                *row.doubts,
                phrase("%(who)s has photographs in several folders: are they one person?", who=row.who),
            ),
        )
        if len(inside.get(row.who, ())) > 1
        else row
        for row in rows
    ]
