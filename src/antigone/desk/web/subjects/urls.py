"""The addresses that cases and records share, besides those of photographs, searches, examiners, packets."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.subjects import opening

urlpatterns = [
    path("<kind:kind>/<int:number>/close", opening.close_page, name="subject-close"),
    path("<kind:kind>/<int:number>/reopen", opening.reopen_page, name="subject-reopen"),
]
