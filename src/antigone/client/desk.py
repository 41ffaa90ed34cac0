"""The desk as an object: one attribute for each kind of thing, one method for each operation that programs need most.

Everything else the API has is reached with ``Desk.ask``.
"""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from antigone.client.asking import Asking
from antigone.client.shapes import Case, Incident, Me, Photograph, Record, Run, Source, read
from antigone.errors import DeskUnreachable, UsageError

Shape = TypeVar("Shape")
Waited = TypeVar("Waited", Photograph, Run)


class Desk:
    """A desk at an address, asked with a token. Close it when done, or use it in ``with``.

    Raises:
        UsageError: for an address without encryption, other than this machine's own; or without httpx.
    """

    def __init__(self, address: str, token: str, *, timeout: float = 30.0, transport: Any = None) -> None:
        """``timeout``: seconds that an answer may take. ``transport``: httpx's, for tests and proxies."""
        self._asking = Asking(address, token, timeout=timeout, transport=transport)
        self.incidents = Incidents(self._asking)
        self.cases = Cases(self._asking)
        self.records = Records(self._asking)
        self.sources = Sources(self._asking)
        self.photographs = Photographs(self._asking)
        self.searches = Searches(self._asking)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._asking.close()

    def me(self) -> Me:
        """Who acts by this token, and with which roles."""
        return read(Me, self.ask("GET", "/me"))

    def ask(self, method: str, address: str, said: Mapping[str, Any] | None = None, **query: Any) -> Any:
        """Any operation of /api/openapi.json: ``desk.ask("POST", "/cases/7/marks", {"what": "scar", ...})``.

        Raises:
            SignInRefused: the token opens nothing.
            NotAllowed, NotThere, OutOfStep, RuleBroken: as the desk says.
            DeskUnreachable: nobody answers, or no desk.
        """
        return self._asking.ask(method, address, said, query)


class _Things:
    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def _list(self, shape: type[Shape], address: str, narrowed: Mapping[str, Any]) -> Iterator[Shape]:
        """All of a list, the latest first, asked for page by page."""
        below: int | None = None
        while True:
            page = self._asking.ask("GET", address, None, {**narrowed, "below": below})
            for item in page["items"]:
                yield read(shape, item)
            below = page["next"]
            if below is None:
                return


class Incidents(_Things):
    """What happened."""

    def all(self) -> Iterator[Incident]:
        return self._list(Incident, "/incidents", {})

    def get(self, number: int) -> Incident:
        return read(Incident, self._asking.ask("GET", f"/incidents/{number}"))


class Cases(_Things):
    """Cases of the dead."""

    def all(self, **narrowed: Any) -> Iterator[Case]:
        """``narrowed``: q, incident, agency, sex, age, condition, found_from, found_to, state, photographs."""
        return self._list(Case, "/cases", narrowed)

    def get(self, number: int) -> Case:
        return read(Case, self._asking.ask("GET", f"/cases/{number}"))

    def open(self, *, incident: int, **details: Any) -> Case:
        """``details``: found_on, found_place, sex, age_low, age_high, ... as the API has them."""
        return read(Case, self._asking.ask("POST", "/cases", {"incident": incident, **details}))

    def change(self, case: Case | int, *, reason: str = "", **details: Any) -> Case:
        """``reason``: needed where something that was written changes.

        What somebody else changed since ``case`` was read is not written over: OutOfStep.
        """
        as_of = {"as_of": case.revision} if isinstance(case, Case) and case.revision else {}
        said = {"reason": reason, **as_of, **details}
        return read(Case, self._asking.ask("PATCH", f"/cases/{_number(case)}", said))

    def close(self, case: Case | int, *, reason: str) -> None:
        self._asking.ask("POST", f"/cases/{_number(case)}/close", {"reason": reason})


class Records(_Things):
    """Records of the missing."""

    def all(self, **narrowed: Any) -> Iterator[Record]:
        """``narrowed``: incident, agency, sex, age, seen_from, seen_to, state, photographs."""
        return self._list(Record, "/records", narrowed)

    def get(self, number: int) -> Record:
        return read(Record, self._asking.ask("GET", f"/records/{number}"))

    def by_name(self, name: str, *, incident: int | None = None) -> list[Record]:
        """Those with a name like this one, in any script and spelling, the likest first."""
        found = self._asking.ask("GET", "/records/by-name", None, {"name": name, "incident": incident})
        return [read(Record, each["record"]) for each in found["items"]]

    def open(self, *, incident: int, names: list[dict[str, str]], **details: Any) -> Record:
        """``names``: each with family, given, patronymic, what, or some of them. Look by name first."""
        return read(Record, self._asking.ask("POST", "/records", {"incident": incident, "names": names, **details}))

    def close(self, record: Record | int, *, reason: str) -> None:
        self._asking.ask("POST", f"/records/{_number(record)}/close", {"reason": reason})


class Sources(_Things):
    """Lawful sources of reference photographs."""

    def all(self, incident: int) -> Iterator[Source]:
        return self._list(Source, f"/incidents/{incident}/sources", {})

    def open(self, *, incident: int, **said: Any) -> Source:
        """``said``: name, controller, basis, instrument, purposes, valid_from, and recipients, valid_until."""
        return read(Source, self._asking.ask("POST", f"/incidents/{incident}/sources", said))

    def end(self, source: Source | int, *, reason: str) -> int:
        """How many photographs left search with it."""
        return int(self._asking.ask("POST", f"/sources/{_number(source)}/end", {"reason": reason})["photographs"])


class Photographs(_Things):
    """Photographs of cases and records: from files, never from addresses on the web."""

    def of(self, subject: Case | Record) -> Iterator[Photograph]:
        return self._list(Photograph, f"{_address(subject)}/photographs", {})

    def get(self, number: int) -> Photograph:
        return read(Photograph, self._asking.ask("GET", f"/photographs/{number}"))

    def add(self, subject: Case | Record, path: Path | str, **said: Any) -> Photograph:
        """``said``: for a case stage; for a record source, and consent where the source rests on one."""
        fields = {name: getattr(value, "number", value) for name, value in said.items()}
        return read(Photograph, self._asking.send(f"{_address(subject)}/photographs", Path(path), fields))

    def choose_face(self, photograph: Photograph | int, *, face: int) -> Photograph:
        return read(Photograph, self._asking.ask("POST", f"/photographs/{_number(photograph)}/face", {"face": face}))

    def set_points(
        self, photograph: Photograph | int, points: Mapping[str, tuple[float, float]], *, reason: str
    ) -> Photograph:
        """``points``: left_eye, right_eye, nose, left_mouth, right_mouth, or some: pixels of the upright photograph."""
        said = {name: {"x": x, "y": y} for name, (x, y) in points.items()} | {"reason": reason}
        return read(Photograph, self._asking.ask("POST", f"/photographs/{_number(photograph)}/points", said))

    def give_points_back(self, photograph: Photograph | int, *, reason: str) -> Photograph:
        address = f"/photographs/{_number(photograph)}/points/back"
        return read(Photograph, self._asking.ask("POST", address, {"reason": reason}))

    def cover(self, photograph: Photograph | int, mask: Path | str, *, reason: str) -> Photograph:
        """``mask``: a PNG of the photograph's own size, white where the face is hidden."""
        said = {"mask": b64encode(Path(mask).read_bytes()).decode(), "reason": reason}
        return read(Photograph, self._asking.ask("POST", f"/photographs/{_number(photograph)}/cover", said))

    def uncover(self, photograph: Photograph | int, *, reason: str) -> Photograph:
        address = f"/photographs/{_number(photograph)}/cover/off"
        return read(Photograph, self._asking.ask("POST", address, {"reason": reason}))

    def grade(self, photograph: Photograph | int, *, grade: int) -> Photograph:
        return read(Photograph, self._asking.ask("POST", f"/photographs/{_number(photograph)}/grade", {"grade": grade}))

    def look(self, photograph: Photograph | int, size: str = "blurred") -> bytes:
        """A JPEG: blurred, small, view or face. Each clear look is in the audit under your name."""
        return self._asking.bytes_of(f"/photographs/{_number(photograph)}/picture/{size}")

    def wait(self, photograph: Photograph | int, *, seconds: float = 120) -> Photograph:
        """The photograph once it was looked at.

        Raises:
            DeskUnreachable: if it takes longer: no worker runs.
        """
        return _wait(lambda: self.get(_number(photograph)), seconds)


class Searches(_Things):
    """Searches of cases and records, with their own photographs. A picture of somebody else cannot be sent."""

    def of(self, subject: Case | Record) -> Iterator[Run]:
        return self._list(Run, f"{_address(subject)}/searches", {})

    def get(self, number: int) -> Run:
        return read(Run, self._asking.ask("GET", f"/searches/{number}"))

    def ask(self, subject: Case | Record, *, purpose: str, reason: str) -> Run:
        said = {"purpose": purpose, "reason": reason}
        return read(Run, self._asking.ask("POST", f"{_address(subject)}/searches", said))

    def wait(self, run: Run | int, *, seconds: float = 120) -> Run:
        """The run with its candidate list, once it is done or refused.

        Raises:
            DeskUnreachable: if it takes longer: no worker runs.
        """
        return _wait(lambda: self.get(_number(run)), seconds)


def _wait(get: Callable[[], Waited], seconds: float) -> Waited:
    until, pause = time.monotonic() + seconds, 0.2
    while (found := get()).state == "waiting":
        if time.monotonic() > until:
            raise DeskUnreachable(
                f"The desk's worker has not done this in {seconds:.0f} seconds.",
                "Ask whoever runs it: a worker must run.",
            )
        time.sleep(pause)
        pause = min(2.0, pause * 1.5)
    return found


def _number(thing: Any) -> int:
    return int(getattr(thing, "number", thing))


def _address(subject: Case | Record) -> str:
    if isinstance(subject, Case | Record):
        return f"/{'cases' if isinstance(subject, Case) else 'records'}/{subject.number}"
    raise UsageError("This is neither a case nor a record.", "Ask for it first: desk.cases.get(7)")
