"""The desk's log: faults, without the secrets in addresses and without the rows that a database complains of."""

from __future__ import annotations

import logging
import re

_SECRETS = (
    (re.compile(r"(/invitation/)[^\s/?#'\"&<>]+"), r"\1…"),
    (re.compile(r"antigone_[A-Za-z0-9_-]{10,}"), "antigone_…"),
    (re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE), r"\1: …"),  # PostgreSQL quotes the row, with names in it
)


class Discreet(logging.Formatter):
    """Removes tokens of links and programs, and quoted rows, from whatever is logged, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret, instead in _SECRETS:
            text = secret.sub(instead, text)
        return text
