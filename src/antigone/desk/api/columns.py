"""Shapes that follow a model: what people write of a row can be sent and is answered, with no second list of it.

What a shape declares itself stays as it declares it: for bounds, and for types that JSON does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, TypeVar

from django.db.models import CharField, DateField, Field, Model, TextField, TimeField
from ninja import Schema
from pydantic import Field as Described
from pydantic import create_model

from antigone.desk.api.common import Clock, OneOf, Words
from antigone.desk.subjects.models import column, written

Shape = TypeVar("Shape", bound=Schema)


def takes(model: type[Model]) -> Callable[[type[Shape]], type[Shape]]:
    """``@takes(Case)``: any field that people write of a case, or none of them; null makes it unknown."""
    return partial(_with, model, sent=True)


def gives(model: type[Model]) -> Callable[[type[Shape]], type[Shape]]:
    """``@gives(Case)``: every field that people write of a case."""
    return partial(_with, model, sent=False)


def _with(model: type[Model], shape: type[Shape], *, sent: bool) -> type[Shape]:
    fields: dict[str, Any] = {}
    for name in written(model):
        if name not in shape.model_fields:
            each = column(model, name)
            of = _type_of(each, Words if sent else str)
            said = Described(None if sent else ..., description=str(each.help_text) or None)
            fields[name] = (of | None if sent or each.null else of, said)
    return create_model(shape.__name__, __base__=shape, __module__=shape.__module__, __doc__=shape.__doc__, **fields)


def _type_of(each: Field[Any, Any], words: Any) -> Any:
    if each.choices:
        return Annotated[str, OneOf(tuple(value for value, _ in each.flatchoices))]
    if isinstance(each, CharField | TextField):
        return words
    if isinstance(each, DateField):
        return date
    if isinstance(each, TimeField):
        return Clock
    raise TypeError(f"the shape declares {each.name} itself: {type(each).__name__} says too little")
