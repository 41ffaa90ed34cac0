"""What all shapes are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Path, Schema
from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import CoreSchema, core_schema

from antigone.desk.numbers import LARGEST

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

Number = Annotated[int, Field(ge=1, le=LARGEST)]
"""Of a thing, as it stands in addresses."""
At = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the thing itself.")]
"""A number in an operation's own address."""
Words = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$")]
"""Text. How long it may be, the desk says; nothing that no text has."""
Reason = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$", description="Why. Kept in the audit.")]
Years = Annotated[int, Field(ge=0, le=120, description="Whole years.")]
Centimetres = Annotated[int, Field(ge=20, le=250, description="Centimetres.")]


def _of_no_zone(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("Write the time of the place, as 14:30, without a zone")
    return value


Clock = Annotated[
    time,
    AfterValidator(_of_no_zone),
    WithJsonSchema({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"}),
]
"""A time of day at the place itself."""


@dataclass(frozen=True)
class OneOf:
    """A text that is one of these: ``Annotated[str, OneOf(Sex)]``."""

    choices: Any

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.literal_schema([str(getattr(each, "value", each)) for each in self.choices])


class Said(Schema):
    """What a program sends. A field that does not exist is refused, so that no mistake passes for an answer."""

    model_config = ConfigDict(extra="forbid")

    def said(self) -> dict[str, Any]:
        """The fields that were sent, and none that were not."""
        return self.model_dump(exclude_unset=True)


class ReasonSaid(Said):
    """Something that needs a reason and nothing else."""

    reason: Reason


class ReasonIfWritten(Said):
    """Why something that was written changes. A first entry needs no reason."""

    reason: Reason = Field("", description="Why, if something that was written changes. Kept in the audit.")


class Fault(Schema):
    """What went wrong and what to do."""

    detail: str = Field(description="What went wrong, in words.")
    hint: str = Field(description="What to do about it.")


class Acknowledged(Schema):
    """It is done."""

    number: int = Field(description="The number of the thing it was done to.")


class Page(Schema, Generic[Item]):
    """Some of a list, the latest first."""

    items: list[Item]
    next: int | None = Field(description="Ask for the next page with ?below= this; null on the last page.")


class Paged(Schema):
    """Which page of a list. A parameter that does not exist is refused: a list that ignored it would mislead."""

    below: Number | None = Field(None, description="Only things with a lower number: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="At most so many.")

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> Paged:
        request = (info.context or {}).get("request")
        unknown = sorted(set(request.GET) - set(type(self).model_fields)) if request is not None else []
        if unknown:
            raise ValueError(f"there is no parameter {unknown[0]!r:.60}")
        return self

    def asked(self) -> dict[str, Any]:
        """What narrows the list."""
        return self.model_dump(exclude={"below", "limit"})


def page_of(
    rows: QuerySet[Row], asked: Paged, shape: Callable[[Row], Item], *, full: QuerySet[Row] | None = None
) -> Page[Item]:
    """One page of what the actor may see. Two queries at most, however long the list.

    ``full``: the same table with all that an item shows joined to it; only this page's rows are read from it.
    """
    if asked.below is not None:
        rows = rows.filter(pk__lt=asked.below)
    rows = rows.order_by("-pk")
    if full is None:
        found = list(rows[: asked.limit + 1])
    else:
        numbers = list(rows.values_list("pk", flat=True)[: asked.limit + 1])
        found = list(full.filter(pk__in=numbers).order_by("-pk"))
    more, found = len(found) > asked.limit, found[: asked.limit]
    return Page[Item](items=[shape(row) for row in found], next=found[-1].pk if more else None)
