"""The states of the pipeline, and their words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class PipelineState(StrEnum):
    """Where a case or a record is: each step of the work, and what stops it. The same words everywhere."""

    OPENED = "opened"
    PHOTOGRAPHED = "photographed"
    SEARCHED = "searched"
    """A search was made; nobody has read its list."""
    LIST_READ = "list-read"
    WITH_EXAMINERS = "with-examiners"
    SETTLED = "settled"
    """Examined, and not ruled out by the faces: a file is to be opened and brought before the board."""
    BEFORE_THE_BOARD = "before-the-board"
    IDENTIFIED = "identified"
    FAMILY_TOLD = "family-told"
    CLOSED = "closed"
    FROZEN = "frozen"
    """By an open recall."""
    RECALLED = "recalled"
    """An identification was recalled, and no new one is under way."""
    FOUND_ALIVE = "found-alive"
    NO_FACE = "no-face"
    """Two people said that no face can be compared."""


PIPELINE_WORDS = {
    PipelineState.OPENED: _("opened"),
    PipelineState.PHOTOGRAPHED: _("photographed"),
    PipelineState.SEARCHED: _("searched"),
    PipelineState.LIST_READ: _("list read"),
    PipelineState.WITH_EXAMINERS: _("with examiners"),
    PipelineState.SETTLED: _("settled"),
    PipelineState.BEFORE_THE_BOARD: _("before the board"),
    PipelineState.IDENTIFIED: _("identified"),
    PipelineState.FAMILY_TOLD: _("family told"),
    PipelineState.CLOSED: _("closed"),
    PipelineState.FROZEN: _("frozen"),
    PipelineState.RECALLED: _("recalled"),
    PipelineState.FOUND_ALIVE: _("found alive"),
    PipelineState.NO_FACE: _("no face"),
}
EXPLAINED = {
    PipelineState.OPENED: _("Opened. A photograph that shows the face comes next."),
    PipelineState.PHOTOGRAPHED: _("Photographed. It is searched by itself once a face can be used."),
    PipelineState.SEARCHED: _("Searched. Nobody has read the candidate list yet."),
    PipelineState.LIST_READ: _("The candidate list was read. A candidate is a lead."),
    PipelineState.WITH_EXAMINERS: _("With examiners, who compare the faces blind."),
    PipelineState.SETTLED: _("The examinations are settled. A file brings all evidence together for the board."),
    PipelineState.BEFORE_THE_BOARD: _("Before the board."),
    PipelineState.IDENTIFIED: _("Identified. The family has not been told."),
    PipelineState.FAMILY_TOLD: _("Identified, and the family was told."),
    PipelineState.CLOSED: _("Closed."),
    PipelineState.FROZEN: _("Frozen by a recall."),
    PipelineState.RECALLED: _("An identification was recalled. The work goes on."),
    PipelineState.FOUND_ALIVE: _("Found alive. Closed."),
    PipelineState.NO_FACE: _("No face can be compared, two people said. Other evidence leads on."),
}
