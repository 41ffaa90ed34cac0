"""Faces that somebody uncovered: on one page at a time, until they leave it, cover them, or do nothing for two minutes.

    uncover(request, page, [case.pk])     what a button asks for
    uncovered(request, page)              of which cases and records the page may show clear pictures now
    is_uncovered(request, photograph)     whether a clear picture may be sent

The session keeps which page and whose faces; that one is still on the page is read from where the request comes from.
Without scripts too: what is not asked for again within two minutes is covered when it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import is_hidden
from antigone.desk.web.gate import BEGAN, DeskRequest

IDLE = 120
"""Seconds."""
_KEPT = "uncovered"


def sitting(request: DeskRequest) -> datetime:
    """When the sitting began: a look is recorded once in it."""
    began = request.session.get(BEGAN)
    return datetime.fromtimestamp(float(began), UTC) if began else timezone.now()


def uncover(request: DeskRequest, page: str, numbers: Iterable[int]) -> None:
    """Uncover the faces of these cases and records on a page, beside those that are uncovered on it."""
    there = _live(request)
    before = there["numbers"] if there and there["page"] == page else []
    _keep(request, page, {*before, *numbers})


def uncovered(request: DeskRequest, page: str) -> frozenset[int]:
    """Whose faces are uncovered on this page, which is being asked for. From anywhere else one finds it covered."""
    there = _live(request)
    if there is None:
        return frozenset()
    if there["page"] != page or urlsplit(request.headers.get("Referer", "")).path != page:
        cover(request)
        return frozenset()
    _keep(request, page, there["numbers"])
    return frozenset(there["numbers"])


def is_uncovered(request: DeskRequest, photograph: Photograph) -> bool:
    if not is_hidden(photograph):
        return True
    there = _live(request)
    return there is not None and photograph.subject_id in there["numbers"]


def cover(request: DeskRequest) -> None:
    request.session.pop(_KEPT, None)


def _live(request: DeskRequest) -> dict[str, Any] | None:
    there = request.session.get(_KEPT)
    return there if there and timezone.now().timestamp() - there["at"] <= IDLE else None


def _keep(request: DeskRequest, page: str, numbers: Iterable[int]) -> None:
    request.session[_KEPT] = {"page": page, "numbers": sorted(numbers), "at": timezone.now().timestamp()}
