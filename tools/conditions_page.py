"""Write docs/conditions.md's table of conditions from the registry.

    uv run python tools/conditions_page.py

The table stands between two marks; what is round it is written by hand. A test compares the page with the registry.
"""

from __future__ import annotations

from pathlib import Path

from antigone.evidence.conditions import CONDITIONS, NOT_SIMULATED, Condition, Severity

PAGE = Path(__file__).resolve().parents[1] / "docs/conditions.md"
BEGIN, END = "<!-- begin: tools/conditions_page.py -->", "<!-- end -->"


def table() -> str:
    """The conditions and what is not simulated, as Markdown."""
    parts = [entry(one) for one in CONDITIONS]
    left_out = "\n".join(f"- **{what}.** {why}" for what, why in NOT_SIMULATED)
    return "\n".join([*parts, "### Not simulated", "", left_out])


def entry(one: Condition) -> str:
    severities = "; ".join(f"{severity.word}: {one.severity(severity)}" for severity in Severity)
    sources = " ".join(f"{source.reference}{'' if source.checked else ' (not looked up)'}" for source in one.sources)
    lines = [
        f"### `{one.name}` {one.title} ({one.side.value.upper()})",
        "",
        one.what,
        "",
        f"- Severities: {severities}.",
        f"- Source: {sources or 'none found.'}",
        f"- Not captured: {one.not_captured}",
        "",
    ]
    return "\n".join(lines)


def with_table(page: str) -> str:
    head, begin, rest = page.partition(BEGIN)
    _, end, foot = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has lost its marks")
    return f"{head}{BEGIN}\n\n{table()}\n\n{END}{foot}"


def main() -> None:
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
