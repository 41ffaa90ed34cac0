from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "antigone.desk.intake"
    label = "intake"
    verbose_name = "Intake"

    def ready(self) -> None:
        from antigone.desk.intake import receivers  # noqa: F401  importing connects them
