"""Serving the desk's pages and those for families by waitress, each in processes of their own.

A thread takes a request when the whole of it has come: however many clients send slowly, nobody waits for them. It runs
wherever Python does (decision 0037).
"""

from __future__ import annotations

import select
import signal
import socket
import tempfile
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from antigone.desk.beside import Beside, Keeper
from antigone.desk.console import base_address, family_address
from antigone.desk.intake.archive import MOST_SENT
from antigone.desk.outside.prometheus import application
from antigone.desk.public.gate import MOST_AT_ONCE
from antigone.errors import SettingsInvalid
from antigone.files import storage_faults

_MOST_CONNECTIONS = 2_000 if hasattr(select, "poll") else 400
"""Of one process, idle and slow ones too; what is more waits to be taken. Windows looks after 512 sockets at most."""
_IDLE = 30
"""Seconds after which a connection that sends and takes nothing is ended."""
_BACKLOG = 1_024
_ENVELOPE = 1_000_000
"""Bytes of a request besides the files in it."""
_MOST_OF_STAFF = MOST_SENT + _ENVELOPE


def serve_until_interrupted(*, workers: int, threads: int, worker: bool = False) -> None:
    """Print one line with the address when ready, then serve.

    ``workers``: how many processes share the address. ``worker``: one that does jobs runs beside; and the families' own
    process does, if the settings say so.
    """
    desk = settings.DESK
    beside = [Beside(desk.home, "serve", "--threads", str(threads)) for _ in range(workers - 1)]
    if worker:
        beside.append(Beside(desk.home, "worker"))
    if desk.metrics_bind is not None:
        beside.append(Beside(desk.home, "serve-metrics"))
    if desk.families_beside:
        beside.append(Beside(desk.home, "serve-families"))
    at = (desk.address, desk.port)
    _serve(at, base_address(), threads=threads, beside=beside, shared=workers > 1, most=_MOST_OF_STAFF)


def serve_part_until_interrupted(*, threads: int) -> None:
    """Serve at an address at which others serve too."""
    at = (settings.DESK.address, settings.DESK.port)
    _serve(at, "", threads=threads, beside=[], shared=True, most=_MOST_OF_STAFF)


def serve_families_until_interrupted(*, threads: int, tell: bool = True) -> None:
    """Serve the pages for families alone, at an address of their own: no other address, no session, no file of the
    desk. ``tell``: print one line with the address when ready.
    """
    desk = settings.DESK
    alone = {
        "ROOT_URLCONF": "antigone.desk.public.site",
        "MIDDLEWARE": settings.FAMILY_MIDDLEWARE,
        "ALLOWED_HOSTS": list(desk.family_hosts),
        "CSRF_FAILURE_VIEW": "antigone.desk.public.pages.errors.bad_form",
    }
    for name, value in alone.items():  # before the application is made, which reads them once
        setattr(settings, name, value)
    ready = family_address() if tell else ""
    most = MOST_AT_ONCE + _ENVELOPE
    at = (desk.family_address, desk.family_port)
    _serve(at, ready, threads=threads, beside=[], shared=False, most=most)


def serve_metrics_until_interrupted(*, tell: bool = True) -> None:
    """Serve figures for Prometheus at an address of their own.

    Raises:
        SettingsInvalid: no address is set for them.
    """
    at: tuple[str, int] | None = settings.DESK.metrics_bind
    if at is None:
        raise SettingsInvalid("ANTIGONE_DESK_METRICS_BIND is not set.", "For instance 127.0.0.1:9108")
    ready = f"http://{at[0]}:{at[1]}/metrics" if tell else ""
    _serve(at, ready, threads=1, beside=[], shared=False, most=_ENVELOPE, app=_metrics)


def _metrics(environ: dict[str, Any], start_response: Any) -> Any:
    """As Django does around each of its requests: a connection that the database has ended is made anew."""
    close_old_connections()
    try:
        return application(environ, start_response)
    finally:
        close_old_connections()


def _serve(
    address: tuple[str, int],
    ready: str,
    *,
    threads: int,
    beside: list[Beside],
    shared: bool,
    most: int,
    app: Any = None,
) -> None:
    _keep_bodies_in(settings.DESK.home / "uploads")
    listening = _listen(*address, shared=shared)
    server: Any = waitress.create_server(
        app or get_wsgi_application(),
        sockets=[listening],
        threads=threads,
        connection_limit=_MOST_CONNECTIONS,
        channel_timeout=_IDLE,
        cleanup_interval=5,
        max_request_body_size=most,
        backlog=_BACKLOG,
        asyncore_use_poll=True,
        ident="",
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    keeper = Keeper(beside)
    keeper.start()
    if ready:
        print(ready, flush=True)
    try:
        server.run()
    finally:
        server.close()
        keeper.stop()


def _listen(address: str, port: int, *, shared: bool) -> socket.socket:
    """The socket on which requests come. ``shared``: several processes have one each, and the system deals them out.

    Raises:
        SettingsInvalid: if the address is taken or is none of this machine's.
    """
    family = socket.AF_INET6 if address.startswith("[") else socket.AF_INET
    if shared and not hasattr(socket, "SO_REUSEPORT"):
        raise SettingsInvalid("This system serves an address by one process only.", "Use: --workers 1")
    try:
        return socket.create_server((address.strip("[]"), port), family=family, backlog=_BACKLOG, reuse_port=shared)
    except OSError as fault:
        raise SettingsInvalid(
            f"{address}:{port} cannot be served on: {fault.strerror or fault}.", "Is another desk running there?"
        ) from fault


def _keep_bodies_in(place: Path) -> None:
    """Have large bodies wait in nameless files of the desk's own folder, not where everybody's temporary files lie."""
    with storage_faults(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    tempfile.tempdir = str(place)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """Let the requests at hand be answered, and end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)
