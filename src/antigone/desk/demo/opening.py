"""Opening the demonstration: its desk is served at once, and its incident made behind the first page."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from antigone.desk.console import base_address
from antigone.desk.demo import HALF_MADE
from antigone.desk.demo.making import MAKING
from antigone.desk.demo.people import PEOPLE
from antigone.desk.server import serve_until_interrupted


def open_demonstration(*, say: Callable[[str], None], browser: bool) -> None:
    """Migrate the database, serve, and make the incident meanwhile if it is not whole."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if (settings.DESK.home / HALF_MADE).exists():
        say(
            "The fictional incident is made while you read: every face is a blend of ten people's; nobody shown exists."
        )
        MAKING.begin()
    address = base_address() + "/tour"
    say("People to be, with one click each on the tour; nobody of them exists:")
    for one in PEOPLE:
        say(f"  {', '.join(one.roles):24} {one.name}, {one.agency}")
    say("Photographs that are new to the desk are on the tour. Ctrl-C ends the demonstration.")
    if browser:
        threading.Timer(2.0, webbrowser.open, [address]).start()
    try:
        serve_until_interrupted(workers=1, threads=8, worker=True)
    except SystemExit:
        if MAKING.fault is not None:
            raise MAKING.fault from None
        raise
