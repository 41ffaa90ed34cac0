from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "antigone.desk.accounts"
    label = "accounts"
    verbose_name = "Agencies and people"
