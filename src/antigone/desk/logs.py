"""The desk's log: faults, without the secrets in addresses and without the rows that a database complains of."""

from __future__ import annotations

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request that is being answered; empty outside of any (``seen.TraceMiddleware``)."""

_SECRETS = (
    (re.compile(r"(/invitation/)[^\s/?#'\"&<>]+"), r"\1…"),
    (re.compile(r"antigone_[A-Za-z0-9_-]{10,}"), "antigone_…"),
    (re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE), r"\1: …"),  # PostgreSQL quotes the row, with names in it
)


class Discreet(logging.Formatter):
    """Removes tokens of links and programs, and quoted rows, from whatever is logged, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def without_secrets(text: str) -> str:
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text


class JsonLines(Discreet):
    """One JSON object a line, for what collects logs: when, how bad, from where, in which request, and what.

    Of a fault it has the class and where in the code it came about, not its words: those may quote a name.
    """

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": REQUEST.get() or None,
            "said": _said(record),
            **getattr(record, "answer", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said |= _fault(record.exc_info[1])
        return json.dumps({name: value for name, value in said.items() if value is not None}, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """The message; of a fault that is quoted in it, the class."""
    if isinstance(record.args, tuple):
        quoted = tuple(type(each).__name__ if isinstance(each, BaseException) else each for each in record.args)
        record = logging.makeLogRecord({**record.__dict__, "args": quoted})
    return without_secrets(record.getMessage())


def _fault(fault: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(fault.__traceback__)
    return {
        "fault": type(fault).__name__,
        "where": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }
