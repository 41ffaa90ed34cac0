"""Making a preview of a table and of the files beside it.

An answer is kept under a name: ``encoding``, ``sheet``, ``column:NAME``, ``dates:NAME``, ``epoch``, ``top``; of one row
``who:KEY``, ``file:KEY`` and ``out:KEY``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from antigone.face.photo import forbid_foreign_origin
from antigone.tables import people
from antigone.tables.columns import AS_WORDS, DATES, TakenColumn, take_columns
from antigone.tables.dates import NOTHING_LOST, DateColumn, Order, read_dates
from antigone.tables.naming import FileNames, one_spelling, path_in
from antigone.tables.phrases import Phrase, phrase
from antigone.tables.previews import PreviewRow, TablePreview, TableQuestion
from antigone.tables.reading import Grid, read_grid
from antigone.tables.rows import (
    LONGEST_CELL,
    LONGEST_PATH,
    LONGEST_WHO,
    WantedColumns,
    is_of_another_machine,
    is_photograph,
    is_visible,
    leads_out,
    refused,
)

_DAY, _MONTH, _WORDS = str(phrase("day first")), str(phrase("month first")), str(phrase("keep as words"))
AS_WRITTEN = "%s as written"
"""Under what words are kept that a field could not take."""


def of_table(
    data: bytes,
    files: FileNames | None,
    asked: WantedColumns,
    answers: Mapping[str, str],
    *,
    today: date,
    source: str = "",
) -> TablePreview:
    """What a table and the files beside it are taken for. ``files``: None if they are looked for elsewhere.

    Raises:
        TableInvalid: if it is no table.
        ForbiddenOrigin: if a row names an address.
    """
    grid = read_grid(data, alphabet=answers.get("encoding", ""), sheet=answers.get("sheet", ""))
    if grid.readings:
        asks = phrase("In which letters is the table written? Nothing in it says so.")
        return TablePreview(
            (), (), {}, (), (TableQuestion("encoding", asks, grid.readings),), (), source, dict(answers)
        )
    known = asked.known | {"path", asked.whose}
    said = _of(answers, "column:") | {name: meaning for meaning, name in _of(answers, "need:").items()}
    columns = take_columns(grid.header, grid.rows, known, said)
    dates = _dates(grid, columns, answers, today)
    rows = _rows(grid, columns, dates, asked=asked, answers=answers, files=files)
    named = {row.path for row in rows}
    unnamed = [path for path in files.paths if path not in named and is_photograph(path)] if files else []
    return TablePreview(
        tuple(_understood(grid)),
        tuple(columns),
        {name: each.why for name, each in dates.items() if each.why is not None},
        tuple(rows),
        tuple(_questions(columns, dates, asked)),
        tuple(unnamed),
        source,
        dict(answers),
    )


def _of(answers: Mapping[str, str], about: str) -> dict[str, str]:
    return {name.removeprefix(about): value for name, value in answers.items() if name.startswith(about)}


def _understood(grid: Grid) -> Iterable[Phrase]:
    if grid.form == "CSV":
        sign = {"\t": "TAB"}.get(grid.delimiter, grid.delimiter)
        yield phrase("A table in %(alphabet)s, its cells parted by %(sign)s.", alphabet=grid.alphabet, sign=sign)
    else:
        yield phrase("A workbook, its sheet %(sheet)s.", sheet=grid.sheet)
    if grid.above:
        yield phrase("The columns are named in line %(line)s; what stands above is passed over.", line=grid.above + 1)
    if grid.others:
        yield phrase("Other sheets are not read: %(listed)s.", listed=", ".join(grid.others))
    if grid.emptied:
        yield phrase("Rows in which nothing stands are passed over: %(count)s.", count=grid.emptied)


def _dates(
    grid: Grid, columns: Sequence[TakenColumn], answers: Mapping[str, str], today: date
) -> dict[str, DateColumn]:
    found = {}
    for place, column in enumerate(columns):
        if column.meaning in DATES:
            cells = [row[place] for row in grid.rows if place < len(row)]
            said = answers.get(f"dates:{column.name}", "")
            order: Order = "day" if said == "day" else "month" if said == "month" else ""
            read = read_dates(cells, today, order=order, epoch=grid.epoch or answers.get("epoch", ""))
            settled = said == AS_WORDS
            found[column.name] = replace(read, asks_order=False, asks_epoch=False) if settled else read
    return found


def _questions(
    columns: Sequence[TakenColumn], dates: Mapping[str, DateColumn], asked: WantedColumns
) -> Iterable[TableQuestion]:
    taken = {column.meaning for column in columns}
    free = tuple((column.name, column.name) for column in columns if not column.meaning)
    for needed in ("path", asked.whose):
        if needed not in taken:
            asks = phrase("No column is called %(needed)s: which one is it?", needed=needed)
            yield TableQuestion(f"need:{needed}", asks, free)
    for name, column in dates.items():
        if column.asks_order:
            asks = phrase("In column %(column)s nothing proves whether day or month stands first.", column=name)
            yield TableQuestion(f"dates:{name}", asks, (("day", _DAY), ("month", _MONTH), (AS_WORDS, _WORDS)))
        if column.asks_epoch:
            asks = phrase("Column %(column)s holds day numbers: from which year do they count?", column=name)
            yield TableQuestion("epoch", asks, (("1900", "1900"), ("1904", "1904"), (AS_WORDS, _WORDS)))


def _rows(
    grid: Grid,
    columns: Sequence[TakenColumn],
    dates: Mapping[str, DateColumn],
    *,
    asked: WantedColumns,
    answers: Mapping[str, str],
    files: FileNames | None,
) -> list[PreviewRow]:
    if not {"path", asked.whose} <= {column.meaning for column in columns}:
        return []
    sexes = {
        column.name: people.sexes(row[n] for row in grid.rows if n < len(row))
        for n, column in enumerate(columns)
        if column.meaning == "sex"
    }
    rows = []
    for line, cells in zip(grid.lines, grid.rows, strict=True):
        said = dict(zip((column.name for column in columns), cells, strict=False))
        row = _row(str(line), said, columns, asked, answers)
        details, doubts = _details(said, columns, dates, sexes, asked)
        row = replace(row, details=details, doubts=(*row.doubts, *doubts))
        if any(cells[len(columns) :]):
            row = refused(
                row,
                "fields",
                phrase("This row has more fields than the table has columns."),
                phrase("Put fields that hold the delimiter into quotation marks."),
            )
        rows.append(with_file(row, files, answers))
    return _each_once(rows) if asked.once else rows


def _row(
    key: str, said: Mapping[str, str], columns: Sequence[TakenColumn], asked: WantedColumns, answers: Mapping[str, str]
) -> PreviewRow:
    cell = {column.meaning: said.get(column.name, "") for column in columns if column.meaning}
    named, who = cell.get("path", ""), _who(answers.get(f"who:{key}") or cell.get(asked.whose, ""))
    forbid_foreign_origin(named)
    row = PreviewRow(key, "", named, who, left_out=bool(answers.get(f"out:{key}")))
    if not named or "\0" in named:
        return refused(row, "no-path", phrase("This row names no photograph."), phrase("Fill it in."))
    if not is_visible(who):
        return refused(row, "no-number", phrase("This row does not say whose photograph it is."), phrase("Fill it in."))
    if asked.inside and leads_out(named) and not is_of_another_machine(named):
        return refused(
            row,
            "outside",
            phrase("The path leads out of the folder."),
            phrase("Put the file into the folder, and name it so."),
        )
    if asked.inside and (
        len(named) > LONGEST_PATH or len(who) > LONGEST_WHO or max(map(len, said.values())) > LONGEST_CELL
    ):
        return refused(row, "too-long", phrase("A field of this row is too long."), phrase("Make it shorter."))
    return row


def _who(text: str) -> str:
    return " ".join(one_spelling(text).split())


def _details(
    said: Mapping[str, str],
    columns: Sequence[TakenColumn],
    dates: Mapping[str, DateColumn],
    sexes: Mapping[str, Mapping[str, str]],
    asked: WantedColumns,
) -> tuple[dict[str, str], list[Phrase]]:
    details: dict[str, str] = {}
    doubts: list[Phrase] = []
    for column in columns:
        text = said.get(column.name, "")
        if not text or column.meaning in ("path", asked.whose):
            continue
        value, remark = _value(column, text, dates, sexes, asked)
        if value:
            details[column.kept_as] = value
        if remark is not None:
            doubts.append(remark)
        if remark is not None and remark.words not in NOTHING_LOST:
            details[AS_WRITTEN % column.kept_as] = text
    return details, doubts


def _value(
    column: TakenColumn,
    text: str,
    dates: Mapping[str, DateColumn],
    sexes: Mapping[str, Mapping[str, str]],
    asked: WantedColumns,
) -> tuple[str, Phrase | None]:
    """What a cell says as its field takes it; empty, and why, if it is kept as words."""
    about = {"column": column.name, "cell": text}
    if column.name in dates:
        read = dates[column.name].cells[text]
        return read.text, read.remark
    if column.meaning == "age":
        age = people.age(text)
        if age and not people.is_in_years(text):
            return age, phrase("%(cell)s is taken as an age of %(age)s full years", cell=text, age=age)
        return age, None if age else phrase("%(column)s: %(cell)s is no age that is understood: kept as words", **about)
    if not asked.values:
        return text, None
    if column.meaning == "sex":
        sex = sexes[column.name].get(text, "")
        return sex, None if sex else phrase("%(column)s: %(cell)s is no sex that is known: kept as words", **about)
    if column.meaning == "stature":
        tall = people.stature(text)
        return tall, None if tall else phrase(
            "%(column)s: %(cell)s is no stature in centimetres: kept as words", **about
        )
    return text, None


def with_file(row: PreviewRow, files: FileNames | None, answers: Mapping[str, str]) -> PreviewRow:
    """The row with the file that it means, or refused, if there is none."""
    if files is None or row.refusal is not None:
        return row
    chosen = answers.get(f"file:{row.key}", "")
    if chosen in files.paths and chosen:
        return replace(
            row, path=chosen, doubts=(*row.doubts, phrase("the file %(file)s was chosen for it", file=chosen))
        )
    found = files.find(row.named)
    if found.how == "nowhere":
        return refused(
            row, "not-found", phrase("There is no such file."), phrase("Check the name and the folder."), found.near
        )
    if found.how == "by its name alone":
        return replace(
            row, path=found.path, doubts=(*row.doubts, phrase("found in another folder: %(file)s", file=found.path))
        )
    return replace(row, path=found.path)


def _each_once(rows: Sequence[PreviewRow]) -> list[PreviewRow]:
    """Rows that name one file: the first stands, if it names the very file; otherwise nobody knows whose it is."""
    holders: dict[str, list[PreviewRow]] = {}
    for row in rows:
        if row.stands and (row.path or row.named):
            holders.setdefault(row.path or path_in(row.named), []).append(row)
    twice: set[str] = set()
    for path, same in holders.items():
        exact = [row for row in same if path_in(row.named) in (path_in(path), path)]
        keeps = exact[0].key if exact else ""
        twice |= {row.key for row in same if len(same) > 1 and row.key != keeps}
    why = phrase("Another row names this file too.")
    return [refused(row, "twice", why, phrase("Name each file once.")) if row.key in twice else row for row in rows]
