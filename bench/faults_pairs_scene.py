"""The desk on which two act: one thing of each kind, and things halfway, where what the other does matters most."""

from __future__ import annotations

from typing import Any


def scene(halfway: bool) -> tuple[list[Any], list[Any], list[Any]]:
    """Programs of each role, the people of the agency, and the things whose numbers they ask for.

    What is halfway only pages go on with: without them it need not be made.
    """
    from antigone.desk.accounts.models import Person
    from antigone.desk.accounts.permissions import Role
    from desk_api import Program, a_token
    from desk_people import a_person, two_agencies
    from desk_things import things_of_both

    people = two_agencies()
    ours, _theirs = things_of_both(people)
    more = _halfway(_board(people, ours)) if halfway else []
    programs = []
    for role in Role:
        programs.append(Program(a_token(a_person(f"{role} at both", people.harbour, role))))
        programs[-1].get("/me")  # its first use of the day is written down
    staff = Person.objects.filter(agency=people.harbour, ended_at=None, held__isnull=False)
    return programs, list(staff.select_related("agency").distinct().order_by("pk")), [ours, *more]


def _board(people: Any, ours: Any) -> Any:
    """The people of the same incident who examine, sit on its board and tell families."""
    from antigone.desk.accounts.models import Incident, Person
    from antigone.desk.accounts.permissions import Role, Thing
    from desk_board import Board
    from desk_faces import Ferry
    from desk_people import a_person
    from desk_review import Team, an_examiner

    harbour, incident = people.harbour, Incident.objects.get(pk=ours.numbers[Thing.INCIDENT])
    examiners = [an_examiner(name, harbour) for name in ("Jonah Reck", "Kaya Lund")]
    registrars = [Person.objects.get(name=f"Registrar {n} of {harbour.name}") for n in (1, 2)]
    members = [Person.objects.get(name=f"Member {n} of {harbour.name}") for n in (1, 2, 3)]
    liaison = a_person("Lia Moreau", harbour, Role.LIAISON_OFFICER)
    return Board(Team(Ferry(people, incident), examiners), *registrars, liaison, members)


def _halfway(board: Any) -> list[Any]:
    """A vote that is open, two examiners at one pair, a family that is being told, an erasure that was agreed to."""
    from antigone.desk.accounts.actions.people import change_roles
    from antigone.desk.accounts.permissions import Role, Thing
    from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure
    from antigone.desk.erasing.models import Erasure
    from antigone.desk.identification.actions.files import bring
    from antigone.desk.identification.actions.sitting import put, vote
    from antigone.desk.photos.models import Photograph
    from antigone.desk.review.models import Assignment
    from desk_board import a_file, a_line, a_sitting, faceless
    from desk_people import a_person, as_
    from desk_photos import a_consent, new_source
    from desk_things import Things
    from desk_told import Team, planned, train

    harbour = board.team.people.harbour
    file = a_file(board, *board.pair(photographs=False))
    faceless(board, file.case)
    a_line(board, file)
    bring(by=as_(board.rosa), file=file)
    proposal = put(by=as_(board.chair), sitting=a_sitting(board, file), conclusion="ESTABLISHED", reasons="the teeth")
    vote(by=as_(board.members[0]), proposal=proposal, agrees=True)
    vote(by=as_(board.members[1]), proposal=proposal, agrees=True)

    works = list(Assignment.objects.filter(pair=board.team.begun()).order_by("place"))

    told = _decided(board)
    omar = a_person("Omar Haddad", harbour, Role.LIAISON_OFFICER)
    for person in (board.lia, omar):
        train(board, person)
    plan = planned(Team(board, told, board.lia, omar), confirmed=False)

    case, record = board.team.pair()
    a_consent(new_source(board.incident, harbour), record)
    said: dict[str, Any] = {"asked_as": Erasure.As.FAMILY, "asker": "A sister", "reason": "she asked"}
    photograph = Photograph.objects.filter(subject=record).earliest("pk")
    erasure = ask_erasure(by=as_(board.rosa), subject=record, photograph=photograph, **said)
    agree_erasure(by=as_(board.lia), erasure=erasure, reason="her right")

    second = a_person("Andrii Second", harbour, Role.ADMINISTRATOR)
    change_roles(by=as_(second), person=board.remy, roles=[Role.REGISTRAR, Role.EXAMINER], reason="trained")
    numbers = {
        Thing.FILE: file.pk,
        Thing.PERSON: second.pk,
        Thing.ASSIGNMENT: works[0].number,
        Thing.REVIEW: works[0].pair_id,
        Thing.DECISION: told.pk,
        Thing.NOTIFICATION: plan.pk,
        Thing.ERASURE: erasure.pk,
        Thing.RECORD: record.pk,
        Thing.CASE: case.pk,
        Thing.AM_PHOTO: photograph.pk,
        Thing.APPOINTMENT: board.remy.appointments.latest("pk").pk,
    }
    more = {Thing.ASSIGNMENT: works[1].number, Thing.PERSON: board.lia.pk, Thing.CASE: file.case_id}
    also = {Thing.RECORD: file.record_id, Thing.PERSON: board.members[2].pk}
    return [Things(harbour, numbers), Things(harbour, more), Things(harbour, also)]


def _decided(board: Any) -> Any:
    from desk_board import a_file, a_line, decided, faceless

    case, record = board.pair(photographs=False)
    faceless(board, case)
    file = a_file(board, case, record)
    a_line(board, file)
    return decided(board, file)
