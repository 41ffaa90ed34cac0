"""The worked example in docs/statistics.md is what the code says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/statistics.md"


@pytest.mark.slow
def test_the_worked_example_gives_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (result,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(example, {})  # the page's own words
    assert out.getvalue() == result
