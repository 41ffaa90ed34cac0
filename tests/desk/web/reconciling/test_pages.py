"""Pages of reconciliations: what whoever leads the work sees, and who sees nothing."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antigone.desk.accounts.actions.incidents import revoke_grant, share_incident
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.reconciling.lines import combined, evidence
from antigone.desk.reconciling.models import ListVersion, ProposedPair, Reconciliation
from antigone.desk.reconciling.reconcile import reconcile
from antigone.desk.reconciling.words import line_in_words
from antigone.desk.review.models import ConflictHeld, Pair
from antigone.reconciliation import models
from antigone.weighing import shipped
from desk_faces import MODEL, a_face, a_photograph
from desk_people import People, a_person, as_, browser
from desk_reconciling import Whole, two_of_one_list, whole


@pytest.fixture
def incident(people: People) -> Whole:
    return whole(people)


@pytest.fixture
def run(incident: Whole) -> Reconciliation:
    two_of_one_list(incident)
    incident.case(1, sex="female")
    incident.everybody(0.6)
    return incident.reconciled()


def words(answer: object) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]
    return " ".join(text.split())


PARTS = ("", "/sample", "/unlisted", "/contested", "/made")


def pages(run: Reconciliation) -> list[str]:
    first = ProposedPair.objects.filter(run=run).order_by("place")[0]
    return [*(f"/reconciliations/{run.pk}{part}" for part in PARTS), f"/proposals/{first.pk}"]


@pytest.mark.slow
def test_a_registrar_writes_a_list_asks_and_reads_what_comes_of_it(incident: Whole) -> None:
    two_of_one_list(incident)
    rosa, number = browser(incident.rosa), incident.incident.pk
    begun = words(rosa.get(f"/incidents/{number}/reconciliations"))
    assert "Nobody has said yet who may be among the dead" in begun and "Reconcile everybody" not in begun
    said = {"name": "reported", "kind": "open", "share": "80", "who": "else", "reason": "the coordinator's estimate"}
    answer = rosa.post(f"/incidents/{number}/lists/write", said)
    listing = ListVersion.objects.get()
    assert answer["Location"] == f"/lists/{listing.pk}" and listing.share == pytest.approx(0.8)
    assert "the coordinator's estimate" in rosa.get(f"/lists/{listing.pk}").content.decode().replace("&#x27;", "'")
    answer = rosa.post(f"/incidents/{number}/reconcile", {"reason": "the weekly meeting"})
    run = Reconciliation.objects.get()
    waiting = rosa.get(answer["Location"])
    assert "being set against everybody" in words(waiting) and b'hx-trigger="every 3s"' in waiting.content
    reconcile(run.pk)
    found = words(rosa.get(answer["Location"]))
    assert "An order of work, not a finding" in found and "HALCYON-PM-00001" in found and "Family 1" in found
    assert "give or take" in found


@pytest.mark.slow
def test_a_pair_shows_line_by_line_how_its_weight_comes_about(incident: Whole, run: Reconciliation) -> None:
    first = ProposedPair.objects.filter(run=run, case__code="HALCYON-PM-00001", record__code="HALCYON-AM-00001")[0]
    answer = browser(incident.berta).get(f"/proposals/{first.pk}")
    text, page = words(answer), answer.content.decode()
    main = page.partition("<main")[2]
    assert main.count("<svg") == 1 and "style=" not in page and "<script" not in main
    for said in ("tattoo, left wrist: on both", "30 to 41 years as estimated", "last seen before the death"):
        assert said in text
    assert "Where the numbers come from" in text and "[assumption]" in text
    assert f"{first.log10_lr:+.1f}" in text


@pytest.mark.slow
def test_who_is_first_for_two_bodies_is_said_on_both_pages(incident: Whole, run: Reconciliation) -> None:
    contested = words(browser(incident.rosa).get(f"/reconciliations/{run.pk}/contested"))
    assert "also first for HALCYON-PM-00004" in contested or "also first for HALCYON-PM-00001" in contested
    pair = ProposedPair.objects.filter(run=run).exclude(also_first_for=[])[0]
    assert "This person is also first for other bodies" in words(browser(incident.rosa).get(f"/proposals/{pair.pk}"))


@pytest.mark.slow
def test_an_examiner_gets_none_of_it(incident: Whole, run: Reconciliation) -> None:
    both = a_person("Olga Both", incident.people.harbour, Role.EXAMINER, Role.REGISTRAR, Role.BOARD_MEMBER)
    incident_pages = [f"/incidents/{run.incident_id}/{what}" for what in ("reconciliations", "reconcile")]
    for person in (incident.people.boris, both):
        client = browser(person)
        for address in (*pages(run), *incident_pages, f"/reconciliations/{run.pk}/export"):
            assert client.get(address).status_code == 403, address
        assert b"reconciliation" not in client.get(f"/incidents/{run.incident_id}").content
        assert client.post(f"/reconciliations/{run.pk}/export", {"reason": "to know"}).status_code == 403


@pytest.mark.slow
def test_a_board_member_puts_a_pair_before_examiners_from_its_page(incident: Whole, run: Reconciliation) -> None:
    pair = ProposedPair.objects.get(run=run, case__code="HALCYON-PM-00001", record__code="HALCYON-AM-00001")
    address = f"/proposals/{pair.pk}/examine"
    assert browser(incident.rosa).get(address).status_code == 403, "a registrar does not"
    berta = browser(incident.berta)
    assert "Put before examiners" in words(berta.get(f"/proposals/{pair.pk}"))
    assert berta.post(address, {"reason": ""}).status_code == 400
    assert berta.post(address, {"reason": "both have a good photograph"}).status_code == 302
    put = Pair.objects.get()
    assert (put.case_id, put.record_id, put.by_id) == (pair.case_id, pair.record_id, incident.berta.pk)
    assert ConflictHeld.objects.filter(person=incident.berta, subject=pair.case_id).exists(), "she does not examine it"
    assert "Put before examiners on" in words(berta.get(f"/proposals/{pair.pk}"))
    assert browser(incident.people.boris).get(address).status_code == 404


@pytest.mark.slow
def test_another_agency_finds_none_of_it(incident: Whole, run: Reconciliation) -> None:
    theirs = browser(a_person("Hanna Hill", incident.people.hills, Role.REGISTRAR))
    for address in (*pages(run), f"/lists/{ListVersion.objects.get().pk}"):
        assert theirs.get(address).status_code == 404, address


@pytest.mark.slow
def test_the_page_says_what_came_since(incident: Whole, run: Reconciliation) -> None:
    rosa = browser(incident.rosa)
    assert "the desk has changed" not in words(rosa.get(f"/reconciliations/{run.pk}"))
    a_photograph(incident.case(), a_face(40))
    for address in pages(run):
        if not address.endswith("/made"):
            text = words(rosa.get(address))
            assert "1 photograph came into search or left it" in text and "1 case or record was opened" in text
    later = incident.reconciled()
    text = words(rosa.get(f"/reconciliations/{run.pk}"))
    assert "There is a later reconciliation" in text and "the desk has changed" not in text
    assert f"/reconciliations/{later.pk}" in rosa.get(f"/reconciliations/{run.pk}").content.decode()


@pytest.mark.slow
def test_the_file_has_codes_and_numbers_and_no_names(incident: Whole, run: Reconciliation) -> None:
    rosa = browser(incident.rosa)
    answer = rosa.post(f"/reconciliations/{run.pk}/export", {"reason": "for the meeting"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == ProposedPair.objects.filter(run=run).count() and "Family" not in text
    assert [row["place"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert rows[0]["case"].startswith("HALCYON-PM") and 0 <= float(rows[0]["posterior"]) <= 1
    assert rosa.post(f"/reconciliations/{run.pk}/export", {"reason": ""}).status_code == 400


@pytest.mark.slow
def test_what_is_no_longer_shared_is_not_shown(incident: Whole) -> None:
    harbour, hills = incident.people.harbour, incident.people.hills
    with_hills = {"incident": incident.incident, "reason": "work together"}
    share_incident(by=as_(incident.people.ana), to=hills.pk, level=Level.WORK, **with_hills)
    given = share_incident(by=as_(incident.people.dana), to=harbour.pk, level=Level.SEE, **with_hills)
    incident.case(1)
    theirs = incident.ferry.of_hills("am", age_low=30, age_high=40)
    a_photograph(theirs, a_face(2, a_face(1), 0.9))
    incident.record()
    incident.everybody(0.5)
    run = incident.reconciled()
    pair = ProposedPair.objects.get(run=run, record=theirs)
    rosa = browser(incident.rosa)
    assert theirs.code in words(rosa.get(f"/reconciliations/{run.pk}"))
    assert rosa.get(f"/proposals/{pair.pk}").status_code == 200
    revoke_grant(by=as_(incident.people.dana), grant=given, reason="over")
    text = words(rosa.get(f"/reconciliations/{run.pk}"))
    assert theirs.code not in text and "no longer shared with you" in text
    assert rosa.get(f"/proposals/{pair.pk}").status_code == 404
    answer = rosa.post(f"/reconciliations/{run.pk}/export", {"reason": "r"})
    assert theirs.code.encode() not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_list_names_its_persons_by_code_or_number(incident: Whole) -> None:
    records = [incident.record() for _ in range(3)]
    rosa, number = browser(incident.rosa), incident.incident.pk
    said = {"name": "crew", "kind": "closed", "share": "99.9", "who": "named", "reason": "the manifest"}
    wrong = rosa.post(f"/incidents/{number}/lists/write", {**said, "codes": f"{records[0].code}, 99"})
    assert wrong.status_code == 400 and "no codes of records here: 99" in words(wrong)
    rosa.post(f"/incidents/{number}/lists/write", {**said, "codes": f"{records[0].code.lower()}\n{records[1].place}"})
    listing = ListVersion.objects.get()
    assert set(listing.listed.values_list("record", flat=True)) == {records[0].pk, records[1].pk}
    changing = f"/lists/{listing.pk}/change"
    assert records[1].code in words(rosa.get(changing))
    new = {
        "kind": "closed",
        "share": "50",
        "who": "named",
        "codes": records[2].code,
        "reason": "a newer one",
        "after": 1,
    }
    assert rosa.post(changing, new).status_code == 302
    stale = rosa.post(changing, new)
    assert stale.status_code in (400, 409) and "meanwhile" in words(stale)
    assert "This is an earlier version" in words(rosa.get(f"/lists/{listing.pk}"))
    latest = ListVersion.objects.latest("pk")
    assert rosa.post(f"/lists/{latest.pk}/end", {"reason": "no ship after all"}).status_code == 302
    assert "Nobody has said yet" in words(rosa.get(f"/incidents/{number}/lists"))


@pytest.mark.slow
def test_an_administrator_keeps_lists_and_sees_no_posterior(incident: Whole, run: Reconciliation) -> None:
    ana = browser(incident.people.ana)
    assert ana.get(f"/incidents/{run.incident_id}/lists").status_code == 200
    assert ana.get(f"/reconciliations/{run.pk}").status_code == 403


@pytest.mark.slow
def test_every_line_that_the_core_says_can_be_said_in_other_languages(incident: Whole) -> None:
    """Each sentence is known by its pattern, and in English says what the core says."""
    from antigone.desk.reconciling.inputs import gather

    cases, records = two_of_one_list(incident)
    gathered = gather(Reconciliation(incident=incident.incident, agency=incident.people.harbour), MODEL)
    of = evidence(gathered, shipped(MODEL))
    said = {
        (line.line.kind.value, line.line.said)
        for case in gathered.cases
        for record in gathered.records
        for line in combined(case, record, of).lines
    }
    assert {kind for kind, _ in said} >= {"face", "sex", "age", "stature", "mark", "effect", "place", "time"}
    for kind, sentence in said:
        english = line_in_words(kind, sentence)
        known = sentence if kind not in ("effect", "place") else english
        assert english == known and (english != sentence or kind not in ("effect", "place"))
    assert models.NEAR.value > 0 and cases and records


@pytest.mark.slow
def test_no_page_asks_more_often_when_there_is_more(incident: Whole) -> None:
    counts: list[list[int]] = []
    two_of_one_list(incident)
    incident.everybody(0.4)
    for more in (0, 12):
        for n in range(more):
            incident.case(100 + n), incident.record(100 + n, mark="chest")
        run = incident.reconciled()
        client = browser(incident.rosa)
        client.get("/account")
        counts.append(
            [asked(client, address) for address in (*pages(run), f"/incidents/{run.incident_id}/reconciliations")]
        )
    assert counts[0] == counts[1]


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
