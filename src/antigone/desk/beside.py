"""Processes that run beside the one that serves: the worker, the families' pages, others that share an address.

Each holds one end of a pipe, its standard input, and ends when the other is closed: by whoever began it, or by the
system when that one is gone, however it went. So it is told alike everywhere: Windows has no signals between processes.
"""

from __future__ import annotations

import _thread
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

_AGAIN = 5.0
"""Seconds before a process that ended is begun again; twice as many each time it ends soon, up to a minute."""
_SOON = 60.0
_PATIENCE = 20.0
"""Seconds in which a process may finish what it is at when the desk stops."""
_EVERY = 1.0
_log = logging.getLogger("antigone.desk.server")


class Beside:
    """One process, begun again if it ends, for as long as the desk is served."""

    def __init__(self, home: Path, *words: str) -> None:
        self.command = [sys.executable, "-m", "antigone", "desk", "--home", str(home), *words]
        self.command.append("--beside")
        self.process: subprocess.Popen[bytes] | None = None
        self.due = self.began = time.monotonic()
        """When it is begun, if it does not run; and when it was."""
        self.wait = _AGAIN

    def keep(self) -> None:
        """Start it if it is not running. Called once a second."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            soon = now - self.began < _SOON
            self.process, self.due = None, now + (self.wait if soon else _AGAIN)
            self.wait = min(2 * self.wait, _SOON) if soon else _AGAIN
        if now < self.due:
            return
        try:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603 - our own command
            self.began = now
        except OSError:  # no memory or no process number left at this moment: the pages are served all the same
            _log.exception("A process beside the desk does not begin; it is tried again.")
            self.due = now + _AGAIN

    def tell(self) -> None:
        """Tell it to finish what it is at, and to end."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def stop(self) -> None:
        """Let it finish what it is at, and end."""
        self.tell()
        if self.process is None:
            return
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()  # what it was at is done again
            self.process.wait()


class Keeper:
    """Looks once a second after the processes beside this one."""

    def __init__(self, beside: list[Beside]) -> None:
        self.beside = beside
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True, name="beside")

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """End all of them, each with time to finish."""
        self.over.set()
        self.thread.join()
        for each in self.beside:
            each.tell()
        for each in self.beside:
            each.stop()

    def _run(self) -> None:
        while not self.over.is_set():
            for each in self.beside:
                each.keep()
            self.over.wait(_EVERY)


def end_this_process() -> None:
    """As if this process were told to end: what answers SIGTERM runs in its main thread, at the latest in a second."""
    _thread.interrupt_main(signal.SIGTERM)


def end_with_the_one_that_began_this() -> None:
    """End this process when its standard input does: at once while it is starting, later when it has finished."""
    threading.Thread(target=_until_it_is_gone, daemon=True, name="until-it-is-gone").start()


def _until_it_is_gone() -> None:
    while os.read(0, 1):  # not sys.stdin, whose lock would hold up Python's end
        pass
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        os._exit(0)
    end_this_process()
