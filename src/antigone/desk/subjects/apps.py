from __future__ import annotations

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "antigone.desk.subjects"
    label = "subjects"
    verbose_name = "Subjects"
