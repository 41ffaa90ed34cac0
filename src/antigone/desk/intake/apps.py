from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "antigone.desk.intake"
    label = "intake"
    verbose_name = "Intake"
