from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import antigone.report.evaluation as reports
from antigone.evidence import plots as of_evidence
from antigone.report.evaluation import as_page
from antigone.report.sections import plots
from antigone.report.sections.blocks import Content
from antigone.report.sections.whole import content
from evaluation_report import full_report


@pytest.fixture(scope="session")
def evaluated() -> dict[str, Any]:
    """A whole report of an evaluation."""
    return full_report()


@pytest.fixture(scope="session")
def whole(evaluated: dict[str, Any]) -> Content:
    """The same, drawn once for all tests."""
    return content(evaluated, reports.figures(evaluated))


@pytest.fixture(scope="session")
def html(whole: Content) -> str:
    return as_page(whole)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reports without drawings, which take most of the time."""
    reports._content.cache_clear()
    monkeypatch.setattr(of_evidence, "all_of", lambda report: {})
    monkeypatch.setattr(plots, "groups", lambda part: [])
    monkeypatch.setattr(plots, "conditions", lambda part: [])
    yield
    reports._content.cache_clear()
