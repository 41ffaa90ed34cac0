from __future__ import annotations

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "antigone.desk.families"
    label = "families"
    verbose_name = "Families"

    def ready(self) -> None:
        from antigone.desk.families import receivers  # noqa: F401  importing connects them
