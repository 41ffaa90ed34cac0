"""The bench without scripts, and that it tells an examiner nothing but what it shows."""

from __future__ import annotations

import base64
import copy
import json
import re
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates import search
from antigone.desk.candidates.index.shared import Index
from antigone.desk.photos.cover import ACROSS, DOWN
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import revealed_today
from antigone.desk.review.actions import _assigning
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.bench_models import FaceCover
from antigone.desk.review.models import Assignment, ConflictHeld, Leave, Pair
from antigone.desk.review.queries import settlement_of
from antigone.desk.review.to_protocol import examination_of
from antigone.desk.web.urls import urlpatterns
from antigone.protocol.components import Component, Explanation
from antigone.protocol.scales import Direction
from antigone.protocol.settle import SettlementOutcome
from antigone.types import Profile
from desk_cases import text
from desk_people import a_person, as_, browser
from desk_review import LEVELS, NoChance, Team, a_team, examine, form_of, looked, seen_pair

SAME, DIFFERENT = Direction.SAME, Direction.DIFFERENT


@pytest.fixture(scope="module")
def one_pair(one_desk: Path) -> tuple[Team, Pair]:
    """A pair before two examiners, with real photographs: made once, because it takes longer than most tests of it."""
    made = Index(one_desk / "index")
    with mock.patch.object(search, "index", lambda: made), mock.patch.object(_assigning, "chance", NoChance()):
        team = a_team()
        case, record = seen_pair(team)
        return team, begin_review(by=as_(team.people.boris), case=case, record=record, reason="Zebra reason")


@pytest.fixture
def team(one_pair: tuple[Team, Pair]) -> Team:
    return copy.deepcopy(one_pair[0])


@pytest.fixture
def pair(one_pair: tuple[Team, Pair]) -> Pair:
    return copy.deepcopy(one_pair[1])


def through(client: Client, address: str, direction: Direction) -> None:
    """All steps, by forms alone, of somebody who has looked at all pictures."""
    looked(Assignment.objects.select_related("examiner").get(number=address.rpartition("/")[2]))
    for step in ("analyse-pm", "analyse-reference"):
        assert client.post(address, form_of(direction, step)).status_code == 302
        assert client.post(address, {"step": step, "do": "lock"}).status_code == 302
    assert client.post(address, form_of(direction, "compare")).status_code == 302
    done = {"step": "conclude", "do": "conclude", "level": LEVELS[direction], "reasons": f"reasons of {address}"}
    assert client.post(address, done).status_code == 302


@pytest.mark.slow
def test_a_whole_examination_by_forms_alone(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.select_related("examiner").filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    assert address in text(client, "/my-work")
    page = text(client, address)
    assert "blurred" in page and "Keep all that is filled in" in page
    clear = client.post(address, {"step": "analyse-pm", "do": "reveal", "nose-words": "half written"})
    assert "half written" in clear.content.decode(), "looking loses nothing that was typed"
    picture = re.findall(r'src="(/my-work/pictures/[0-9a-f]{32})"', clear.content.decode())[0]
    before = revealed_today(as_(assignment.examiner))
    answer = client.get(picture)
    assert answer["Content-Type"] == "image/jpeg" and revealed_today(as_(assignment.examiner)) == before + 1
    half = {"step": "analyse-pm", "do": "save", "nose-how": "seen", "nose-words": "", "ears-how": "not-seen"}
    answer = client.post(address, {**half, "jaw-how": "partly", "jaw-see": ["round", "free"]})
    assert answer.status_code == 400 and "2 of 19" in answer.content.decode(), "what can be kept is kept"
    assert '<a href="#c-nose">Nose: choose what is seen of it, or write it</a>' in answer.content.decode()
    early = client.post(address, {"step": "analyse-pm", "do": "lock"})
    said = early.content.decode()
    assert early.status_code == 400 and '<a href="#c-hair">Hair: say whether it is seen</a>' in said
    assert "The dead person, picture 1: look at it clearly first" in said and "#c-ears" in said
    assert '<a href="#c-ears">Ears: say' not in said, "it is kept"
    through(client, address, SAME)
    masked = text(client, address)
    assert "Unmask" in masked and "Ludmila" not in masked
    assert client.post(address, {"step": "unmask", "do": "unmask"}).status_code == 302
    shown = text(client, address)
    assert "Ludmila Ostrava" in shown and "Place on the candidate list" in shown


def lock(client: Client, address: str, *seen: str) -> int:
    assert client.post(address, form_of(SAME, "analyse-pm")).status_code in (302, 400)
    return client.post(address, {"step": "analyse-pm", "do": "lock", "seen": seen}).status_code


@pytest.mark.slow
def test_nothing_is_locked_without_a_clear_look_in_the_same_sitting(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.select_related("examiner").filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    (key,) = assignment.pictures.filter(side="pm").values_list("key", flat=True)
    text(client, address)
    assert lock(client, address) == 400, "nothing was sent"
    assert lock(client, address, key) == 400, "saying so is not enough: it was blurred"
    assert client.post(f"{address}/seen", {"seen": [key]}).status_code == 204
    assert lock(client, address) == 400
    client.get(reverse("picture", args=[key]))
    assert lock(client, address) == 400, "it was sent, and nobody says that it was on the screen"
    assert client.post(f"{address}/seen", {"seen": [key, "0" * 32]}).status_code == 204
    later = browser(assignment.examiner)
    assert lock(later, address) == 400, "that was another sitting"
    assert lock(client, address) == 302
    stranger = browser(Assignment.objects.filter(pair=pair)[1].examiner)
    assert stranger.post(f"{address}/seen", {"seen": [key]}).status_code == 404


@pytest.mark.slow
def test_a_component_that_a_script_sends_is_kept_alone_and_an_error_has_no_code(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    fields = {"step": "analyse-pm", "ears-how": "seen", "nose-how": "seen", "nose-see": ["bent"]}

    def send(name: str) -> dict[str, Any]:
        answer = client.post(address, {**fields, "do": f"save:{name}"}, HTTP_ACCEPT="application/json")
        found: dict[str, Any] = answer.json()
        return found

    assert send("nose") == {
        "kept": True, "error": "", "left": 18, "moved": False, "progress": "1 of 19 components are kept."
    }  # fmt: skip
    assert send("ears")["error"] == "choose what is seen of it, or write it"
    (entry,) = assignment.entries.all()
    assert json.loads(entry.said)["descriptors"] == ["bent"]
    late = client.post(address, {"step": "compare", "do": "save:nose"}, HTTP_ACCEPT="application/json")
    assert late.status_code == 409 and late.json()["late"]


@pytest.mark.slow
def test_what_hides_the_face_is_painted_over_and_is_not_seen_any_more(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.select_related("examiner").filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    text(client, address)
    key = assignment.pictures.get(side="pm").key
    place = reverse("picture-cover", args=[key])
    assert client.get(place).status_code == 404
    lower = np.zeros((DOWN, ACROSS), bool)
    lower[82:] = True  # below the tip of the nose
    sent = {"painted": base64.b64encode(np.packbits(lower).tobytes()).decode(), "kind": ["cloth", "curse"]}
    assert client.post(place, sent).json() == {"taken": ["facial-hair", "jaw", "mouth", "neck"]}
    kept = FaceCover.objects.get()
    assert kept.kinds == ["cloth"] and b"PNG" not in bytes(kept.sealed), "it lies encrypted as the photograph does"
    assert client.get(place).content.startswith(b"\x89PNG")
    stands = examination_of(assignment).now.analysed[Profile.PM]
    assert {c.value for c, entry in stands.items() if entry.visibility == "not-seen"} == set(kept.components)
    assert stands[Component.MOUTH].may_have_changed == {Explanation.COVER}
    assert client.post(place, {"painted": "AAAA"}).status_code == 400 and FaceCover.objects.count() == 1
    text(browser(Assignment.objects.filter(pair=pair)[1].examiner), place, 404)


@pytest.mark.slow
def test_after_a_conclusion_the_next_pair_is_offered_and_ones_own_page_is_ones_own(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.select_related("examiner").filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    examine(assignment, SAME)
    assert "Nothing else waits for you" in text(client, address)
    team.begun()
    Photograph.objects.filter(subject=pair.case).update(grade=3)
    waits = Assignment.objects.filter(examiner=assignment.examiner).exclude(pk=assignment.pk)
    page = text(client, address)
    for other in waits:
        assert "1 pair waits for you" in page and other.address in page and "Rest before the next" in page
    mine = text(client, "/my-work/own")
    assert "Of 1 examination that you finished" in mine and "None yet" in mine
    text(browser(team.people.ana), "/my-work/own", 403)


@pytest.mark.slow
def test_a_page_of_an_earlier_step_writes_nothing(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    looked(assignment)
    client.post(address, form_of(SAME, "analyse-pm")), client.post(address, {"step": "analyse-pm", "do": "lock"})
    count = assignment.entries.count()
    assert client.post(address, form_of(SAME, "analyse-pm")).status_code == 302
    assert assignment.entries.count() == count
    change = reverse("examination-change", args=[assignment.number]) + "?what=pm:nose"
    assert "narrow at the root" not in text(client, change)
    said = {"nose-how": "seen", "nose-words": "narrow at the root", "nose-why": ["livor"]}
    assert client.post(change, said).status_code == 400, "a change needs its reason"
    assert client.post(change, {**said, "reason": "I saw it later"}).status_code == 302
    assert "I saw it later" in text(client, address)
    assert client.get(reverse("examination-change", args=[assignment.number]) + "?what=pm:finger").status_code == 404


@pytest.mark.slow
def test_pausing_hides_everything_and_handing_back_is_no_fault(team: Team, pair: Pair) -> None:
    assignment = Assignment.objects.filter(pair=pair)[0]
    client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
    picture = reverse("picture-blurred", args=[assignment.pictures.filter(side="pm")[0].key])
    assert client.get(picture).status_code == 200
    assert client.get(reverse("picture-blurred", args=[assignment.pictures.get(side="am").key])).status_code == 404
    client.post(address + "/pause")
    assert "stands still" in text(client, address) and client.get(picture).status_code == 404
    client.post(address + "/pause")
    assert client.post(address + "/hand-back", {"reason": "my cousin", "knows": "on"}).status_code == 302
    assert ConflictHeld.objects.filter(person=assignment.examiner, what="knows-the-person").count() == 2
    assert "handed this back" in text(client, address)
    assert Assignment.objects.filter(pair=pair, place=assignment.place).count() == 2


def everything(client: Client, pair: Pair) -> str:
    """Every page that somebody can fetch, asked for this pair, its subjects, their photographs and searches, and for
    whatever else has a low number. Which kind of number a page takes is the first word of its name."""
    subjects = (pair.case, pair.record)
    both = [each.pk for each in subjects]
    numbers = {
        **{"case": both, "record": both, "subject": both, "review": [pair.pk, pair.candidate_id or 1]},
        "photograph": [number for each in subjects for number in each.photographs.values_list("pk", flat=True)],
        "search": [number for each in subjects for number in each.runs.values_list("pk", flat=True)],
    }
    assert all(numbers.values()) and numbers.keys() < {str(pattern.name).partition("-")[0] for pattern in urlpatterns}
    pages = []
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        takes = re.findall(r"<(\w+:\w+)>", route)
        its = numbers.get(str(pattern.name).partition("-")[0], [1, 2, 3])
        known: dict[str, list[int] | list[str]] = {"int:number": its, "kind:kind": ["pm", "am"]}
        for arguments in product(*(known.get(each, []) for each in takes)):
            answer = client.get(reverse(str(pattern.name), args=arguments))
            assert answer.status_code < 500, answer.request["PATH_INFO"]
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                pages.append(answer.content.decode())
    for path in (
        "/api/cases",
        "/api/records",
        *(f"/api/{kind}/{s.pk}" for s in subjects for kind in ("cases", "records")),
    ):
        pages.append(client.get(path).content.decode())
    return "\n".join(pages)


@pytest.mark.slow
def test_the_second_examiner_never_learns_that_there_was_a_first(team: Team, pair: Pair) -> None:
    """Every page of the desk is asked: neither the first's name and words, nor the score, the rank or the name."""
    first, second = Assignment.objects.filter(pair=pair).select_related("examiner")
    examine(first, SAME)
    client, address = browser(second.examiner), reverse("examination", args=[second.number])
    pages = everything(client, pair) + text(client, address)
    looked(second)
    for step in ("analyse-pm", "analyse-reference"):
        client.post(address, form_of(SAME, step)), client.post(address, {"step": step, "do": "lock"})
        pages += text(client, address)
    client.post(address, form_of(SAME, "compare"))
    pages += text(client, address)
    entry = pair.candidate
    assert entry is not None, "they stand on a list"
    secrets = (first.examiner.name, "reasons for same", "seen side by side", "Ludmila", "Ostrava", "secret-name")
    for secret in (*secrets, pair.case.code, pair.record.code, "Zebra", f"{entry.score:.3f}", f"/reviews/{pair.pk}"):
        assert secret not in pages.replace(second.examiner.name, ""), secret
    others, run = browser(team.people.boris), pair.case.runs.latest("pk")
    others.post(f"{run.address}/read")
    there = (pair.record.address, f"/reviews/{pair.pk}", f"{run.address}?view=pair")
    reader = "".join(text(others, each) for each in there)
    assert all(word in reader for word in ("Ludmila", f"{entry.score:.3f}", "Zebra")), "they are there for others"


@pytest.mark.slow
def test_two_who_do_not_agree_and_a_third_by_their_pages(team: Team, pair: Pair) -> None:
    for n, direction in enumerate((SAME, DIFFERENT, SAME)):
        assignment = Assignment.objects.filter(pair=pair).select_related("examiner")[n]
        client, address = browser(assignment.examiner), reverse("examination", args=[assignment.number])
        through(client, address, direction)
        client.post(address, {"step": "unmask", "do": "unmask"})
    found = settlement_of(pair.case, pair.record)
    assert found is not None and found.outcome is SettlementOutcome.CONFLICT
    board = a_person("Wanda Oye", team.people.harbour, Role.BOARD_MEMBER)
    page = text(browser(board), f"/reviews/{pair.pk}")
    assert "A conflict" in page and all(person.name in page for person in team.examiners)
    assert ConflictHeld.objects.filter(person=board, what="knows-the-outcome").count() == 2


@pytest.mark.slow
def test_a_review_that_is_not_settled_tells_nobody_what_was_said(team: Team, pair: Pair) -> None:
    examine(Assignment.objects.filter(pair=pair)[0], SAME)
    page = text(browser(team.people.boris), f"/reviews/{pair.pk}")
    assert "1 of 2 have finished" in page and "reasons for" not in page
    assert not any(person.name in page for person in team.examiners)


@pytest.mark.slow
def test_nobody_who_may_be_asked_learns_that_a_third_is_wanted(team: Team, pair: Pair) -> None:
    first, second = Assignment.objects.filter(pair=pair).select_related("examiner")
    free = next(each for each in team.examiners if each not in (first.examiner, second.examiner))
    for person in (free, second.examiner):
        assert f"/reviews/{pair.pk}" not in text(browser(person), "/reviews")
        text(browser(person), f"/reviews/{pair.pk}", 404)
    examine(first, SAME), examine(second, SAME)
    text(
        browser(first.examiner), f"/reviews/{pair.pk}", 404
    )  # a known pair never gets there: no page may tell them apart
    assert f"/reviews/{pair.pk}" in text(browser(free), "/reviews")


@pytest.mark.slow
def test_every_role_finds_what_is_for_it(team: Team, pair: Pair) -> None:
    validator = a_person("Mateus Brandt", team.people.harbour, Role.VALIDATOR)
    first, second = (
        assignment.examiner for assignment in Assignment.objects.filter(pair=pair).select_related("examiner")
    )
    for assignment in Assignment.objects.filter(pair=pair):
        examine(assignment, DIFFERENT)
    assert "There is none yet" in text(browser(validator), "/known-pairs")
    rates = text(browser(validator), "/my-work/error-rates")
    assert first.name in rates and second.name in rates and "0 of 0" in rates
    assert first.name not in text(browser(second), "/my-work/error-rates")
    assert first.name in text(browser(team.people.ana), "/my-work/load")
    ana = browser(team.people.ana)
    assert "Antigone's own" in text(ana, f"/incidents/{team.incident.pk}/review-rules").replace("&#x27;", "'")
    said = {"scale": "enfsi-like@1", "known_rate": "0.2", "known_same": "0.5", "false_inclusion": "0.05"}
    said |= {"false_exclusion": "0.2", "reason": "a court asked for it"}
    assert ana.post(f"/incidents/{team.incident.pk}/review-rules/change", said).status_code == 302
    assert "a court asked for it" in text(ana, f"/incidents/{team.incident.pk}/review-rules")
    day = "2090-01-05"
    assert ana.post("/my-work/leave", {"person": first.pk, "first": day, "last": day}).status_code == 302
    assert "2090" in text(browser(first), "/my-work")
    ending = f"/my-work/leave/{Leave.objects.get().pk}/end"
    assert [browser(who).post(ending).status_code for who in (second, first)] == [404, 302]
