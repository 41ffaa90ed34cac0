"""The addresses of records."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.records import informants, listing, names, opening, record, sections

urlpatterns = [
    path("records", listing.records_page, name="records"),
    path("records/export", listing.export_page, name="records-export"),
    path("records/open", opening.choose_page, name="records-open"),
    path("incidents/<int:number>/records/open", opening.open_page, name="incident-open-record"),
    path("records/<int:number>", record.record_page, name="record"),
    path("records/<int:number>/names", names.names_page, name="record-names"),
    path("records/<int:number>/days", sections.days_page, name="record-days"),
    path("records/<int:number>/body", sections.body_page, name="record-body"),
    path("records/<int:number>/life", sections.life_page, name="record-life"),
    path("records/<int:number>/belongings", sections.belongings_page, name="record-belongings"),
    path("records/<int:number>/informants", informants.informants_page, name="record-informants"),
]
