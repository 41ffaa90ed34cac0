"""Write docs/generated/protocol.md: the tables that docs/protocol.md explains, from the code.

    uv run python tools/protocol_page.py

A test compares the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from antigone.protocol.components import GUIDES, Component, Explanation, Origin, may_change
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.descriptors import DESCRIPTORS
from antigone.protocol.evidence import Class, EvidenceKind
from antigone.protocol.examination import VISIBLE, Step
from antigone.protocol.lifecycle import MOVES, LifeState, Move
from antigone.protocol.policy import Policy
from antigone.protocol.recall import What
from antigone.protocol.scales import SCALES
from antigone.types import Profile

PAGE = Path(__file__).resolve().parents[1] / "docs/generated/protocol.md"
_HEAD = """# The tables of the protocol

Made by `tools/protocol_page.py` from the rules in `src/antigone/protocol/`; a test compares them. Why they are so
stands in [protocol.md](../protocol.md).
"""


def components() -> Iterator[str]:
    yield "| component | code | look at | what death may change | note |"
    yield "|---|---|---|---|---|"
    for component in Component:
        guide, changes = GUIDES[component], may_change(component)
        everything = component is Component.OTHER
        listed = "any" if everything else ", ".join(e for e in Explanation if e in changes)
        yield f"| {guide.name} | `{component}` | {guide.look_at} | {listed} | {guide.note} |"


def descriptors() -> Iterator[str]:
    for component in Component:
        words = "; ".join(f"`{code}` {words}" for code, words in DESCRIPTORS[component].items())
        yield f"- **{GUIDES[component].name}**: {words}."


def explanations() -> Iterator[str]:
    titles = {Origin.DEATH: "Of death", Origin.LIFE: "Of life", Origin.PICTURE: "Of the picture"}
    for origin, title in titles.items():
        words = "; ".join(f"`{e}` {e.words}" for e in Explanation if e.origin is origin)
        yield f"- **{title}**: {words}."


def steps() -> Iterator[str]:
    yield "| step | what the bench shows |"
    yield "|---|---|"
    for step in Step:
        shown = ", ".join(sorted(VISIBLE[step])) or "nothing"
        yield f"| `{step}` | {shown} |"


def scales() -> Iterator[str]:
    for scale in SCALES.values():
        face = set(scale.for_the_face())
        yield f"- **`{scale.id}`** {scale.title}. Source: {scale.source}. {'' if scale.checked else '[not checked]'}"
        for level in scale.levels:
            beyond = "" if level in face else " (not for the face)"
            yield f"    - `{level.code}`: {level.words}{beyond}"


def ties() -> Iterator[str]:
    yield from (f"- {tie.words}" for tie in ConflictOfInterest)


def lines() -> Iterator[str]:
    yield "| class | lines of evidence |"
    yield "|---|---|"
    for of_class in Class:
        words = "; ".join(f"`{kind}` {kind.words}" for kind in EvidenceKind if kind.of_class is of_class)
        yield f"| {of_class} | {words} |"


def policy() -> Iterator[str]:
    least = Policy()
    yield "| rule | least | a country may |"
    yield "|---|---|---|"
    yield f'| a face alone | "{least.face_ceiling.words}" | let it count for nothing |'
    yield f"| people who examined a face, or a line that carries a conclusion | {least.examiners} | ask for more |"
    beside = "beside the face, or one more"
    yield f'| independent secondary lines for "probable", {beside} | {least.secondary_for_probable} | ask for more |'
    yield f'| primary identifiers for "established" | {least.primary_for_established} | ask for more |'
    yield (
        f"| or a combination of independent secondary lines | not allowed; {least.combination} where a law is named |"
        " name the law; ask for more |"
    )
    yield f"| members of the board present, who examined nothing in the file | {least.quorum} | ask for more |"
    yield f"| their agencies | {least.agencies} | ask for more |"
    yield f"| of those present, who vote for it | {least.share} | ask for more, or for all |"


def moves() -> Iterator[str]:
    yield "| from | a case | a record |"
    yield "|---|---|---|"
    for state in LifeState:
        cells = []
        for kind in (Profile.PM, Profile.AM):
            found = [(move, MOVES[kind][state, move]) for move in Move if (state, move) in MOVES[kind]]
            cells.append(", ".join(f"{move} → {to}" for move, to in found) or "–")
        yield f"| {state} | {cells[0]} | {cells[1]} |"


def undone() -> Iterator[str]:
    yield from (f"{place}. `{what}` {what.to_undo}" for place, what in enumerate(What, 1))


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "What the bench shows at each step": steps,
    "Components": components,
    "Descriptors": descriptors,
    "Explanations": explanations,
    "Scales": scales,
    "Conflicts of interest": ties,
    "Lines of evidence": lines,
    "Policy": policy,
    "Moves": moves,
    "What must be undone": undone,
}


def page() -> str:
    return _HEAD + "".join(f"\n## {title}\n\n" + "\n".join(table()) + "\n" for title, table in TABLES.items())


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
