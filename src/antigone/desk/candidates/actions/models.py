"""A change of the model: templates of the new one are made in the background, while searches use the old one's.

    notice -> EMBED jobs -> all there? switch -> new searches -> the old templates are removed

Decisions survive it: exclusions, links and lists refer to photographs, cases and records, never to templates.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.actions.runs import begin_by_itself
from antigone.desk.candidates.faces import serving
from antigone.desk.candidates.models import Run, Serving
from antigone.desk.photos.actions.jobs import put_down
from antigone.desk.photos.models import IndexChange, Job, Photograph, Template
from antigone.desk.subjects.models import Subject
from antigone.types import Profile

BATCH = 500


def follow_model(*, by: Actor, model: str) -> str:
    """Whatever is next to do so that searches use ``model``, the engine's own. Called by the worker when it starts, and
    by and by while it works; cheap where there is nothing to do. Which model searches use now.
    """
    used, coming = serving(), _coming()
    if used is None or (used == model and coming is None):
        _remove_some(by, keep={used or model, model})
        return used or model
    if coming is None or coming.model != model:
        _begin(by, model, used)
    elif not lacking(model).exists():
        _switch(by, coming)
    return serving() or model


def lacking(model: str) -> QuerySet[Photograph]:
    """Photographs in the index without a template of ``model``."""
    has = Template.objects.filter(face__photograph=OuterRef("pk"), face__chosen=True, model=model)
    return Photograph.objects.filter(~Exists(has), indexed=True)


def _coming() -> Serving | None:
    return Serving.objects.filter(since=None, until=None).order_by("-pk").first()


def _begin(by: Actor, model: str, used: str) -> None:
    with act(by, Verb.KEEP, Thing.INDEX, agency=None) as doing:
        now = timezone.now()
        Serving.objects.filter(since=None, until=None).update(until=now)
        if not Serving.objects.filter(since__isnull=False, until=None).exists():
            Serving.objects.create(model=used, begun_at=now, since=now)
        asked = 0
        if model != used:  # else the former model is back before the new one was ready
            Serving.objects.create(model=model, begun_at=now)
            for number in lacking(model).order_by("pk").values_list("pk", flat=True):
                put_down(Job.What.EMBED, number)
                asked += 1
        doing.record(None, used=used, coming=model, photographs=asked)


def _switch(by: Actor, coming: Serving) -> None:
    """From now on searches use the new model's templates. Every open case is searched again with them."""
    with act(by, Verb.KEEP, Thing.INDEX, agency=None) as doing:
        if lacking(coming.model).exists():
            doing.record(None, coming=coming.model, waits=True)
            return
        now = timezone.now()
        Serving.objects.filter(since__isnull=False, until=None).update(until=now)
        Serving.objects.filter(pk=coming.pk).update(since=now)
        with_photographs = Subject.objects.filter(photographs__indexed=True, kind=Profile.PM.value, closed_at=None)
        made = begin_by_itself(with_photographs.distinct(), Run.Why.NEW_MODEL)
        refused = Run.objects.filter(state=Run.State.REFUSED, refusal__code="new-model").select_related("subject")
        made += begin_by_itself({run.subject_id: run.subject for run in refused}.values(), Run.Why.NEW_MODEL)
        doing.record(None, used=coming.model, searches=len(made))


def _remove_some(by: Actor, *, keep: set[str]) -> None:
    """Remove templates of former models, some at a time: every act keeps others waiting."""
    if not Serving.objects.filter(until__isnull=False).exclude(model__in=keep).exists():
        return
    old = Template.objects.exclude(model__in=keep)
    if not old.exists():
        return
    with act(by, Verb.KEEP, Thing.INDEX, agency=None) as doing:
        some = list(old.select_related("face__photograph__subject").defer("vector").order_by("pk")[:BATCH])
        IndexChange.objects.bulk_create(
            IndexChange(
                incident_id=each.face.photograph.subject.incident_id,
                agency_id=each.face.photograph.subject.agency_id,
                kind=each.face.photograph.kind,
                model=each.model,
                template=each.pk,
                photograph=each.face.photograph_id,
                subject=each.face.photograph.subject_id,
                removed=True,
            )
            for each in some
            if each.face.photograph.indexed and each.face.chosen
        )
        Template.objects.filter(pk__in=[each.pk for each in some]).delete()
        doing.record(None, removed=len(some))
