"""Addresses of reconciliations, their proposals, and the lists of persons they are made with."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.reconciling import lists, pair, results

urlpatterns = [
    path("incidents/<int:number>/reconciliations", results.of_incident, name="incident-reconciliations"),
    path("incidents/<int:number>/reconcile", results.ask, name="incident-reconcile"),
    path("incidents/<int:number>/lists", lists.of_incident, name="incident-lists"),
    path("incidents/<int:number>/lists/write", lists.write, name="incident-list-write"),
    path("lists/<int:number>", lists.one, name="list"),
    path("lists/<int:number>/change", lists.change, name="list-change"),
    path("lists/<int:number>/end", lists.end, name="list-end"),
    path("reconciliations/<int:number>", results.one, name="reconciliation"),
    path("reconciliations/<int:number>/sample", results.sample, name="reconciliation-sample"),
    path("reconciliations/<int:number>/unlisted", results.unlisted, name="reconciliation-unlisted"),
    path("reconciliations/<int:number>/contested", results.contested, name="reconciliation-contested"),
    path("reconciliations/<int:number>/made", results.made, name="reconciliation-made"),
    path("reconciliations/<int:number>/export", results.export, name="reconciliation-export"),
    path("proposals/<int:number>", pair.one, name="proposal"),
    path("proposals/<int:number>/examine", pair.examine, name="proposal-examine"),
]
