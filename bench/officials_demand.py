"""What the people of ``officials.py`` do, by locust: one process, one greenlet for each person.

    python bench/officials_demand.py ORDER.json ANSWER.json

Whoever works looks at a page for ``pace`` seconds, somewhat more or less, before they ask for the next. What is sent
by a form is a page, and so is the one to which it leads. Pictures are asked for where somebody has to look at them: at
the bench. ``ORDER.json``: address, seconds, pace, people and how large the incident is; and for how many seconds more
people come to work first, while no time is counted, since a desk that has just begun reads its own code.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import gevent
from gevent.event import Event
from locust import task
from locust.contrib.fasthttp import FastHttpUser
from locust.env import Environment
from locust.exception import StopUser

from officials_desk import another, pictures

TOKEN = "c" * 32
COMPONENTS = re.compile(r'name="([a-z-]+)-how"')
RESULTS: dict[str, list[float]] = defaultdict(list)
"""Milliseconds of what was answered, by the name of the page."""
WRONG: dict[str, list[str]] = defaultdict(list)
ORDER: dict[str, Any] = {}
COUNTING, STOPPING = Event(), Event()
BOUNDARY = "officials0123456789"


class Official(FastHttpUser):
    """Somebody at work. Each task is one errand, some pages long."""

    abstract = True
    role = ""
    waiting: ClassVar[dict[str, list[dict[str, Any]]]] = {}

    def on_start(self) -> None:
        self.me = self.waiting[self.role].pop()
        self.dice = random.Random(self.me["number"])
        self.next = time.monotonic() + self.dice.uniform(0, ORDER["pace"])
        self.sent = 0

    def turn(self) -> None:
        """Wait until it is time for another page."""
        gevent.sleep(max(0.0, self.next - time.monotonic()))
        if STOPPING.is_set():
            raise StopUser
        self.next = time.monotonic() + ORDER["pace"] * self.dice.uniform(0.5, 1.5)

    def page(self, name: str, address: str) -> str:
        self.turn()
        return self.ask("GET", name, address)[1]

    def send(self, name: str, address: str, fields: dict[str, Any], file: bytes | None = None) -> str:
        """Send a form, and go where it leads. Returns that page; nothing if the form was not taken."""
        self.turn()
        kind = "application/x-www-form-urlencoded"
        fields = {**fields, "csrfmiddlewaretoken": TOKEN}
        body = urlencode(fields, doseq=True).encode()
        if file is not None:
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", _multipart(fields, file)
        where, said = self.ask("POST", name, address, body, {"Content-Type": kind})
        return self.ask("GET", f"{name}: where it leads", where)[1] if where else said

    def ask(
        self, method: str, name: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """Where an answer leads, and what it says. Whatever is no page or no way to one is an error."""
        told = {"Cookie": self.me["cookie"], **(headers or {})}
        known = {"name": name, "data": body, "headers": told, "allow_redirects": False, "catch_response": True}
        with self.client.request(method, address, **known) as answer:
            if answer.status_code in (200, 204, 302) or (answer.status_code, name) == (400, "open a record"):
                answer.success()
            else:
                answer.failure(f"{answer.status_code} {address} {_words(answer.text)}")
            where = answer.headers.get("Location", "") if answer.headers else ""
            return where.split("#")[0], answer.text or ""

    def some(self, kind: str) -> str:
        """The address of one of the incident's cases or records, as they are numbered in the database."""
        first = 1 if kind == "records" else ORDER["records"] + 1
        return f"/{kind}/{self.dice.randrange(first, first + ORDER[kind])}"

    def add_photograph(self, subject: str, kind: str) -> None:
        fields = {"stage": "unknown"} if kind == "pm" else {"ground": self.me["source"]}
        self.page(f"add photographs of a {WORD[kind]}", f"{subject}/photographs/add")
        self.sent += 1
        data = another(self.dice.choice(pictures(kind)), self.me["number"] * 10_000 + self.sent)
        self.send(f"send a photograph of a {WORD[kind]}", f"{subject}/photographs/add", fields, data)

    def write(self, subject: str, section: str, fields: dict[str, str], kind: str) -> None:
        """Open a section of a page, write into it what it has and something more."""
        said = self.page(f"a {WORD[kind]}: a section opened", f"{subject}/{section}")
        if said:
            last = re.search(r'name="last" value="(\d*)"', said)
            more = {"last": last[1] if last else "", "reason": "it was heard again"}
            self.send(f"a {WORD[kind]}: a section written", f"{subject}/{section}", {**fields, **more})

    @task(2)
    def begin_a_day(self) -> None:
        self.page("front page", "/")
        self.page("incident", "/incidents/1")

    @task(1)
    def find(self) -> None:
        self.page("find", f"/find?q={self.dice.choice(('Kovalenko', 'BENCH-AM-00123', 'BENCH-PM-00012', 'Beach 7'))}")


WORD = {"pm": "case", "am": "record"}


class Reader(Official):
    """Whoever sees cases and records."""

    abstract = True

    @task(3)
    def read_records(self) -> None:
        narrowed = ("", "&page=3", "&sex=female&age=30", "&photographs=without", "&state=searched", "&sort=name")
        self.page("records", f"/records?incident=1{self.dice.choice(narrowed)}")
        self.page("a record", record := self.some("records"))
        self.page("photographs of a record", f"{record}/photographs")

    @task(2)
    def search_by_name(self) -> None:
        name = self.dice.choice(("Kovalenko", "Marjurson", "Olena+Lindiviv", "Shcherbak"))
        self.page("records by name", f"/records?incident=1&q={name}")
        self.page("a record", self.some("records"))


class OfTheDead(Reader):
    """Whoever sees cases too."""

    abstract = True

    @task(3)
    def read_cases(self) -> None:
        narrowed = ("", "&page=5", "&sex=male", "&sort=-found", "&q=Beach+7")
        self.page("cases", f"/cases?incident=1{self.dice.choice(narrowed)}")
        self.page("a case", case := self.some("cases"))
        self.page("photographs of a case", f"{case}/photographs")
        self.page("history of a case", f"{case}/history")


class Registrar(OfTheDead):
    role = "registrar"

    @task(3)
    def open_a_case(self) -> None:
        self.page("open a case: form", "/incidents/1/cases/open")
        place = f"Quay {self.me['number']}-{self.dice.random():.6f}"
        fields = {"found_on": "2026-03-05", "found_place": place, "sex": "male", "age_low": 30, "age_high": 40}
        said = self.send("open a case", "/incidents/1/cases/open", {**fields, "condition": "unknown"})
        if found := re.search(r"(/cases/\d+)/photographs/add", said):
            self.add_photograph(found[1], "pm")
            fields = {"clothing": "A grey coat, a red scarf", "remarks": ""}
            self.write(found[1], "clothing", fields, "pm")

    @task(2)
    def open_a_record(self) -> None:
        self.page("open a record: form", "/incidents/1/records/open")
        family = self.dice.choice(("Kovalenko", "Marjurson", "Shcherbalchuk")) + self.dice.choice(("", "va", "ski"))
        fields = {"family": family, "given": self.dice.choice(("Olena", "Taras", "Noor")), "sex": "unknown"}
        said = self.send("open a record", "/incidents/1/records/open", {**fields, "last_seen": "2026-03-01"})
        if 'name="looked"' in said and "/photographs/add" not in said:  # others of nearly that name were shown
            fields = {**fields, "last_seen": "2026-03-01", "looked": "on"}
            said = self.send("open a record that is another person's", "/incidents/1/records/open", fields)
        if found := re.search(r"(/records/\d+)/photographs/add", said):
            self.add_photograph(found[1], "am")

    @task(2)
    def write_what_is_known(self) -> None:
        record = self.some("records")
        self.page("a record", record)
        self.write(record, "belongings", {"clothing": f"Coat {self.dice.random():.6f}", "belongings": ""}, "am")

    @task(1)
    def look_after_sources(self) -> None:
        self.page("sources", "/incidents/1/sources")
        self.page("imports", "/incidents/1/imports")
        self.page("warnings", "/warnings")


class Liaison(Reader):
    role = "liaison officer"

    @task(3)
    def speak_with_a_family(self) -> None:
        record = self.some("records")
        self.page("a record", record)
        self.page("consents of a record", f"{record}/consents")
        self.write(record, "life", {"nationality": "", "languages": f"L {self.dice.random():.6f}"}, "am")

    @task(1)
    def bring_a_photograph(self) -> None:
        self.add_photograph(self.some("records"), "am")

    @task(2)
    def look_at_what_waits(self) -> None:
        self.page("requests of families", "/requests")
        self.page("families to tell", "/notifications")
        self.page("decisions", "/decisions")


class Examiner(OfTheDead):
    role = "examiner"

    @task(4)
    def judge(self) -> None:
        """One piece of work at the bench from the first look to the last word, if there is any."""
        said = self.page("my work", "/my-work")
        found = re.findall(r"/my-work/[0-9a-f]{32}", said)
        if not found:
            return
        address = found[0]
        said = self.page("bench", address)
        for step in ("analyse-pm", "analyse-reference"):
            said = self.send("bench: uncover", address, {"step": step, "do": "reveal"})
            keys = sorted(set(re.findall(r'src="/my-work/pictures/([0-9a-f]{32})"', said)))
            for key in keys:
                self.ask("GET", "picture at the bench", f"/my-work/pictures/{key}")
            told = urlencode({"seen": keys, "csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            self.ask("POST", "bench: seen", f"{address}/seen", told, kind)
            self.send("bench: keep", address, {**_noted(said, "seen"), "step": step, "do": "save"})
            said = self.send("bench: lock", address, {"step": step, "do": "lock"})
        said = self.send("bench: keep", address, {**_noted(said, "similar"), "step": "compare", "do": "save"})
        last = {"step": "conclude", "do": "conclude", "level": "possible", "reasons": "All that is seen agrees."}
        self.send("bench: conclude", address, last)
        self.send("bench: unmask", address, {"step": "unmask", "do": "unmask"})

    @task(4)
    def read_a_list(self) -> None:
        case = self.some("cases")
        said = self.page("searches of a case", f"{case}/searches")
        if found := re.search(r"/searches/\d+", said):
            self.page("candidates of a case", found[0])

    @task(1)
    def look_at_a_photograph(self) -> None:
        case = self.some("cases")
        self.page("a photograph of a case", case.replace("cases", "photographs"))
        self.page("own work", "/my-work/own")


class BoardMember(OfTheDead):
    role = "board member"

    @task(4)
    def vote(self) -> None:
        self.page("files", "/files")
        if not self.me["votes"]:
            return
        file = self.me["votes"].pop()
        self.page("a file", f"/files/{file}")
        self.page("a sitting", f"/files/{file}/sitting")
        self.send("vote", f"/files/{file}/vote", {"agrees": "yes", "reasons": ""})

    @task(2)
    def look_at_what_was_decided(self) -> None:
        self.page("decisions", "/decisions")
        self.page("reviews", "/reviews")
        self.page("sheet for the morning meeting", "/incidents/1/morning")

    @task(2)
    def read_a_list(self) -> None:
        self.page("searches of a case", f"{self.some('cases')}/searches")


class Auditor(Official):
    role = "auditor"

    @task(8)
    def read_the_audit(self) -> None:
        self.page("audit", "/audit")
        self.page("audit, one person", f"/audit?actor=person+{self.dice.randint(1, 300)}")
        self.page("audit, searches", "/audit?verb=searches")
        self.page("audit, people", "/audit/people")


class Administrator(Official):
    role = "administrator"

    @task(8)
    def look_after_people(self) -> None:
        said = self.page("people", "/people")
        if found := re.findall(r'href="(/people/\d+)"', said):
            self.page("a person", self.dice.choice(found))
        self.page("appointments", "/appointments")
        self.page("board of the incident", "/incidents/1/board")
        self.page("work of the worker", "/work")


def _noted(said: str, how: str) -> dict[str, str]:
    """Every component of the worksheet on a page, filled in."""
    names = COMPONENTS.findall(said)
    return {f"{name}-how": how for name in names} | {f"{name}-words": "clear to see" for name in names}


def _multipart(fields: dict[str, Any], file: bytes) -> bytes:
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="1.jpg"\r\n'
    head += "Content-Type: image/jpeg\r\n\r\n"
    return "".join(lines).encode() + head.encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


def _words(said: str | None) -> str:
    """What an answer says, without its marks: enough to find out what went wrong."""
    return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", said or "", flags=re.DOTALL).split())[:400]


def _heard(name: str, response_time: float, exception: object = None, **_: object) -> None:
    if exception is not None:
        WRONG[name].append(str(exception))
    elif COUNTING.is_set():
        RESULTS[name].append(response_time)


def main() -> None:
    order, answer = Path(sys.argv[1]), Path(sys.argv[2])
    ORDER.update(json.loads(order.read_text()))
    classes: list[type[Official]] = [Registrar, Examiner, Liaison, BoardMember, Auditor, Administrator]
    for each in classes:
        Official.waiting[each.role] = [person for person in ORDER["people"] if person["role"] == each.role]
        each.fixed_count, each.host = len(Official.waiting[each.role]), ORDER["address"]
    environment = Environment(user_classes=classes, host=ORDER["address"], stop_timeout=30)
    environment.events.request.add_listener(_heard)
    runner = environment.create_local_runner()
    runner.start(len(ORDER["people"]), spawn_rate=100)
    gevent.sleep(ORDER["coming"])
    began, used = time.monotonic(), _used()
    COUNTING.set()
    gevent.sleep(ORDER["seconds"])
    STOPPING.set()
    took = time.monotonic() - began
    share = (_used() - used) / took
    runner.quit()
    said = {"seconds": took, "processor": share, "pages": RESULTS, "wrong": WRONG}
    answer.write_text(json.dumps(said))


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
