"""``cases`` and ``records`` in addresses that pages and the API share."""

from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter


class SubjectsConfig(AppConfig):
    """Cases and records: what both have. Addresses of pages and of the API say ``<kind:kind>`` for what both share."""

    name = "antigone.desk.subjects"

    def ready(self) -> None:
        from antigone.desk.subjects.models import KindConverter  # models are there only now

        register_converter(KindConverter, "kind")
