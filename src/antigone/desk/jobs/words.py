"""The words for the kinds of a worker's jobs."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.desk.jobs.models import Job

KINDS: dict[Job.Kind, str | Promise] = {
    Job.Kind.ANALYSE: _("Finding faces in photographs"),
    Job.Kind.SEARCH: _("Searching"),
    Job.Kind.EMBED: _("Preparing photographs for a new model"),
    Job.Kind.BRING_IN: _("Bringing in files"),
    Job.Kind.RECONCILE: _("Reconciling an incident"),
    Job.Kind.LOOK: _("Looking at what families gave"),
    Job.Kind.SCRUB: _("Clearing up after erasing"),
    Job.Kind.EXERCISE: _("Entering an exercise's people"),
}
