from __future__ import annotations

from django.urls import path

from antigone.desk.web.lawful_basis import consents, sources

urlpatterns = [
    path("incidents/<int:number>/sources", sources.sources_page, name="incident-sources"),
    path("incidents/<int:number>/sources/open", sources.open_page, name="incident-source-open"),
    path("sources/<int:number>", sources.source_page, name="source"),
    path("sources/<int:number>/end", sources.end_page, name="source-end"),
    path("records/<int:number>/consents", consents.consents_page, name="record-consents"),
    path("records/<int:number>/consents/add", consents.add_page, name="record-consent-add"),
    path("consents/<int:number>/withdraw", consents.withdraw_page, name="consent-withdraw"),
]
