"""Whoever reviews a page can read its template: short lines, and files that show a page or a part of it at once."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(path for path in (ROOT / "src").rglob("*") if path.suffix in {".html", ".typ"})
LONGEST_LINE, LONGEST_FILE = 120, 150


def test_a_reviewer_reads_no_line_of_a_template_across_more_than_120_characters() -> None:
    long = [
        f"{path.relative_to(ROOT)}, line {number}: {len(line)} characters"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert len(TEMPLATES) > 200, "where have the templates gone?"
    assert long == []


def test_a_template_of_more_than_150_lines_is_divided_by_section() -> None:
    long = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in TEMPLATES}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}
