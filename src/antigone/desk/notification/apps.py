from __future__ import annotations

from django.apps import AppConfig


class NotificationConfig(AppConfig):
    name = "antigone.desk.notification"
    label = "notification"
    verbose_name = "Notification"

    def ready(self) -> None:
        from antigone.desk.families.stages import ask_for_contact
        from antigone.desk.notification import following
        from antigone.desk.notification.queries import was_told

        ask_for_contact(was_told)
        following.connect()
