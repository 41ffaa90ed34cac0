"""A table of points that people set: ``path``, then the column and the row of each point in pixels.

Pixels are those of the photo as people see it, turned upright by its orientation tag, counted from its upper left
corner. "Left" is the left of the picture when the face is held upright: the person's own right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from antigone.errors import ManifestInvalid
from antigone.face.pointed import impossible
from antigone.tables.naming import path_in
from antigone.tables.phrases import TableInvalid
from antigone.tables.reading import Grid, read_grid
from antigone.types import Points, Refusal

POINTS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
"""In the order of a face's landmarks."""
COLUMNS = tuple(f"{name}_{axis}" for name in POINTS for axis in "xy")
_HINT = f"Its columns are path, {', '.join(COLUMNS)}."


def points_in(table: Path) -> dict[str, Points | Refusal | None]:
    """By path as the table has it: the points (5 x 2; not a number where a cell is empty), or why they are none.

    None where all cells of a row are empty: the machine finds that photo's points.

    Raises:
        ManifestInvalid: if it cannot be read as a table, or lacks a column.
    """
    grid = _grid(table)
    places = _places(grid, table)
    named = [path_in(_cell(row, places["path"])) for row in grid.rows]
    twice = {name for name, times in Counter(named).items() if times > 1}
    found: dict[str, Points | Refusal | None] = {}
    for name, row, line in zip(named, grid.rows, grid.lines, strict=True):
        if not name:
            raise ManifestInvalid(f"{table}, line {line}: it names no photo.", _HINT)
        found[name] = _row([_cell(row, places[column]) for column in COLUMNS])
    twice_given = Refusal(
        "points-twice", "The photo's points are given more than once.", f"Leave one row for it in {table.name}."
    )
    return found | dict.fromkeys(twice, twice_given)


def _grid(table: Path) -> Grid:
    try:
        grid = read_grid(table.read_bytes())
    except OSError as fault:
        raise ManifestInvalid(f"{table} cannot be read: {fault.strerror}.", "Check the path.") from fault
    except TableInvalid as fault:
        raise ManifestInvalid(f"{table}: {fault.detail}", fault.hint) from fault
    if grid.readings:
        raise ManifestInvalid(f"{table} is not written in UTF-8.", "Save it as CSV (UTF-8).")
    return grid


def _places(grid: Grid, table: Path) -> dict[str, int]:
    """Where each column stands. Names may be longer: ``nose_tip_x`` and ``mouth_left_y`` are understood."""
    found: dict[str, int] = {}
    for place, title in enumerate(grid.header):
        column = _column(title)
        if column in found:
            raise ManifestInvalid(f"{table} has the column {column} twice.", _HINT)
        if column:
            found[column] = place
    missing = [column for column in ("path", *COLUMNS) if column not in found]
    if missing:
        raise ManifestInvalid(f"{table} has no column {missing[0]}.", _HINT)
    return found


def _column(title: str) -> str:
    words = re.split(r"[^a-z]+", title.strip().lower())
    if words == ["path"]:
        return "path"
    axis = words[-1] if words[-1] in ("x", "y") else ""
    part = next((part for part in ("eye", "nose", "mouth") if part in words), "")
    side = next((f"{side}_" for side in ("left", "right") if side in words), "")
    column = f"{'' if part == 'nose' else side}{part}_{axis}"
    return column if column in COLUMNS else ""


def _cell(row: tuple[str, ...], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _row(cells: list[str]) -> Points | Refusal | None:
    points = points_from(cells)
    return points if points is None or isinstance(points, Refusal) else impossible(points) or points


def points_from(cells: Sequence[str]) -> Points | Refusal | None:
    """The points that ten cells hold, in the order of ``COLUMNS``, or which cell is no number; None if all are empty.

    Whether they may be a face's is not asked.
    """
    if not any(cells):
        return None
    values = [_number(cell) for cell in cells]
    for cell, value, column in zip(cells, values, COLUMNS, strict=True):
        if cell and not np.isfinite(value):
            return Refusal("points-no-number", f"{column} is {cell[:40]!r}, and no number.", "Write pixels, as 123.5.")
    points = np.array(values, np.float64).reshape(5, 2)
    for name, point in zip(POINTS, np.isnan(points), strict=True):
        if point.any() and not point.all():
            return Refusal("points-no-number", f"Of {name} one number is missing.", "Give both, or leave both empty.")
    return points


def _number(cell: str) -> float:
    """Pixels; a comma may stand for the point. Not a number where there is none."""
    try:
        return float(cell.replace(",", ".", 1))
    except ValueError:
        return float("nan")
