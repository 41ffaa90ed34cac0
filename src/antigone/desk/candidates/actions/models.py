"""Changing the model: templates of the new one are made in the background, while searches use the old one's.

    notice -> EMBED jobs -> all there? switch -> new searches -> the old templates are removed

Decisions survive it: exclusions, links and lists refer to photographs, cases and records, never to templates.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.candidates.actions.runs import begin_by_itself
from antigone.desk.candidates.faces import serving
from antigone.desk.candidates.models import Run, Serving
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions import _index
from antigone.desk.photos.models import FaceTemplate, Photograph
from antigone.desk.subjects.models import Subject
from antigone.types import Profile

BATCH = 500


def follow_model(*, by: Actor, model: str) -> bool:
    """Do what is next so that searches use ``model``, the engine's own. Called by the worker when it starts, and by and
    by while it works; two small questions where nothing is to do. Whether something was done.
    """
    used, coming = serving(), _coming()
    if used is None:
        return False
    if used == model and coming is None:
        return _remove_some(by, keep=model)
    if coming is None or coming.model != model:
        _begin(by, model, used)
        return True
    if Job.objects.filter(kind=Job.Kind.EMBED, done_at=None, given_up_at=None).exists():
        return False
    return _switch(by, coming)


def lacking(model: str) -> QuerySet[Photograph]:
    """Photographs in the index without a template of ``model``."""
    has = FaceTemplate.objects.filter(face__photograph=OuterRef("pk"), face__chosen=True, model=model)
    return Photograph.objects.filter(~Exists(has), indexed=True)


def _coming() -> Serving | None:
    return Serving.objects.filter(since=None, until=None).order_by("-pk").first()


def _begin(by: Actor, model: str, used: str) -> None:
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        now = timezone.now()
        Serving.objects.filter(since=None, until=None).update(until=now)
        if not Serving.objects.filter(since__isnull=False, until=None).exists():
            Serving.objects.create(model=used, begun_at=now, since=now)
        asked = 0
        if model != used:  # else the former model is back before the new one was ready
            Serving.objects.create(model=model, begun_at=now)
            asked = _enqueue(lacking(model))
        doing.record(None, used=used, coming=model, photographs=asked)


def _enqueue(photographs: QuerySet[Photograph]) -> int:
    numbers = list(photographs.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        enqueue(Job.Kind.EMBED, number)
    return len(numbers)


def _switch(by: Actor, coming: Serving) -> bool:
    """From now on searches use the new model's templates, if all are there, and every open case is searched again.

    A photograph whose template could not be made, after all tries, keeps the former model in use until somebody looks
    at the job, or takes the photograph out: nobody is left out of search unnoticed.
    """
    missing = lacking(coming.model)
    given_up = Job.objects.filter(kind=Job.Kind.EMBED, given_up_at__gte=coming.begun_at).values("number")
    if missing.filter(pk__in=given_up).exists():
        return False
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        if missing.exists():  # they came since
            doing.record(None, coming=coming.model, photographs=_enqueue(missing))
            return False  # there are jobs again; whoever calls next sees what became of them
        now = timezone.now()
        Serving.objects.filter(since__isnull=False, until=None).update(until=now)
        Serving.objects.filter(pk=coming.pk).update(since=now)
        again = Subject.objects.filter(photographs__indexed=True, kind=Profile.PM.value, closed_at=None).distinct()
        refused = Run.objects.filter(state=Run.State.REFUSED, refusal__code="new-model").select_related("subject")
        subjects = {subject.pk: subject for subject in [*again, *(run.subject for run in refused)]}
        made = begin_by_itself(by=by, subjects=subjects.values(), why=Run.Why.NEW_MODEL)
        doing.record(None, used=coming.model, searches=len(made))
    return True


def _remove_some(by: Actor, *, keep: str) -> bool:
    """Remove templates of former models, some at a time: every act keeps others waiting."""
    former = list(Serving.objects.filter(until__isnull=False).exclude(model=keep).values_list("model", flat=True))
    old = FaceTemplate.objects.filter(model__in=former)
    if not former or not old.exists():
        return False
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        some = list(old.select_related("face__photograph__subject").defer("vector").order_by("pk")[:BATCH])
        _index.remove(some)
        FaceTemplate.objects.filter(pk__in=[each.pk for each in some]).delete()
        doing.record(None, removed=len(some))
    return True
