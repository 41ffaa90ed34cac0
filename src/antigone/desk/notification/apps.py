from __future__ import annotations

from django.apps import AppConfig


class NotificationConfig(AppConfig):
    name = "antigone.desk.notification"
    label = "notification"
    verbose_name = "Notification"
