"""Addresses that cases and records share: ``path("<kind:kind>/<int:number>/photographs", ...)``."""

from __future__ import annotations

from typing import ClassVar

from antigone.types import Profile


class KindConverter:
    """``cases`` or ``records`` in an address; a ``Profile``, or its value, in the code."""

    WORDS: ClassVar = {Profile.PM: "cases", Profile.AM: "records"}
    regex = "|".join(WORDS.values())

    def to_python(self, value: str) -> Profile:
        return Profile.PM if value == self.WORDS[Profile.PM] else Profile.AM

    def to_url(self, value: Profile | str) -> str:
        return self.WORDS[Profile(value)]
