"""Draw docs/generated/desk.svg: the rooms of the desk, and the walks through them that docs/architecture.md describes.

    uv run python tools/architecture_picture.py

Which room lies above which is read from the import contract, what each holds and where each walk goes from the page. A
test compares the picture.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/architecture.md"
PICTURE = ROOT / "docs/generated/desk.svg"
CONTRACT = "The desk goes one way"
_ROW, _TOP, _LEFT = 26, 64, 12
_CAPTION, _LANES, _STEP = 190, 690, 19
_LONGEST = 28
"""Letters of a name that fit before what is said of it."""
_DESK, _CORE = "src/antigone/desk/", "src/antigone/"


@dataclass(frozen=True, slots=True)
class Room:
    """One line of the picture."""

    name: str
    """As the page has it: several names with commas, where several modules are told of together."""
    words: str
    layer: int
    """Counted from the top; rooms of one layer do not import each other."""

    @property
    def modules(self) -> tuple[str, ...]:
        return tuple(self.name.split(", "))


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk: the module at which each step begins, and whether a signal leads there."""

    name: str
    steps: tuple[tuple[str, bool], ...]


def layers() -> list[list[str]]:
    """The contract's layers, the uppermost first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (ours,) = [each for each in contracts if each["name"] == CONTRACT]
    # the command line and the core lie above and below
    return [["cli"], *([name.strip() for name in re.split("[|:]", layer)] for layer in ours["layers"]), ["core"]]


def rooms(page: str) -> list[Room]:
    """What the page says of each room, in the contract's order.

    Raises:
        ValueError: if it tells of a module that the contract does not have, or leaves one out.
    """
    place = {name: number for number, layer in enumerate(layers()) for name in layer}
    told = re.findall(r"^- \*\*([a-z_, ]+)\*\*: (.+)$", _section(page, "## The rooms"), re.MULTILINE)
    named = [module for name, _ in told for module in name.split(", ")]
    if sorted(named) != sorted(place):
        raise ValueError(f"the page and the contract differ: {sorted(set(named) ^ set(place))}")
    found = [Room(name, words, place[name.split(", ")[0]]) for name, words in told]
    return sorted(found, key=lambda room: room.layer)


def walks(page: str) -> list[Walk]:
    """The numbered steps below ``## Three walks``: each begins where its first path is."""
    parts = re.split(r"^### ", _section(page, "## Three walks"), flags=re.MULTILINE)[1:]
    return [Walk(part.partition("\n")[0], tuple(_steps(part))) for part in parts]


def _steps(part: str) -> Iterator[tuple[str, bool]]:
    for step in re.split(r"^\d+\. ", part, flags=re.MULTILINE)[1:]:
        path = re.search(r"`([\w/]+\.py)", step)
        assert path is not None, f"a step begins nowhere: {step}"
        yield _module_of(path[1]), "hears" in step


def _module_of(path: str) -> str:
    if path.startswith(_DESK):
        path = path.removeprefix(_DESK)
    elif path.startswith(_CORE):
        return "core"
    return path.split("/")[0].removesuffix(".py")


def _section(page: str, heading: str) -> str:
    return page.partition(f"{heading}\n")[2].partition("\n## ")[0]


def picture() -> str:
    page = PAGE.read_text(encoding="utf-8")
    all_rooms, all_walks = rooms(page), walks(page)
    lane = _STEP * (max(len(walk.steps) for walk in all_walks) + 1)
    width, height = _LANES + lane * len(all_walks) + _LEFT, _TOP + _ROW * len(all_rooms) + _LEFT
    body = [*_rows(all_rooms, width)]
    for number, walk in enumerate(all_walks):
        body += _lane(walk, all_rooms, _LANES + lane * number, height)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="sans-serif" font-size="13">',
            "<title>The rooms of the desk, and three ways of work through them</title>",
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *body,
            "</svg>\n",
        ]
    )


def _rows(all_rooms: list[Room], width: int) -> Iterator[str]:
    yield _text(_LEFT, 22, "imports go down, signals (dashed) go up", fill="#555")
    above = -1
    for number, room in enumerate(all_rooms):
        y = _TOP + _ROW * number
        if room.layer != above:
            yield f'<path d="M{_LEFT} {y}H{width - _LEFT}" stroke="#bbb"/>'
        short = room.name if len(room.name) < _LONGEST else ", ".join([*room.modules[:2], "..."])
        yield _text(_LEFT, y + 18, short, font_weight="bold")
        yield _text(_CAPTION, y + 18, room.words.rstrip("."))
        above = room.layer


def _lane(walk: Walk, all_rooms: list[Room], left: int, height: int) -> Iterator[str]:
    row = {module: number for number, room in enumerate(all_rooms) for module in room.modules}
    dots = [(left + _STEP * (n + 1), _TOP + _ROW * row[m] + _ROW // 2) for n, (m, _) in enumerate(walk.steps)]
    yield f'<path d="M{left - 4} {_TOP - 8}V{height - _LEFT}" stroke="#bbb"/>'
    yield _text(left + 6, 48, walk.name, font_weight="bold")
    for (x, y), (to_x, to_y), (_, by_signal) in zip(dots, dots[1:], walk.steps[1:], strict=False):
        dashed = ' stroke-dasharray="4 3"' if by_signal else ""
        yield f'<path d="M{x} {y}L{to_x} {to_y}" stroke="black" fill="none"{dashed}/>'
    for number, (x, y) in enumerate(dots, 1):
        yield f'<circle cx="{x}" cy="{y}" r="9" fill="white" stroke="black"/>'
        yield _text(x, y + 4, str(number), text_anchor="middle", font_size=11)


def _text(x: int, y: int, words: str, **how: object) -> str:
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in how.items())
    return f'<text x="{x}" y="{y}"{more}>{escape(words.replace("`", ""))}</text>'


def main() -> None:
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
