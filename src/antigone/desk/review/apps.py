from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "antigone.desk.review"
    label = "review"
    verbose_name = "Review"

    def ready(self) -> None:
        from antigone.desk.review import receivers  # noqa: F401  importing connects them
