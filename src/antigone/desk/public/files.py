"""The families' own files: stylesheet, script. Their process serves no other file of the desk."""

from __future__ import annotations

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware


class FamilyFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves what lies under ``p/`` among the static files, and nothing else."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if url.startswith(f"{self.static_prefix}p/"):
            super().add_file_to_dictionary(url, path, stat_cache)
