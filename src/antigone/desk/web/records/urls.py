"""The addresses of records."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.records import listing, listings, record, rows, sections
from antigone.desk.web.subjects import charges, lists
from antigone.types import Profile

urlpatterns = [
    path("records", listing.records_page, name="records"),
    path("records/export", listing.export_page, name="records-export"),
    path("records/columns", lists.columns_page, {"kind": Profile.AM}, name="records-columns"),
    path("records/charge", charges.charge_page, {"kind": Profile.AM}, name="records-charge"),
    path("records/listing", listings.add_page, name="records-listing"),
    path("records/close", lists.close_several_page, {"kind": Profile.AM}, name="records-close"),
    path("records/open", sections.choose_page, name="records-open"),
    path("incidents/<int:number>/records/open", sections.open_page, name="incident-open-record"),
    path("records/<int:number>", record.record_page, name="record"),
    path("records/<int:number>/names", rows.names_page, name="record-names"),
    path("records/<int:number>/days", sections.days_page, name="record-days"),
    path("records/<int:number>/body", sections.body_page, name="record-body"),
    path("records/<int:number>/life", sections.life_page, name="record-life"),
    path("records/<int:number>/belongings", sections.belongings_page, name="record-belongings"),
    path("records/<int:number>/informants", rows.informants_page, name="record-informants"),
]
