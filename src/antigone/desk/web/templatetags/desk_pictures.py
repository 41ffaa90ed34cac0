"""``{% load desk_pictures %}``: small faces within a page."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from antigone.desk.photos.models import Photograph

register = template.Library()


@register.filter
def of(faces: Mapping[int, str], photograph: Photograph | None) -> str:
    """``{{ faces|of:photograph }}``: its small face as an address; empty if it is covered, or there is none."""
    return "" if photograph is None else faces.get(photograph.pk, "")
