"""Serving by gunicorn, in this process."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from antigone.desk.console import base_address
from antigone.desk.web.logs import Discreet


class _Log(Logger):  # type: ignore[misc]
    """gunicorn's own log of faults, without the secrets that addresses hold."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Discreet(self.error_fmt, self.datefmt))


class _Desk(BaseApplication):  # type: ignore[misc]
    """gunicorn with the desk's settings and no file or argument of its own."""

    def __init__(self, chosen: dict[str, Any]) -> None:
        self.chosen = chosen
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from antigone.desk.wsgi import application

        return application


def serve_until_interrupted(*, workers: int, threads: int) -> None:
    """Print one line with the address when ready, then serve."""
    desk = settings.DESK
    _Desk(
        {
            "bind": f"{desk.address}:{desk.port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 60,
            "max_requests": 10_000,
            "max_requests_jitter": 1_000,
            "loglevel": "warning",
            "proc_name": "antigone-desk",
            "control_socket_disable": True,
            "logger_class": _Log,
            "when_ready": _say_ready,
        }
    ).run()


def _say_ready(server: Any) -> None:
    print(base_address(), flush=True)
