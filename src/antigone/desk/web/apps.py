"""The pages as a Django app; ``cases`` or ``records`` in addresses that both share."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig
from django.urls import register_converter

from antigone.types import Profile


class KindConverter:
    """Converts ``cases`` or ``records`` in an address to a ``Profile``, and back."""

    regex = "cases|records"
    _WORDS: ClassVar = {Profile.PM: "cases", Profile.AM: "records"}

    def to_python(self, value: str) -> Profile:
        return Profile.PM if value == self._WORDS[Profile.PM] else Profile.AM

    def to_url(self, value: Profile | str) -> str:
        return self._WORDS[Profile(value)]


class WebConfig(AppConfig):
    """The pages. Addresses say ``<kind:kind>`` for what cases and records share."""

    name = "antigone.desk.web"

    def ready(self) -> None:
        register_converter(KindConverter, "kind")
