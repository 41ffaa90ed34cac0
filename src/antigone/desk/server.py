"""Serving by gunicorn, in this process."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from antigone.desk.console import base_address, family_address
from antigone.desk.web.logs import Discreet


class _Log(Logger):  # type: ignore[misc]
    """gunicorn's error log, without the secrets in addresses."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Discreet(self.error_fmt, self.datefmt))


_AGAIN = 5.0
"""Seconds before a worker that ended is begun again."""
_PATIENCE = 20.0
"""Seconds in which it may finish its job when the desk stops."""
_log = logging.getLogger("antigone.desk.server")


class _Beside:
    """A worker in a process of its own, restarted if it ends, for as long as the desk is served."""

    def __init__(self, home: Path) -> None:
        self.command = [sys.executable, "-m", "antigone", "desk", "--home", str(home), "worker"]
        self.command += ["--beside", str(os.getpid())]
        self.process: subprocess.Popen[bytes] | None = None
        self.due = time.monotonic()
        """When it is begun, if it does not run."""

    def keep(self) -> None:
        """Start it if it is not running. Called once a second."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            self.process, self.due = None, time.monotonic() + _AGAIN
        if time.monotonic() < self.due:
            return
        try:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
        except OSError:  # no memory or no process number left at this moment: the pages are served all the same
            _log.exception("The worker beside the desk does not begin; it is tried again.")
            self.due = time.monotonic() + _AGAIN

    def stop(self) -> None:
        """Let it finish its job and end."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()  # what it was at is done again


class _Arbiter(Arbiter):  # type: ignore[misc]
    """gunicorn's arbiter, which also keeps the worker running.

    It does so between two looks at its own, never in a thread: a process that gunicorn forks while another thread
    begins one inherits the pipe on which that thread waits for its child to begin. The thread then waits for as long as
    the forked process lives, and whatever ends in the meantime is never begun again.
    """

    def __init__(self, app: _Desk) -> None:
        self.beside = app.beside
        super().__init__(app)

    def manage_workers(self) -> None:
        super().manage_workers()
        if self.beside is not None:
            self.beside.keep()


class _Desk(BaseApplication):  # type: ignore[misc]
    """gunicorn with the desk's settings and no configuration file or argument of its own."""

    def __init__(self, chosen: dict[str, Any], beside: _Beside | None) -> None:
        self.chosen = chosen
        self.beside = beside
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from antigone.desk.wsgi import application

        return application

    def run(self) -> None:
        _Arbiter(self).run()


class _Families(_Desk):
    """The same for the pages for families alone: no other address is served, and no session of the desk is read."""

    def load(self) -> Any:
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()


def serve_until_interrupted(*, workers: int, threads: int, worker: bool = False) -> None:
    """Print one line with the address when ready, then serve; with a worker beside, if that is asked for."""
    desk = settings.DESK
    beside = _Beside(desk.home) if worker else None

    def ready(server: Any) -> None:
        print(base_address(), flush=True)

    def over(server: Any) -> None:
        if beside is not None:
            beside.stop()

    chosen = _chosen(desk.address, desk.port, workers, threads, "antigone-desk")
    _Desk({**chosen, "when_ready": ready, "on_exit": over}, beside).run()


def serve_families_until_interrupted(*, workers: int, threads: int) -> None:
    """Serve the pages for families in a process of their own, at an address of their own."""
    desk = settings.DESK
    alone = {
        "ROOT_URLCONF": "antigone.desk.public.site",
        "MIDDLEWARE": settings.FAMILY_MIDDLEWARE,
        "ALLOWED_HOSTS": list(desk.family_hosts),
        "CSRF_FAILURE_VIEW": "antigone.desk.public.pages.errors.bad_form",
    }
    for name, value in alone.items():  # before the application is made, which reads them once
        setattr(settings, name, value)

    def ready(server: Any) -> None:
        print(family_address(), flush=True)

    chosen = _chosen(desk.family_address, desk.family_port, workers, threads, "antigone-families")
    _Families({**chosen, "when_ready": ready}, None).run()


def _chosen(address: str, port: int, workers: int, threads: int, name: str) -> dict[str, Any]:
    return {
        "bind": f"{address}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 60,
        "max_requests": 10_000,
        "max_requests_jitter": 1_000,
        "loglevel": "warning",
        "proc_name": name,
        "control_socket_disable": True,
        "logger_class": _Log,
    }
