"""The addresses that cases and records share, besides those of photographs, searches, examiners, packets."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.subjects import lines, lists, opening

urlpatterns = [
    path("<kind:kind>/columns", lists.columns_page, name="subject-columns"),
    path("<kind:kind>/close", lists.close_several_page, name="subject-close-several"),
    path("<kind:kind>/<int:number>/marks", lines.marks_page, name="subject-marks"),
    path("<kind:kind>/<int:number>/elsewhere", lines.elsewhere_page, name="subject-elsewhere"),
    path("<kind:kind>/<int:number>/close", opening.close_page, name="subject-close"),
    path("<kind:kind>/<int:number>/reopen", opening.reopen_page, name="subject-reopen"),
]
