"""The addresses of cases."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.cases import case, label, listing, sections
from antigone.desk.web.subjects import charges, lists
from antigone.types import Profile

urlpatterns = [
    path("cases", listing.cases_page, name="cases"),
    path("cases/export", listing.export_page, name="cases-export"),
    path("cases/columns", lists.columns_page, {"kind": Profile.PM}, name="cases-columns"),
    path("cases/charge", charges.charge_page, {"kind": Profile.PM}, name="cases-charge"),
    path("cases/labels", label.labels_page, name="cases-labels"),
    path("cases/close", lists.close_several_page, {"kind": Profile.PM}, name="cases-close"),
    path("cases/open", sections.choose_page, name="cases-open"),
    path("incidents/<int:number>/cases/open", sections.open_page, name="incident-open-case"),
    path("cases/<int:number>", case.case_page, name="case"),
    path("cases/<int:number>/found", sections.found_page, name="case-found"),
    path("cases/<int:number>/body", sections.body_page, name="case-body"),
    path("cases/<int:number>/teeth", sections.teeth_page, name="case-teeth"),
    path("cases/<int:number>/clothing", sections.clothing_page, name="case-clothing"),
    path("cases/<int:number>/custody", sections.custody_page, name="case-custody"),
    path("cases/<int:number>/article-16", sections.article16_page, name="case-article16"),
    path("cases/<int:number>/effects", sections.effects_page, name="case-effects"),
    path("cases/<int:number>/label", label.label_page, name="case-label"),
]
