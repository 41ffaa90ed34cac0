"""Addresses of the figures the public may have."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.figures import keeping, reading

urlpatterns = [
    path("figures", reading.figures_page, name="figures"),
    path("figures/file", reading.file, name="figures-file"),
    path("figures/publish", keeping.publish_page, name="figures-publish"),
    path("figures/withdraw", keeping.withdraw_page, name="figures-withdraw"),
]
