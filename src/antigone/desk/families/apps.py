from __future__ import annotations

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "antigone.desk.families"
    label = "families"
    verbose_name = "Families"

    def ready(self) -> None:
        from antigone.desk.families import counted, following
        from antigone.desk.families.queries import kept_for_families
        from antigone.desk.photos.queries import ALSO_NAMED

        ALSO_NAMED.append(kept_for_families)
        following.connect()
        counted.connect()
