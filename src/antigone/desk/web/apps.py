from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter

from antigone.desk.web.converters import KindConverter


class WebConfig(AppConfig):
    """The pages. Addresses say ``<kind:kind>`` for what cases and records share."""

    name = "antigone.desk.web"

    def ready(self) -> None:
        register_converter(KindConverter, "kind")
