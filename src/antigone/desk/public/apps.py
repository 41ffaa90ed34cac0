from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "antigone.desk.public"
    label = "public"
    verbose_name = "Pages for families"
