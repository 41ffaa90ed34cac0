"""Addresses of searches, candidate lists, exclusions, links and warnings."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.searches import lists, pairs, runs, several, warnings

urlpatterns = [
    path("searches/<int:number>", lists.run_page, name="search"),
    path("searches/<int:number>/read", lists.read_page, name="search-read"),
    path("searches/<int:number>/uncover", lists.uncover_page, name="search-uncover"),
    path("searches/<int:number>/examine", several.examine_page, name="search-examine"),
    path("searches/<int:number>/exclude", several.exclude_page, name="search-exclude"),
    path("<kind:kind>/<int:number>/searches", runs.searches_page, name="subject-searches"),
    path("<kind:kind>/<int:number>/search", runs.search_page, name="subject-search"),
    path("<kind:kind>/<int:number>/exclude", pairs.exclude_page, name="subject-exclude"),
    path("exclusions/<int:number>", pairs.exclusion_page, name="exclusion"),
    path("exclusions/<int:number>/put-back", pairs.take_back_page, name="exclusion-put-back"),
    path("exclusions/<int:number>/lift", pairs.lift_page, name="exclusion-lift"),
    path("<kind:kind>/<int:number>/link", pairs.make_link_page, name="subject-link"),
    path("links/<int:number>", pairs.link_page, name="link"),
    path("links/<int:number>/undo", pairs.undo_page, name="link-undo"),
    path("warnings", warnings.warnings_page, name="warnings"),
    path("warnings/<int:number>", warnings.warning_page, name="warning"),
    path("warnings/<int:number>/uncover", warnings.uncover_page, name="warning-uncover"),
    path("warnings/<int:number>/link", warnings.link_page, name="warning-link"),
    path("warnings/<int:number>/dismiss", warnings.dismiss_page, name="warning-dismiss"),
]
