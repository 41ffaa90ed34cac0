"""Addresses of photographs. Originals have none."""

from __future__ import annotations

from django.urls import path

from antigone.desk.photos.vault import Size
from antigone.desk.web.photographs import by_hand, capture, of_subject, one

_SIZES = (Size.VIEW, Size.SMALL, Size.FACE)

urlpatterns = [
    path("<kind:kind>/<int:number>/photographs", of_subject.photographs_page, name="subject-photographs"),
    path("<kind:kind>/<int:number>/photographs/add", of_subject.add_page, name="subject-add-photographs"),
    path("capture", capture.capture_page, name="capture"),
    path("photographs/<int:number>/judged", capture.judged, name="photograph-judged"),
    path("photographs/<int:number>", one.photograph_page, name="photograph"),
    path("photographs/<int:number>/put-back", one.put_back_page, name="photograph-put-back"),
    path("photographs/<int:number>/state", one.state, name="photograph-state"),
    path("photographs/<int:number>/reveal", one.reveal, name="photograph-reveal"),
    path("photographs/<int:number>/blurred", one.blurred, name="photograph-blurred"),
    path("photographs/<int:number>/beside", one.in_sitting, name="photograph-beside"),
    path("photographs/cover", one.cover_all, name="cover"),
    *(
        path(f"photographs/<int:number>/picture/{size}", one.clear, {"size": size}, name=f"photograph-{size}")
        for size in _SIZES
    ),
    path("photographs/<int:number>/choose", one.choose, name="photograph-choose"),
    path("photographs/<int:number>/points", by_hand.points_page, name="photograph-points"),
    path("photographs/<int:number>/points/reveal", by_hand.reveal_points, name="photograph-reveal-points"),
    path("photographs/<int:number>/points/back", by_hand.points_back, name="photograph-points-back"),
    path("photographs/<int:number>/painted", by_hand.cover_page, name="photograph-painted"),
    path("photographs/<int:number>/painted/reveal", by_hand.reveal_cover, name="photograph-reveal-painted"),
    path("photographs/<int:number>/painted/off", by_hand.cover_off, name="photograph-painted-off"),
    path("photographs/<int:number>/painted/file", by_hand.cover_file, name="photograph-painted-file"),
    path("photographs/<int:number>/painted/mask", by_hand.mask, name="photograph-mask"),
    path("photographs/<int:number>/grade", one.grade, name="photograph-grade"),
    path("photographs/<int:number>/end", one.end, name="photograph-end"),
    path("photographs/<int:number>/details", one.details, name="photograph-details"),
]
