"""``antigone demo``: a fictional incident in a desk on this machine; ``--report``: without a desk, as lists."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from antigone.cli.common import DONE, say
from antigone.cli.desk import must_be_installed
from antigone.desk.demo import HALF_MADE, MARK
from antigone.errors import UsageError

_PORTS = range(8765, 8785)


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Keep it here; else it is forgotten.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Serve on this port of 127.0.0.1; else on one that is free."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--report", is_flag=True, help="No desk: write candidate lists and a report, and end.")
def demo(out: Path | None, port: int | None, no_browser: bool, report: bool) -> int:
    """A fictional incident, the ferry 'Halcyon' that never was, in the desk. Nobody in it exists.

    Serves until interrupted (Ctrl-C), and prints one line with the address when its first page is there. The incident
    is made behind that page, which says how far it is.
    """
    if report:
        from antigone.cli.demo_report import write_report  # it opens the engine, which the desk leaves to its worker

        return write_report(out)
    must_be_installed()
    chosen = _free_port(port)
    with _folder(out) as home:
        return _serve(home, chosen, no_browser)


def _serve(home: Path, port: int, no_browser: bool) -> int:
    from antigone.desk.setup import make_folder, read_settings

    if (home / HALF_MADE).exists():
        _empty(home)
    if not (home / MARK).is_file():
        (home / HALF_MADE).touch()
        (home / MARK).touch()
    make_folder(home, "one-desk")
    os.umask(0o077)
    stray = [name for name in os.environ if name.startswith("ANTIGONE_DESK_")]
    for name in stray:  # a real desk's settings are not the demonstration's
        del os.environ[name]
    os.environ.update(read_settings(home) | {"ANTIGONE_DESK_HOME": str(home)})
    os.environ["ANTIGONE_DESK_BIND"] = f"127.0.0.1:{port}"
    os.environ["ANTIGONE_DESK_FAMILIES"] = "here"  # one address for everything that the tour shows
    os.environ["ANTIGONE_DESK_HOSTS"] = "127.0.0.1,localhost"
    os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.desk.demo.settings"
    import django

    django.setup()
    from antigone.desk.demo.opening import open_demonstration

    open_demonstration(say=say, browser=not no_browser)
    return DONE


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """A folder of one's own for the desk: kept if it was named, else forgotten at the end."""
    if out is None:
        made = Path(tempfile.mkdtemp(prefix="antigone-demo-"))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return
    home = out.absolute()
    if home.is_dir() and any(home.iterdir()) and not (home / MARK).is_file():
        raise UsageError(f"{out} holds other things than a demonstration.", "Name an empty or a new folder.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    yield home


def _empty(home: Path) -> None:
    """Take away what a demonstration that was interrupted left, but for the two files by which it is known."""
    for left in home.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name not in {HALF_MADE, MARK}:
            left.unlink()


def _free_port(asked: int | None) -> int:
    for port in [asked] if asked else _PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise UsageError(
        f"Port {asked} of 127.0.0.1 is taken." if asked else "No port is free for the demonstration.",
        "Name another one with --port.",
    )
