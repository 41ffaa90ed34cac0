from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "antigone.desk.exchange"
    label = "exchange"
    verbose_name = "Exchange"

    def ready(self) -> None:
        from antigone.desk.exchange import receivers  # noqa: F401  importing connects them
