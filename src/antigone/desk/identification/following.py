"""What the board must know of what happens below it: photographs that would come into search, cases that are closed."""

from __future__ import annotations

from typing import Any

from antigone.desk.accounts.actor import Actor
from antigone.desk.identification.actions._lives import move
from antigone.desk.identification.queries import kept_out, state_of
from antigone.desk.photos import events as photos
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects import events as subjects
from antigone.desk.subjects.models import Subject
from antigone.protocol.lifecycle import Move, State


def connect() -> None:
    photos.asked.connect(_asked, dispatch_uid="identification: keep out")
    subjects.closing.connect(_closing, dispatch_uid="identification: close")
    subjects.reopening.connect(_reopening, dispatch_uid="identification: reopen")


def _asked(photograph: Photograph, **_: Any) -> bool:
    return kept_out(photograph.subject)


def _closing(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    move(by, subject, Move.CLOSE, reason=reason)


def _reopening(by: Actor, subject: Subject, reason: str, **_: Any) -> None:
    """What was closed before there were lives has none to go on with."""
    if state_of(subject) is State.CLOSED:
        move(by, subject, Move.REOPEN, reason=reason)
