"""The addresses that cases and records share, besides those of photographs, searches, examiners, packets."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.subjects import lines, opening

urlpatterns = [
    path("<kind:kind>/<int:number>/marks", lines.marks_page, name="subject-marks"),
    path("<kind:kind>/<int:number>/elsewhere", lines.elsewhere_page, name="subject-elsewhere"),
    path("<kind:kind>/<int:number>/close", opening.close_page, name="subject-close"),
    path("<kind:kind>/<int:number>/reopen", opening.reopen_page, name="subject-reopen"),
]
