"""The figures in Prometheus' text form, and the small application that serves them on a port of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db import DatabaseError

from antigone.desk.outside.state import DeskState, state_now

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_OF_JOBS = {
    "waiting": "Jobs that wait for a worker.",
    "oldest_seconds": "How long the oldest of them has waited.",
    "given_up": "Jobs that went wrong too often.",
}
"""Fields of ``WorkState``, each a series."""
Value = tuple[Mapping[str, str], float]


def exposition(state: DeskState) -> str:
    """All figures, each with what it says and its type."""
    return "".join(f"{line}\n" for series in _series(state) for line in _lines(*series))


def _lines(name: str, kind: str, words: str, values: list[Value]) -> Iterator[str]:
    if not values:
        return  # nothing could have an age yet
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values:
        said = ",".join(f'{label}="{text}"' for label, text in labels.items())
        yield f"{name}{{{said}}} {value:.17g}" if said else f"{name} {value:.17g}"


def _series(state: DeskState) -> Iterator[tuple[str, str, str, list[Value]]]:
    yield "antigone_info", "gauge", "Which version runs.", [({"version": state.version}, 1)]
    yield "antigone_up", "gauge", "Whether the database answers.", [({}, 1)]
    for name, words in _OF_JOBS.items():
        values: list[Value] = [({"kind": work.kind}, round(getattr(work, name))) for work in state.work]
        yield f"antigone_jobs_{name}", "gauge", words, values
    yield "antigone_audit_rows", "counter", "Acts in the audit.", [({}, state.audit_rows)]
    failed = "Answers that were a fault of the desk's own."
    yield "antigone_answers_failed_total", "counter", failed, [({}, state.answers_failed)]
    refused = "Acts that were refused in the last hour."
    yield "antigone_refused_last_hour", "gauge", refused, [({}, state.refused_in_an_hour)]
    yield "antigone_erasures_open", "gauge", "Erasures that were asked for and wait.", [({}, state.erasures_open)]
    yield "antigone_erasures_overdue", "gauge", "Of them, those after their day.", [({}, state.erasures_overdue)]
    not_cleared = "Erasures whose files and free space were not cleared yet."
    yield "antigone_erasures_not_cleared", "gauge", not_cleared, [({}, state.erasures_not_cleared)]
    yield "antigone_checkpoint_age_seconds", "gauge", "Age of the newest checkpoint.", _age(state.checkpoint_seconds)
    yield "antigone_backup_age_seconds", "gauge", "Age of the newest backup.", _age(state.backup_seconds)
    yield "antigone_disk_free_bytes", "gauge", "Free where the desk's folder is.", [({}, state.disk_free)]
    yield "antigone_disk_size_bytes", "gauge", "Size of that disk.", [({}, state.disk_size)]


def _age(seconds: float | None) -> list[Value]:
    return [] if seconds is None else [({}, round(seconds))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI: ``/metrics`` and nothing else."""
    if environ.get("PATH_INFO") != "/metrics" or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"See /metrics\n"]
    try:
        text = exposition(state_now())
    except DatabaseError:
        text = "# HELP antigone_up Whether the database answers.\n# TYPE antigone_up gauge\nantigone_up 0\n"
    start_response("200 OK", [("Content-Type", _TYPE), ("Cache-Control", "no-store")])
    return [text.encode()]
