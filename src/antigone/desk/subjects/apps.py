"""``cases`` and ``records`` in addresses that pages and the API share."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig
from django.urls import register_converter

from antigone.types import Profile


class KindConverter:
    """``cases`` or ``records`` in an address; a ``Profile``, or its value, in the code."""

    WORDS: ClassVar = {Profile.PM: "cases", Profile.AM: "records"}
    regex = "|".join(WORDS.values())

    def to_python(self, value: str) -> Profile:
        return Profile.PM if value == self.WORDS[Profile.PM] else Profile.AM

    def to_url(self, value: Profile | str) -> str:
        return self.WORDS[Profile(value)]


class SubjectsConfig(AppConfig):
    """Cases and records: what both have. Addresses of pages and of the API say ``<kind:kind>`` for what both share."""

    name = "antigone.desk.subjects"

    def ready(self) -> None:
        register_converter(KindConverter, "kind")
