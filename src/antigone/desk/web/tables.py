"""Lists as tables: filtered by a form, sorted by a column, in pages. Every list page is made with this.

    columns = (Column("code", _("Code"), ("pk",)), Column("found", _("Found"), ("case__found_on",), empty_last=True))
    form = CaseFilter(request.GET)
    shown = show(request, subjects(request.actor, Profile.PM), form, columns, full=Subject.objects.select_related(...))

The page's numbers are looked up first, by an index and without joins, then the rows of that page alone; nothing counts
further than ``MOST``. So a list costs the same number of queries, and about the same time, however long it is.
Templates: ``desk/lists/filter.html``, ``headings.html``, ``pages.html``, ``export.html``. export.py takes lists out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
EACH = 50
"""Rows on a page."""
MOST = 10_000
"""What is counted, and how far one can page: beyond it a person narrows the list."""


class Filter(forms.Form):
    """A form that filters a list, read from the address. Subclasses have optional fields, and ``narrow``."""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The filtered rows. Called only if the form is valid."""
        raise NotImplementedError

    def chosen(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The filtered rows; none at all for a filter that cannot be read."""
        return self.narrow(rows) if self.is_valid() else rows.none()

    @property
    def used(self) -> list[str]:
        """The fields that filter."""
        if not self.is_valid():
            return []
        return [name for name, value in self.cleaned_data.items() if value not in (None, "", [])]

    @property
    def narrowing(self) -> bool:
        """Whether a field narrows that does not always stand on the page."""
        return bool(set(self.used) - {"q", "incident"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list."""

    name: str
    """In the address: ``?sort=name``, downwards ``?sort=-name``."""
    words: Any
    order: tuple[str, ...] = ()
    """The table's columns it is sorted by; none if it cannot be."""
    empty_last: bool = False
    """Whether a row may have nothing here; such rows come last either way."""
    fixed: bool = False
    """Whether nobody can leave it out."""


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A column's heading as a page shows it."""

    words: Any
    sort: str
    """What its link sorts by; empty if it is no link."""
    direction: str
    """``aria-sort``: ascending, descending, or empty if it is not what the list is sorted by."""


@dataclass(frozen=True, slots=True)
class TablePage(Generic[Row]):
    """One page of a list."""

    rows: list[Row]
    headings: list[ColumnHeading]
    form: Filter
    page: int
    first: int
    """The place of its first row in the whole list, from 1."""
    total: int
    """How many rows there are, up to ``MOST``."""
    more: bool
    """Whether there are more than ``total``."""
    shown: frozenset[str]
    """The names of the columns that are shown."""

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.last < self.total else None


def show(
    request: HttpRequest,
    rows: QuerySet[Row],
    form: Filter,
    columns: Sequence[Column],
    *,
    full: QuerySet[Row],
    first: str,
    chosen: Collection[str] = (),
) -> TablePage[Row]:
    """The page that the address asks for, or the last one where there are not so many.

    Args:
        rows: what the actor may see, unsorted; the form narrows it.
        full: the same table with all that a row shows joined to it; only this page's rows are read from it.
        first: what it is sorted by unless the address says otherwise, such as ``-code``.
        chosen: the names of the columns to show, besides those that always stand; all if none is named.
    """
    chosen_rows = form.chosen(rows)
    sort = _sort(request.GET.get("sort", ""), columns) or first
    ordered = _joined(chosen_rows, sort, columns).order_by(*_order(sort, columns)).values_list("pk", flat=True)
    page, total, numbers = _number(request.GET.get("page")), None, []
    if page == 1:
        numbers = list(ordered[: EACH + 1])
        total = len(numbers) if len(numbers) <= EACH else None  # then nothing has to be counted
    if total is None:
        total = chosen_rows.order_by()[: MOST + 1].count()
    page = min(page, max(1, -(-min(total, MOST) // EACH)))
    begin = (page - 1) * EACH
    numbers = numbers[:EACH] or (list(ordered[begin : begin + EACH]) if total else [])
    found = {row.pk: row for row in full.filter(pk__in=numbers)}
    shown = frozenset(column.name for column in columns if column.fixed or not chosen or column.name in chosen)
    return TablePage(
        rows=[found[number] for number in numbers if number in found],
        headings=[_heading(column, sort) for column in columns if column.name in shown],
        form=form,
        page=page,
        first=begin + 1,
        total=min(total, MOST),
        more=total > MOST,
        shown=shown,
    )


def in_order(rows: QuerySet[Row], sort: str, columns: Sequence[Column], first: str) -> QuerySet[Row]:
    """The whole list, sorted as the page was."""
    return rows.order_by(*_order(_sort(sort, columns) or first, columns))


def _sort(asked: str, columns: Sequence[Column]) -> str:
    """The column and direction in the address, if it is one of the columns."""
    names = {column.name for column in columns if column.order}
    return asked if asked.removeprefix("-") in names else ""


def _order(sort: str, columns: Sequence[Column]) -> list[OrderBy | str]:
    down = sort.startswith("-")
    column = next(column for column in columns if column.name == sort.removeprefix("-"))
    order: list[OrderBy | str] = []
    for name in column.order:
        if column.empty_last:
            order.append(F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True))
        else:
            order.append(f"-{name}" if down else name)
    return order if column.order == ("pk",) else [*order, "-pk" if down else "pk"]


def _joined(rows: QuerySet[Row], sort: str, columns: Sequence[Column]) -> QuerySet[Row]:
    """With the table whose column it is sorted by as one that always has the row: then its index gives the order."""
    column = next(column for column in columns if column.name == sort.removeprefix("-"))
    others = {name.partition("__")[0] for name in column.order if "__" in name}
    return rows.filter(**{f"{other}__isnull": False for other in others})


def _heading(column: Column, sort: str) -> ColumnHeading:
    if not column.order:
        return ColumnHeading(column.words, "", "")
    if sort.removeprefix("-") != column.name:
        return ColumnHeading(column.words, column.name, "")
    down = sort.startswith("-")
    return ColumnHeading(
        column.words, column.name if down else f"-{column.name}", "descending" if down else "ascending"
    )


def _number(asked: str | None) -> int:
    return max(1, int(asked)) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
