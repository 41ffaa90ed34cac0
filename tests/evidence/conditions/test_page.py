"""The page on conditions says what the registry says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_as_the_registry_writes_it() -> None:
    where = importlib.util.spec_from_file_location("conditions_page", ROOT / "tools/conditions_page.py")
    assert where is not None and where.loader is not None
    tool = importlib.util.module_from_spec(where)
    where.loader.exec_module(tool)
    page = tool.PAGE.read_text(encoding="utf-8")
    assert page == tool.page(), "run: uv run python tools/conditions_page.py"
    assert "Everything here is simulated" in page
    assert "Everything here is simulated" in (ROOT / "docs/conditions.md").read_text(encoding="utf-8")
