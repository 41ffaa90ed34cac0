"""Attacks a desk that it starts itself, and prints a line a promise: held or broken.

    uv run python bench/attack.py [--only WORDS] [--quick]

What docs/threats.md promises of one dishonest person, of what was decided, and of the public door. Some promises are
attacked over the network, by browsers at a served desk; some by the suite's own plays (a state machine, a walk of every
page), which run here by name; some by other benches, whose exit status is taken. ``--quick`` draws fewer tampered rows.
Exits with 1 if one promise is broken.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from attack_desk import Browser, Served, email_of, served, surroundings

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "desk.sqlite3"
CASE = {"sex": "unknown", "condition": "unknown"}
APPOINTED = ("registrar", "registrar", "board member", "board member", "board member")


class Broken(Exception):
    """What was promised did not hold."""


@dataclass(frozen=True)
class Desk:
    """A served desk of one agency: Ana is dishonest, Ben is not."""

    served: Served
    ana: Browser
    ben: Browser

    def invited(self, name: str, role: str, by: Browser) -> Browser:
        """Joined by whoever invited: one person opens all links. No role holds yet."""
        path = "/people/invite"
        agency = by.number(path, r'<option value="(\d+)"')
        answer = by.post(path, agency=agency, name=name, email=email_of(name), roles=[role])
        link = re.search(r"https?://[^\s\"<]+/invitation/[\w-]+", answer.text)
        if link is None:
            raise Broken(f"nobody could be invited: {answer.status_code}")
        return Browser(self.served.address).join(link[0], name)

    def colleague(self, name: str, role: str) -> Browser:
        """Somebody whom Ana invited and Ben, a second person, confirmed."""
        made = self.invited(name, role, self.ana)
        number = self.ben.number("/appointments", r"/appointments/(\d+)")
        self.ben.post(f"/appointments/{number}/confirm", form=f"/appointments/{number}")
        return made


def held(condition: bool, why: str) -> None:
    if not condition:
        raise Broken(why)


# One administrator is still one person.


def five_accounts_of_one_administrator(desk: Desk) -> None:
    """What was seen: five invitations accepted by whoever wrote them, and an identification within seconds."""
    desk.ana.post("/incidents/open", code="ATTACK", name="An invented incident")
    incident = desk.ana.number("/incidents", r"/incidents/(\d+)")
    rosa = desk.colleague("Rosa Field", "registrar")
    path = f"/incidents/{incident}/cases/open"
    if rosa.post(path, **CASE).status_code != 302:
        raise RuntimeError("a registrar whom a second person confirmed cannot open a case: this play proves nothing")
    people = [desk.invited(f"Puppet {n}", role, desk.ana) for n, role in enumerate(APPOINTED)]
    for waiting in re.findall(r"/appointments/\d+", desk.ana.client.get("/appointments").text):
        desk.ana.post(f"{waiting}/confirm", form=waiting)
    for puppet in people:
        opened = puppet.post(path, form="/account", **CASE)
        held(opened.status_code in {403, 404}, f"{puppet.name} opened a case")
        held(puppet.client.get("/cases").status_code == 403, f"{puppet.name} reads the list of cases")
    seats = desk.ana.client.get(f"/incidents/{incident}/board/appoint").text
    held("Puppet" not in seats, "a puppet can be given a seat on the board")
    held(not desk.served.count("identification_decision"), "something was decided")
    held(
        not desk.served.count("accounts_roleheld", "role NOT IN ('administrator', 'registrar')"),
        "a role holds that nobody confirmed",
    )


def an_administrator_renews_themselves(desk: Desk) -> None:
    before = desk.served.count("accounts_invitation")
    me = desk.ana.number("/people", r'/people/(\d+)"[^>]*>\s*(?:<[^>]*>\s*)*Ana')
    answer = desk.ana.post(f"/people/{me}/renew", form=f"/people/{me}", **{"renew-reason": "mine"})
    held(answer.status_code >= 400 and "/invitation/" not in answer.text, "a link for oneself was shown")
    held(desk.served.count("accounts_invitation") == before, "a link for oneself was made")


def a_sitting_colleague_is_taken_over(desk: Desk) -> None:
    honest = desk.colleague("Mara Voss", "board member")
    if honest.client.get("/files").status_code != 200:
        raise RuntimeError("a confirmed board member does not see the board's files: this play proves nothing")
    mara = desk.ana.number("/people", r'/people/(\d+)"[^>]*>\s*(?:<[^>]*>\s*)*Mara')
    answer = desk.ana.post(f"/people/{mara}/renew", form=f"/people/{mara}", **{"renew-reason": "lost her telephone"})
    link = re.search(r"https?://[^\s\"<]+/invitation/[\w-]+", answer.text)
    if link is None:
        return
    taken = Browser(desk.served.address).join(link[0], "Mara Voss")
    held(taken.client.get("/files").status_code == 403, "Ana sits at the board as Mara")


# What was decided cannot be changed behind the guards.


@contextmanager
def a_copy(desk: Desk) -> Iterator[Served]:
    """The desk's folder as somebody with the machine has it, to be tampered with."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "desk"
        shutil.copytree(desk.served.home, home)
        with sqlite3.connect(desk.served.home / DATABASE) as there, sqlite3.connect(home / DATABASE) as here:
            there.backup(here)
        settings = home / "desk.env"
        settings.write_text(settings.read_text().replace(str(desk.served.home), str(home)))
        yield Served(home, desk.served.address)


def a_trigger_is_replaced_by_an_empty_one(desk: Desk) -> None:
    with a_copy(desk) as copy:
        held(copy.run("check").returncode == 0, "the copy is not sound before it is touched")
        with sqlite3.connect(copy.home / DATABASE) as database:
            name, table = database.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name LIMIT 1"
            ).fetchone()
            database.execute(f"DROP TRIGGER {name}")
            database.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT 1; END")
        held(copy.run("check").returncode != 0, f"an empty {name} goes unnoticed")


def a_colleagues_appointment_is_rewritten(desk: Desk) -> None:
    desk.colleague("Tova Lind", "examiner")
    with a_copy(desk) as copy:
        held(copy.run("verify-audit").returncode == 0, "the copy is not sound before it is touched")
        with sqlite3.connect(copy.home / DATABASE) as database:
            kept = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_appointment'"
            ).fetchall()
            for name, _ in kept:
                database.execute(f"DROP TRIGGER {name}")
            turned = "UPDATE accounts_appointment SET confirmed_at = at WHERE confirmed_by_id NOT NULL"
            if not database.execute(turned).rowcount:
                raise RuntimeError("there is no appointment to rewrite: this play proves nothing")
            for _, sql in kept:
                database.execute(sql)
        told = copy.run("verify-audit")
        held(
            told.returncode != 0 and "ppointment" in told.stdout + told.stderr,
            "when it was confirmed was rewritten unnoticed",
        )


# The public door.


def wrong_tokens_lock_an_address_out(desk: Desk) -> None:
    for number in range(40):
        desk.ben.client.get("/api/cases", headers={"Authorization": f"Bearer antigone_{number:043}"})
    time.sleep(31 - time.time() % 30)  # a code counts once
    ben = Browser(desk.served.address, name=desk.ben.name, secret=desk.ben.secret)
    held(ben.sign_in().status_code == 302, "who sits at the same address cannot sign in")


def forged_addresses_are_counted_apart(desk: Desk) -> None:
    stranger = "nobody@example.org"
    answers = [
        Browser(desk.served.address, {"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"}).sign_in(
            "wrong words here", "000000", stranger
        )
        for n in range(12)
    ]
    held("Too many" in answers[-1].text, "an invented X-Forwarded-For begins the count anew")


def a_forged_host_or_prefix_is_believed(desk: Desk) -> None:
    client = Browser(desk.served.address).client
    held(client.get("/", headers={"Host": "evil.example"}).status_code == 400, "a foreign Host is served")
    page = client.get(
        "/", headers={"Script-Name": "/evil", "X-Script-Name": "/evil", "X-Forwarded-Host": "evil.example"}
    )
    held(page.status_code == 200 and "evil" not in page.text, "a foreign prefix stands in links")


def numbers_too_large_break_a_page(desk: Desk) -> None:
    for path in ("/people/", "/agencies/", "/incidents/", "/cases/", "/records/", "/appointments/"):
        status = desk.ana.client.get(path + "9" * 30).status_code
        held(status in {403, 404}, f"{path} answers {status}")


def the_suite(*names: str) -> Callable[[Desk], None]:
    """Plays of the test suite, by name; each must be there and pass."""

    def play(_desk: Desk) -> None:
        command = [sys.executable, "-m", "pytest", "-n", "0", *names]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=surroundings())
        told = done.stdout.strip().splitlines()[-1:] or ["nothing was played"]
        held(done.returncode == 0 and "passed" in done.stdout, told[0])

    return play


def the_bench(*words: str) -> Callable[[Desk], None]:
    """Another bench, which exits with 1 if what it measures does not hold."""

    def play(_desk: Desk) -> None:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT / "bench",
            capture_output=True,
            text=True,
            check=False,
            env=surroundings(),
        )
        held(done.returncode == 0, (done.stdout + done.stderr).strip()[-300:])

    return play


REVIEW, BOARD, ACCOUNTS = "tests/desk/review/", "tests/desk/identification/", "tests/desk/accounts/"


def promises(tampered: int) -> list[tuple[str, Callable[[Desk], None]]]:
    """Each promise in words, and the play that would break it."""
    return [
        ("1 blindness: work ends with what it rests on", the_suite(REVIEW + "test_blindness_ends.py")),
        ("1 blindness: what one judges is nowhere", the_suite("tests/desk/web/test_nobody_sees_what_they_judge.py")),
        ("2 one person: five accounts decide nothing", five_accounts_of_one_administrator),
        ("2 one person: nobody renews themselves", an_administrator_renews_themselves),
        ("2 one person: a new link takes nobody's place", a_sitting_colleague_is_taken_over),
        ("2 one person: who appoints does not confirm", the_suite(ACCOUNTS + "test_appointments.py")),
        ("2 one person: no order of acts leads round it", the_suite(BOARD + "test_no_way_round.py")),
        ("2 one person: whatever accounts and roles", the_suite(BOARD + "test_one_person.py")),
        ("2 one person: whoever is new decides nothing", the_suite(REVIEW + "test_proficiency.py")),
        ("3 behind the guards: an empty trigger is noticed", a_trigger_is_replaced_by_an_empty_one),
        ("3 behind the guards: a rewritten row is named", a_colleagues_appointment_is_rewritten),
        ("3 behind the guards: tampered rows are found", the_bench("tampering.py", "--tampered", str(tampered))),
        ("4 public door: a photograph costs what it costs", the_bench("photograph_cost.py")),
        ("4 public door: slow clients slow nobody down", the_bench("slow_clients.py")),
        ("4 public door: wrong tokens lock nobody out", wrong_tokens_lock_an_address_out),
        ("4 public door: invented addresses are one address", forged_addresses_are_counted_apart),
        ("4 public door: Host and prefix are not believed", a_forged_host_or_prefix_is_believed),
        ("4 public door: no number breaks a page", numbers_too_large_break_a_page),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="promises with these words in them")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    chosen = [each for each in promises(500 if given.quick else 10_000) if given.only in each[0]]
    broken = 0
    with tempfile.TemporaryDirectory(prefix="antigone-attack-") as folder, served(Path(folder) / "desk") as place:
        desk = Desk(place, place.administrator("Ana Petrova"), place.administrator("Ben Okoro"))
        for words, play in chosen:
            try:
                play(desk)
                print(f"held    {words}", flush=True)
            except Broken as why:
                broken += 1
                print(f"BROKEN  {words}: {why}", flush=True)
    print(f"{len(chosen)} promises, {broken} broken")
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
