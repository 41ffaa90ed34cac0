"""How long a newcomer waits: for the first page of ``antigone demo``, and until its incident is whole.

    uv run python bench/demonstration.py [--rounds 3] [--out FILE.json]

Each round begins a demonstration in a new folder, asks for its tour as soon as the address is printed, as a browser
does, and again every second until the tour is there. Processor seconds of the serving process until the first page
say on a busy machine too what it takes on an idle one; beside them those of importing Django alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

PORT = 8781


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rounds = []
    for number in range(given.rounds):
        rounds.append(opened() | {"load": round(os.getloadavg()[0], 1), "django_cpu": django()})
        print(f"round {number + 1}: {rounds[-1]}", file=sys.stderr)
    said = {"date": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "rounds": rounds}
    print(json.dumps(said, indent=2))
    if given.out:
        given.out.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def opened() -> dict[str, Any]:
    """Seconds from the command to the first page and to the tour; processor seconds of the server, and of all."""
    before, began = _children(), time.monotonic()
    command = [sys.executable, "-m", "antigone", "demo", "--no-browser", "--port", str(PORT)]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert demo.stdout is not None
        address = demo.stdout.readline().strip() + "/tour"
        page = _asked(address)
        first, served = time.monotonic() - began, _used(demo.pid)
        assert re.search(r"\d+ of \d+ pieces", page), "the incident was whole before anybody could look"
        while "Come in as" not in page:
            time.sleep(1)
            page = _asked(address)
        whole = time.monotonic() - began
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)
    return {
        "first_page": round(first, 2),
        "whole": round(whole, 1),
        "server_cpu_to_first_page": round(served, 2),
        "all_cpu": round(_children() - before, 1),
    }


def django() -> float:
    """Processor seconds of a process that imports Django's database and forms, and does nothing."""
    before = _children()
    subprocess.run([sys.executable, "-c", "import django.db.models, django.forms, django.http"], check=True)
    return round(_children() - before, 2)


def _asked(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _used(process: int) -> float:
    """Processor seconds of a process of ours so far, from Linux."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
