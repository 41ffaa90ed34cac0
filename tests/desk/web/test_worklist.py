"""The front page says what waits for whoever has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from antigone.desk.accounts.actions.people import change_roles
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.models import Run
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.review.actions.people import saw_the_list
from antigone.desk.review.actions.proficiency import begin_set, write_in_piece
from antigone.desk.review.proficiency import open_pieces
from antigone.desk.web.worklist import worklist
from antigone.protocol.scales import Direction
from desk_exchange import exchange_of
from desk_people import People, a_person, as_, browser, confirmed_by, did_proficiency, passed_proficiency
from desk_photos import a_photograph, a_source, a_subject, an_incident
from desk_review import whole


@pytest.fixture(autouse=True)
def nobody_is_new(people: People) -> None:
    for person in (people.boris, people.emil):
        passed_proficiency(person)


def told(people: People, person: str = "boris") -> dict[str, list[str]]:
    return {str(each.words): [called for _, called in each.things] for each in worklist(as_(getattr(people, person)))}


@pytest.mark.slow
def test_a_case_without_a_photograph_waits_for_the_examiner_and_for_nobody_else(people: People) -> None:
    case = a_subject(people)
    assert told(people) == {"Cases without a photograph": [case.code]}
    for person in ("ana", "clara", "emil"):
        assert told(people, person) == {}
    a_photograph(people, subject=case)
    assert told(people) == {}


@pytest.mark.slow
def test_a_photograph_with_several_faces_and_one_without_any_wait(people: People) -> None:
    for state, words in (
        (Photograph.State.CHOOSE, "Several faces: say whose it is"),
        (Photograph.State.REFUSED, "No usable face: photograph again"),
    ):
        photograph = a_photograph(people)
        Photograph.objects.filter(pk=photograph.pk).update(state=state)
        assert told(people)[words] == [photograph.subject.code]


def test_a_closed_case_waits_for_nothing(people: People) -> None:
    case = a_subject(people)
    case.closed_at = timezone.now()
    case.save()
    assert told(people) == {}


def test_a_lawful_source_that_ends_soon_waits_for_the_administrator(people: People) -> None:
    source = a_source(people)
    assert told(people, "ana") == {}
    soon = timezone.localdate() + timedelta(days=10)
    later = Source.objects.create(
        incident=source.incident,
        agency=source.agency,
        name="Ends soon",
        controller="c",
        basis="public-interest",
        instrument="i",
        purposes="p",
        valid_from=timezone.localdate(),
        valid_until=soon,
        made_at=timezone.now(),
    )
    assert told(people, "ana") == {"Lawful sources that end soon, or have ended": [later.name]}


def test_work_that_nobody_does_is_told_to_who_runs_the_desk(people: People) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.create(kind=Job.Kind.ANALYSE, number=7, queued_at=long_ago, not_before=long_ago)
    assert told(people, "ana") == {"Work that the worker does not finish": ["analyse 7"]}
    assert told(people) == {}


@pytest.mark.slow
def test_of_many_only_the_first_are_named_and_the_others_counted(people: People) -> None:
    incident = an_incident(people)
    rosa = a_person("Rosa Lund", people.harbour, Role.REGISTRAR)
    codes = [open_case(by=as_(rosa), incident=incident).subject.code for _ in range(8)]
    assert "-PM-" in codes[0]
    [cases] = worklist(as_(rosa))
    assert [called for _, called in cases.things] == codes[:2:-1] and cases.more == "3"
    page = browser(rosa).get("/").content.decode()
    assert codes[-1] in page and "and 3 more" in page and "Open a case" in page


@pytest.mark.slow
def test_a_recipients_key_waits_for_a_second_person_and_not_for_who_opened_it(people: People) -> None:
    exchange = exchange_of(people)
    deputy = a_person("Deputy", people.harbour, Role.ADMINISTRATOR)
    body = exchange.recipient(confirmed=False)
    words = "Recipients whose key waits for a second person"
    assert words not in told(people, "ana")
    for second in (deputy, exchange.rosa):
        [waits] = [each for each in worklist(as_(second)) if str(each.words) == words]
        assert [called for _, called in waits.things] == [body.row.name]


@pytest.mark.slow
def test_a_list_that_nobody_read_waits_for_the_board_and_never_for_who_could_examine(people: People) -> None:
    case, now = a_subject(people), timezone.now()
    a_photograph(people, subject=case)
    run = Run.objects.create(subject=case, why="asked", purpose="p", asked_at=now, state="done", done_at=now)
    chair = a_person("Mara Voss", people.harbour, Role.BOARD_MEMBER)
    both = a_person("Nora Voss", people.harbour, Role.BOARD_MEMBER, Role.EXAMINER)
    waiting = "Candidate lists that nobody has read"

    def told_to(person: Person) -> list[str]:
        return [called for each in worklist(as_(person)) if each.words == waiting for _, called in each.things]

    assert told_to(chair) == [case.code] and told_to(both) == []
    assert told_to(people.boris) == [case.code], "who opened the case is never asked to examine it"
    client = browser(chair)
    for address in ("/", "/cases"):
        assert "(1 thing waits)" in client.get(address).content.decode(), "the header counts it on every page"
    saw_the_list(by=as_(chair), run=run)
    assert told_to(chair) == []


@pytest.mark.slow
def test_the_header_of_every_page_counts_what_waits_and_counts_again_when_something_was_done(people: People) -> None:
    berta = a_person("Berta Lang", people.harbour, Role.ADMINISTRATOR)
    new = a_person("Nora Lund", people.harbour)
    change_roles(by=as_(people.ana), person=new, roles=[Role.EXAMINER], reason="trained")
    client, waits = browser(berta), "(1 thing waits)"
    assert waits in client.get("/").content.decode() and waits in client.get("/account").content.decode()
    confirmed_by(berta)
    assert waits in client.get("/account").content.decode(), "it is not counted for each page"
    client.post("/language", {"language": "en"})
    assert waits not in client.get("/account").content.decode()


@pytest.mark.slow
def test_a_new_examiner_is_told_what_comes_first_and_who_decides_is_told_of_whoever_did_not_pass(
    people: People,
) -> None:
    nils = a_person("Nils New", people.harbour, Role.EXAMINER)
    mine = {str(each.words): each for each in worklist(as_(nils))}["Your proficiency set, before any real pair"]
    assert mine.things == (("/proficiency", "0 of 20 pairs are done"),) and mine.part == "my-work"
    begin_set(by=as_(nils))
    write_in_piece(by=as_(nils), piece=open_pieces(as_(nils))[0], written_down=whole(Direction.SAME))
    assert "1 of 20 pairs are done" in browser(nils).get("/").content.decode()
    assert told(people, "ana") == {}
    did_proficiency(a_person("Wim Wrong", people.harbour, Role.EXAMINER), false_inclusions=3)
    words = "Proficiency sets that were not passed: decide on another"
    assert told(people, "ana") == {words: ["Wim Wrong"]} and told(people, "dana") == {}
