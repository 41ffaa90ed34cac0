"""An examiner at work sees nothing any more of a photograph that was erased; what they wrote stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from antigone.desk.accounts.permissions import Role
from antigone.desk.photos import vault
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.photos.queries import sealed
from antigone.desk.review.actions.looking import look
from antigone.desk.review.actions.writing import open_assignment, write_entries
from antigone.desk.review.models import Assignment, ExaminationEntry
from antigone.desk.review.queries import find_picture, my_open_assignments
from antigone.errors import NotThere
from antigone.types import Profile
from desk_erasing import carried_out
from desk_people import a_person, as_, browser
from desk_review import Team, analysis, looked


@pytest.mark.slow
def test_the_bench_shows_nothing_of_an_erased_photograph_and_keeps_what_was_written(team: Team) -> None:
    harbour = team.people.harbour
    rosa, lena = a_person("Rosa", harbour, Role.REGISTRAR), a_person("Lena", harbour, Role.LIAISON_OFFICER)
    pair = team.begun()
    assignment = Assignment.objects.filter(pair=pair).select_related("examiner").order_by("pk")[0]
    by = as_(assignment.examiner)
    open_assignment(by=by, assignment=assignment)
    looked(assignment)
    write_entries(by=by, assignment=assignment, written_down=analysis(Profile.PM))
    picture = assignment.pictures.get(side=Profile.AM.value)
    photograph = Photograph.objects.select_related("subject").get(pk=picture.photograph_id)
    name, number = sealed(photograph).name, Face.objects.get(photograph=photograph).number
    vault.keep_made(sealed(photograph), vault.Size.BENCH, b"a face upright", number)
    client, address = browser(assignment.examiner), reverse("picture", args=[picture.key])
    assert client.get(address).status_code == 200
    assert look(by=by, assignment=assignment, key=picture.key) == b"a face upright"
    carried_out(rosa, lena, pair.record, photograph)
    assert vault.count_made(name) == 0
    for fetch in (look, find_picture):
        with pytest.raises(NotThere):
            fetch(by=by, assignment=assignment, key=picture.key)
    assert client.get(address).status_code == client.get(f"{address}/blurred").status_code == 404
    assert client.get(reverse("examination", args=[assignment.number])).status_code == 200
    assert ExaminationEntry.objects.filter(assignment=assignment).count() == len(analysis(Profile.PM))
    carried_out(rosa, lena, pair.record)
    assert not my_open_assignments(by).exists(), "nobody examines a record that says nothing"
    assert ExaminationEntry.objects.filter(assignment=assignment).count() == len(analysis(Profile.PM))
