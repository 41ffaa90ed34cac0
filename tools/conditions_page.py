"""Write docs/generated/conditions.md: every simulated condition, from the registry.

    uv run python tools/conditions_page.py

A test compares the page with the registry.
"""

from __future__ import annotations

from pathlib import Path

from antigone.evidence.conditions import CONDITIONS, NOT_SIMULATED, Condition, Severity

PAGE = Path(__file__).resolve().parents[1] / "docs/generated/conditions.md"
_HEAD = """# The conditions

Made by `tools/conditions_page.py` from the registry; a test compares them. **Everything here is simulated**: how, what
was checked and what it is weak at stand in [conditions.md](../conditions.md).

"""


def page() -> str:
    """The conditions and what is not simulated, as Markdown."""
    parts = [entry(one) for one in CONDITIONS]
    left_out = "\n".join(f"- **{what}.** {why}" for what, why in NOT_SIMULATED)
    return _HEAD + "\n".join([*parts, "## Not simulated", "", left_out]) + "\n"


def entry(one: Condition) -> str:
    severities = "; ".join(f"{severity.word}: {one.severity(severity)}" for severity in Severity)
    sources = " ".join(f"{source.reference}{'' if source.checked else ' (not looked up)'}" for source in one.sources)
    lines = [
        f"## `{one.name}` {one.title} ({one.side.value.upper()})",
        "",
        one.what,
        "",
        f"- Severities: {severities}.",
        f"- Source: {sources or 'none found.'}",
        f"- Not captured: {one.not_captured}",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
