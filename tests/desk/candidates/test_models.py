"""Another model comes: templates are made in the background, and people's decisions stay."""

from __future__ import annotations

import pytest

from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.actions.models import follow_model
from antigone.desk.candidates.actions.pairs import exclude
from antigone.desk.candidates.faces import serving
from antigone.desk.candidates.models import Run
from antigone.desk.candidates.queries import excluded_for
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions._index import enter
from antigone.desk.photos.models import Face, FaceTemplate, Photograph
from desk_faces import MODEL, Ferry, a_face, a_photograph, a_template, searched
from desk_people import as_

pytestmark = pytest.mark.both

NEW = "another@000000000000/r1"


def embedded(photograph: Photograph) -> None:
    """As the EMBED job does it."""
    face = Face.objects.get(photograph=photograph, chosen=True)
    enter(Photograph.objects.get(pk=photograph.pk), [a_template(face, a_face(500 + photograph.pk), NEW)])
    Job.objects.filter(kind=Job.Kind.EMBED, number=photograph.pk).update(done_at=photograph.added_at)


def follow(model: str = NEW) -> bool:
    return follow_model(by=worker(), model=model)


@pytest.mark.slow
def test_the_former_model_serves_until_every_photograph_has_a_template_of_the_new_one(ferry: Ferry) -> None:
    case, record, other = ferry.case(), ferry.record(), ferry.record()
    photographs = [a_photograph(record, a_face(2, a_face(1), 0.9)), a_photograph(other, a_face(3))]
    photographs.append(a_photograph(case, a_face(1)))
    assert not follow(MODEL) and serving() == MODEL
    before = searched(case)
    exclude(by=as_(ferry.people.boris), case=case, record=other, ground="dna", reason="two profiles")

    assert follow() and serving() == MODEL
    assert Job.objects.filter(kind=Job.Kind.EMBED, done_at=None).count() == 3
    embedded(photographs[0])
    assert not follow() and serving() == MODEL, "the old one serves"
    late = a_photograph(ferry.record(), a_face(4))
    for photograph in photographs[1:]:
        embedded(photograph)
    assert not follow() and serving() == MODEL, "one came since, with a template of the former model only"
    embedded(late)
    assert follow() and serving() == NEW

    run = Run.objects.filter(subject=case).latest("pk")
    assert (run.state, run.why) == ("waiting", "new model")
    run = searched(case)
    assert run.model == NEW and run.gallery_photos == 3 and run.calibration == "", "nobody calibrated that model"
    before.refresh_from_db()
    assert before.model == MODEL and set(excluded_for(case)) == {other.pk}

    assert follow() and not FaceTemplate.objects.filter(model=MODEL).exists() and not follow()
    assert searched(case).candidates.count() == 3


def test_the_former_model_can_come_back_before_the_new_one_is_ready(ferry: Ferry) -> None:
    a_photograph(ferry.record(), a_face(1))
    assert follow() and follow(MODEL) and not follow(MODEL)
    assert serving() == MODEL and FaceTemplate.objects.filter(model=MODEL).exists()


def test_a_photograph_that_cannot_be_prepared_keeps_the_former_model_in_use(ferry: Ferry) -> None:
    photograph = a_photograph(ferry.record(), a_face(1))
    follow()
    job = Job.objects.get(kind=Job.Kind.EMBED, number=photograph.pk)
    job.given_up_at = job.queued_at
    job.save()
    from django.utils import timezone

    Job.objects.filter(pk=job.pk).update(given_up_at=timezone.now())
    assert not follow() and serving() == MODEL
