from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk as a whole: it has no tables; it has the checks."""

    name = "antigone.desk"
    label = "desk"

    def ready(self) -> None:
        from antigone.desk import checks  # noqa: F401  importing registers them
