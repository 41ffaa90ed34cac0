"""Where the command line keeps the tracebacks of what nobody expected: a file of the user's, or the terminal."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from antigone.unexpected import LOG, noted

_MOST_BYTES, _OLD_ONES = 1_000_000, 2


def place() -> Path:
    """The log's file: in ``$ANTIGONE_HOME``, or where logs of the user's programs lie."""
    home = os.environ.get("ANTIGONE_HOME")
    return (Path(home) if home else Path(platformdirs.user_log_dir("antigone"))) / "antigone.log"


def begin(*, debug: bool) -> None:
    """Send what is noted to the file; or, for whoever asked to see it, to standard error."""
    for old in LOG.handlers[:]:
        LOG.removeHandler(old)
    LOG.addHandler(logging.StreamHandler() if debug else _OwnFile(place()))


def told(fault: Exception) -> str:
    """What nobody expected, in one line: its number, and where the rest lies."""
    number = noted(fault)
    what = " ".join(str(fault).split())[:120]
    said = f"antigone: something unexpected happened ({type(fault).__name__}{f': {what}' if what else ''})."
    return f"{said} Fault {number}: the rest is in {place()}, or is printed with --debug."


class _OwnFile(logging.Handler):
    """A file that is made when there is something to write, readable by its owner alone; nothing if it cannot be."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = RotatingFileHandler(self._path, maxBytes=_MOST_BYTES, backupCount=_OLD_ONES, encoding="utf-8")
        except OSError:
            return  # no home, or a full disk: --debug is left
        file.setFormatter(self.formatter)
        file.emit(record)
        file.close()
        self._path.chmod(0o600)
