"""The desk's own wording about photographs: grades, advice to rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

GRADES = (
    (0, _("0: nothing that disturbs; as in a portrait")),
    (1, _("1: plainly dead, otherwise unharmed")),
    (2, _("2: discoloured, swollen or slightly injured")),
    (3, _("3: heavily injured or decomposed")),
    (4, _("4: hard to bear even for people used to it")),
)
"""How graphic a photograph is, for whoever will have to look at it next."""

HOUR, DAY = 20, 60
"""Clear looks after which a rest is advised. A judgement, not a measurement: nobody is stopped."""


@dataclass(frozen=True, slots=True)
class ClearLooks:
    """How many hidden photographs somebody looked at clearly."""

    hour: int
    today: int

    @property
    def rest(self) -> bool:
        return self.hour >= HOUR or self.today >= DAY
