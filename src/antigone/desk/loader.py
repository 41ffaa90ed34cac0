"""Reads templates without their indentation: a page is as small as if nobody had laid its template out.

Families read their pages over slow networks, uncompressed (compression and secrets in one answer do not go together).
Lines stay lines, so that a fault in a template is told with its line.
"""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders import app_directories

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(app_directories.Loader):
    def get_contents(self, origin: Origin) -> str:
        return _INDENTATION.sub("", super().get_contents(origin))
