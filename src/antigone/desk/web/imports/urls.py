from __future__ import annotations

from django.urls import path

from antigone.desk.web.imports import pages, seeing, sending

urlpatterns = [
    path("incidents/<int:number>/imports", pages.imports_page, name="incident-imports"),
    path("incidents/<int:number>/imports/begin", sending.begin, name="incident-import-begin"),
    path("imports/<int:number>", pages.import_page, name="import"),
    path("imports/<int:number>/seen", seeing.seen_page, name="import-seen"),
    path("imports/<int:number>/refused", pages.refused_page, name="import-refused"),
    path("imports/<int:number>/cancel", pages.cancel_page, name="import-cancel"),
]
