"""Addresses of searches, candidate lists, exclusions, links and warnings."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.searches import asking, pairs, runs, warnings

urlpatterns = [
    path("searches/<int:number>", runs.run_page, name="search"),
    path("cases/<int:number>/searches", runs.of_case, name="case-searches"),
    path("records/<int:number>/searches", runs.of_record, name="record-searches"),
    path("cases/<int:number>/search", asking.of_case, name="case-search"),
    path("records/<int:number>/search", asking.of_record, name="record-search"),
    path("cases/<int:number>/exclude", pairs.exclude_for_case, name="case-exclude"),
    path("records/<int:number>/exclude", pairs.exclude_for_record, name="record-exclude"),
    path("exclusions/<int:number>", pairs.exclusion_page, name="exclusion"),
    path("exclusions/<int:number>/lift", pairs.lift_page, name="exclusion-lift"),
    path("cases/<int:number>/link", pairs.link_case, name="case-link"),
    path("records/<int:number>/link", pairs.link_record, name="record-link"),
    path("links/<int:number>", pairs.link_page, name="link"),
    path("links/<int:number>/undo", pairs.undo_page, name="link-undo"),
    path("warnings", warnings.warnings_page, name="warnings"),
    path("warnings/<int:number>", warnings.warning_page, name="warning"),
    path("warnings/<int:number>/link", warnings.link_page, name="warning-link"),
    path("warnings/<int:number>/dismiss", warnings.dismiss_page, name="warning-dismiss"),
]
