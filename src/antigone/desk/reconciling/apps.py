from __future__ import annotations

from django.apps import AppConfig


class ReconcilingConfig(AppConfig):
    name = "antigone.desk.reconciling"
    label = "reconciling"
    verbose_name = "Reconciling"

    def ready(self) -> None:
        from antigone.desk.reconciling import receivers  # noqa: F401  importing connects them
