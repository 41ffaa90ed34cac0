from __future__ import annotations

from django.urls import path

from antigone.desk.web.lawful_basis import sources

urlpatterns = [
    path("incidents/<int:number>/sources", sources.sources_page, name="incident-sources"),
    path("incidents/<int:number>/sources/open", sources.open_page, name="incident-source-open"),
    path("sources/<int:number>", sources.source_page, name="source"),
    path("sources/<int:number>/end", sources.end_page, name="source-end"),
    path("records/<int:number>/consents", sources.consents_page, name="record-consents"),
    path("records/<int:number>/consents/add", sources.add_page, name="record-consent-add"),
    path("consents/<int:number>/put-back", sources.put_back_page, name="consent-put-back"),
    path("consents/<int:number>/withdraw", sources.withdraw_page, name="consent-withdraw"),
]
