from __future__ import annotations

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "antigone.desk.candidates"
    label = "candidates"
    verbose_name = "Candidates"

    def ready(self) -> None:
        from antigone.desk.candidates import receivers  # noqa: F401  importing connects them
