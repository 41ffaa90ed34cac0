"""The desk's log: faults, without the secrets in addresses."""

from __future__ import annotations

import logging
import re

_SECRETS = (
    (re.compile(r"(/invitation/)[^\s/?#'\"&<>]+"), r"\1…"),
    (re.compile(r"antigone_[A-Za-z0-9_-]{10,}"), "antigone_…"),
)


class Discreet(logging.Formatter):
    """Removes tokens of links and programs from whatever is logged, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret, instead in _SECRETS:
            text = secret.sub(instead, text)
        return text
