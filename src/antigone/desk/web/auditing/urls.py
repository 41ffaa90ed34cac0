"""Addresses of the auditor's pages."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.auditing import pages

urlpatterns = [
    path("audit", pages.audit_page, name="audit"),
    path("audit/people", pages.people_page, name="audit-people"),
    path("audit/export", pages.export_page, name="audit-export"),
]
