from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DeskConfig(AppConfig):
    """The desk as a whole: it has no tables; it connects every app's receivers, and it has the checks."""

    name = "antigone.desk"
    label = "desk"

    def ready(self) -> None:
        from antigone.desk import checks  # noqa: F401  importing registers them

        autodiscover_modules("receivers")  # importing connects them, in the order of INSTALLED_APPS
