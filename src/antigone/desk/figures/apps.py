from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "antigone.desk.figures"
    label = "figures"
    verbose_name = "Figures"

    def ready(self) -> None:
        from antigone.desk.figures import receivers  # noqa: F401  importing connects them
