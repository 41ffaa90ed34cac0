"""Addresses of photographs. Originals have none."""

from __future__ import annotations

from django.urls import path

from antigone.desk.photos.vault import Size
from antigone.desk.web.photographs import of_subject, one

_SIZES = (Size.VIEW, Size.SMALL, Size.FACE)

urlpatterns = [
    path("<kind:kind>/<int:number>/photographs", of_subject.photographs_page, name="subject-photographs"),
    path("<kind:kind>/<int:number>/photographs/add", of_subject.add_page, name="subject-add-photographs"),
    path("photographs/<int:number>", one.photograph_page, name="photograph"),
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
    path("photographs/<int:number>/grade", one.grade, name="photograph-grade"),
    path("photographs/<int:number>/end", one.end, name="photograph-end"),
    path("photographs/<int:number>/details", one.details, name="photograph-details"),
]
