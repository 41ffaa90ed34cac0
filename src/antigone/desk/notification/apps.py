from __future__ import annotations

from django.apps import AppConfig


class NotificationConfig(AppConfig):
    name = "antigone.desk.notification"
    label = "notification"
    verbose_name = "Notification"

    def ready(self) -> None:
        from antigone.desk.notification import receivers  # noqa: F401  importing connects them
