"""Making the demonstration's desk, once, and serving it until it is interrupted."""

from __future__ import annotations

import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from antigone.desk.accounts.models import Incident
from antigone.desk.console import base_address
from antigone.desk.demo.incident import make_incident, tell_story
from antigone.desk.demo.people import PEOPLE
from antigone.desk.server import serve_until_interrupted


def _look_and_search() -> None:
    """Do the worker's jobs in a process of its own: one that has opened the engine must not fork."""
    command = [sys.executable, "-m", "antigone", "desk", "--home", str(settings.DESK.home), "worker", "--once"]
    subprocess.run(command, check=True)  # noqa: S603 - ourselves


def open_demonstration(*, say: Callable[[str], None], browser: bool) -> None:
    """Migrate the database, make the incident if it is not there, and serve."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if not Incident.objects.exists():
        say("Making the fictional incident: every face is a blend of ten people's; nobody shown exists.")
        make_incident()
        say("The engine looks at every photograph and searches, as a desk's worker does.")
        _look_and_search()
        tell_story()
        _look_and_search()
    address = base_address() + "/tour"
    say("People to be, with one click each on the tour; nobody of them exists:")
    for one in PEOPLE:
        say(f"  {', '.join(one.roles):24} {one.name}, {one.agency}")
    say("Photographs that are new to the desk are on the tour. Ctrl-C ends the demonstration.")
    if browser:
        threading.Timer(2.0, webbrowser.open, [address]).start()
    serve_until_interrupted(workers=1, threads=8, worker=True)
