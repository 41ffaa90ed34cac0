from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter

from antigone.desk.web.converters import KindConverter


class WebConfig(AppConfig):
    name = "antigone.desk.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        register_converter(KindConverter, "kind")
