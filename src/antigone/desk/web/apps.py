from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "antigone.desk.web"
    label = "web"
    verbose_name = "Pages"
