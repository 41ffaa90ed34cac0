from __future__ import annotations

from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "antigone.desk.identification"
    label = "identification"
    verbose_name = "Identification"

    def ready(self) -> None:
        from antigone.desk.identification import receivers  # noqa: F401  importing connects them
