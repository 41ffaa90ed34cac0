from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter

from antigone.desk.subjects.converters import KindConverter


class SubjectsConfig(AppConfig):
    """Cases and records: what both have. Addresses of pages and of the API say ``<kind:kind>`` for what both share."""

    name = "antigone.desk.subjects"

    def ready(self) -> None:
        register_converter(KindConverter, "kind")
