from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "antigone.desk.review"
    label = "review"
    verbose_name = "Review"

    def ready(self) -> None:
        from antigone.desk.accounts import blind
        from antigone.desk.review.open import blind_to

        blind.ask(blind_to)
