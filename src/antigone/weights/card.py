"""A model card: what a model's file must be, and how to feed it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from antigone.errors import CardInvalid

Task = Literal["detect", "points", "embed"]
Colour = Literal["rgb", "bgr"]
Triple = tuple[float, float, float]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SEE = "See docs/models.md for a whole card."


@dataclass(frozen=True, slots=True)
class Card:
    """One model. ``mean`` and ``scale`` are applied as ``(pixel - mean) * scale``, in the model's colour order."""

    name: str
    task: Task
    file: str
    sha256: str
    licence: str
    source: str
    training_data: str
    width: int
    height: int
    colour: Colour
    mean: Triple
    scale: Triple
    points: tuple[tuple[float, float], ...] = ()
    """Where the five landmarks go, in pixels of the model's input (all but detectors)."""
    output: int = 0
    """How many numbers a template has, or what else comes out for a face (all but detectors)."""
    centre: tuple[float, ...] = field(default=(), repr=False)
    """What all faces have in common, taken off every template of length 1; none where empty (embedders only)."""

    @property
    def id(self) -> str:
        """Name, file and centre together: two files under one name are two models, and so is one file centred."""
        return f"{self.name}@{self.sha256[:12]}" + (f"-{_digest(self.centre)}" if self.centre else "")


def _digest(numbers: tuple[float, ...]) -> str:
    return hashlib.sha256(",".join(f"{number:.6f}" for number in numbers).encode()).hexdigest()[:6]


def load_card(path: Path) -> Card:
    """Read and check a card.

    Raises:
        CardInvalid: if it cannot be read, or a field is missing, unknown or wrong.
    """
    try:
        return parse_card(path.read_text(encoding="utf-8"), str(path))
    except OSError as fault:
        raise CardInvalid(f"The card {path} cannot be read: {fault.strerror}.", "Check the path.") from fault
    except UnicodeDecodeError as fault:
        raise CardInvalid(f"The card {path} is not text.", _SEE) from fault


def parse_card(text: str, name: str) -> Card:
    """The card written in ``text`` (TOML); ``name`` is where it came from, for messages."""
    try:
        fields = _Fields(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as fault:
        raise CardInvalid(f"The card {name} is not TOML: {fault}.", _SEE) from fault
    task = fields.one_of("task", ("detect", "points", "embed"))
    embeds, aligned = task == "embed", task != "detect"
    width, height = fields.sides("input.size")
    output = fields.count("output.size") if aligned else 0
    card = Card(
        name=fields.matching("name", _NAME, "lower-case letters, digits, dots and dashes"),
        task=cast(Task, task),
        file=fields.matching("file", re.compile(r"[^/\\\x00]+"), "a file name without a folder"),
        sha256=fields.matching("sha256", re.compile(r"[0-9a-f]{64}"), "64 hexadecimal digits in lower case"),
        licence=fields.text("licence"),
        source=fields.text("source"),
        training_data=fields.text("training_data"),
        width=width,
        height=height,
        colour=cast(Colour, fields.one_of("input.colour", ("rgb", "bgr"))),
        mean=cast(Triple, fields.numbers("input.mean", 3)),
        scale=cast(Triple, fields.numbers("input.scale", 3)),
        points=fields.points("alignment.points", width, height) if aligned else (),
        output=output,
        centre=fields.numbers("output.centre", output) if embeds and "output.centre" in fields.values else (),
    )
    fields.nothing_left()
    return card


class _Fields:
    """Takes a card's fields out one by one, so that what nobody asked for is noticed."""

    def __init__(self, tree: dict[str, Any], name: str) -> None:
        self.card = name
        self.values: dict[str, Any] = {}
        for key, value in tree.items():
            if isinstance(value, dict):
                self.values.update({f"{key}.{inner}": v for inner, v in value.items()})
            else:
                self.values[key] = value

    def wrong(self, key: str, needed: str) -> CardInvalid:
        return CardInvalid(f"The card {self.card}: {key!r} must be {needed}.", _SEE)

    def take(self, key: str, needed: str) -> Any:
        if key not in self.values:
            raise CardInvalid(f"The card {self.card} has no {key!r}, which must be {needed}.", _SEE)
        return self.values.pop(key)

    def text(self, key: str) -> str:
        value = self.take(key, "some text")
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "some text")
        return value.strip()

    def matching(self, key: str, pattern: re.Pattern[str], needed: str) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise self.wrong(key, needed)
        return value

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.text(key).lower()
        if value not in choices:
            raise self.wrong(key, "one of " + ", ".join(choices))
        return value

    def count(self, key: str) -> int:
        value = self.take(key, "a whole number from 1 to 65536")
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65536:
            raise self.wrong(key, "a whole number from 1 to 65536")
        return value

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        needed = f"a list of {count} numbers"
        value = self.take(key, needed)
        if not isinstance(value, list) or len(value) != count or not all(map(_is_number, value)):
            raise self.wrong(key, needed)
        return tuple(float(v) for v in value)

    def sides(self, key: str) -> tuple[int, int]:
        width, height = self.numbers(key, 2)
        if not (width.is_integer() and height.is_integer() and 16 <= width <= 2048 and 16 <= height <= 2048):
            raise self.wrong(key, "[width, height] in whole pixels, 16 to 2048")
        return int(width), int(height)

    def points(self, key: str, width: int, height: int) -> tuple[tuple[float, float], ...]:
        needed = "five [x, y] points inside the input: left eye, right eye, nose tip, left and right mouth corner"
        value = self.take(key, needed)
        if not isinstance(value, list) or len(value) != 5:
            raise self.wrong(key, needed)
        for point in value:
            if not isinstance(point, list) or len(point) != 2 or not all(map(_is_number, point)):
                raise self.wrong(key, needed)
            if not (0 < point[0] < width and 0 < point[1] < height):
                raise self.wrong(key, needed)
        if not (value[0][0] < value[1][0] and value[3][0] < value[4][0] and value[0][1] < value[3][1]):
            raise self.wrong(key, needed)
        return tuple((float(x), float(y)) for x, y in value)

    def nothing_left(self) -> None:
        if self.values:
            unknown = ", ".join(sorted(map(repr, self.values)))
            raise CardInvalid(f"The card {self.card} has fields nobody reads: {unknown}.", _SEE)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6
