"""What an enrolled photo's details call what its template rests on. Nothing here looks at a picture."""

from __future__ import annotations

POINTS, COVERED, BADLY_SEEN = "points", "covered", "badly_seen"
