"""The life of a dead person's case and of a missing person's record: its states, and the moves that are allowed.

Moves carry what allows them: a file comes before the board with its finished examinations, a case is identified by a
decision that identifies, a family is notified of a decision that stands. Without it, the move cannot be made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from antigone.protocol.evidence import CaseFile, NoFace
from antigone.protocol.identification import Identification
from antigone.protocol.recall import RecallGround, RecallLog, What
from antigone.protocol.rules import must, must_have_words, must_not_be_before
from antigone.protocol.settle import Settlement
from antigone.types import Profile


class LifeState(StrEnum):
    """The states of a case or a record."""

    OPEN = "open"
    CANDIDATES = "candidates"
    UNDER_EXAMINATION = "under-examination"
    BEFORE_THE_BOARD = "before-the-board"
    IDENTIFIED = "identified"
    NOTIFIED = "notified"
    RELEASED = "released"
    RECALLED = "recalled"
    CLOSED = "closed"


class Move(StrEnum):
    """The moves from one state to another."""

    LIST = "list"
    """A search brought candidates."""
    CLEAR = "clear"
    """No candidate is left."""
    EXAMINE = "examine"
    """A candidate was given to examiners."""
    SET_ASIDE = "set-aside"
    """The examinations do not lead to the board."""
    BRING = "bring"
    """Before the board, with the file."""
    SEND_BACK = "send-back"
    """The board does not identify."""
    IDENTIFY = "identify"
    NOTIFY = "notify"
    RELEASE = "release"
    CLOSE = "close"
    RECALL = "recall"
    REOPEN = "reopen"
    FIND_ALIVE = "find-alive"
    """A missing person who was not identified turned up."""
    END_RECALL = "end-recall"
    """Every act that relied on a recalled identification came to its end."""


_S, _M = LifeState, Move
_BOTH = {
    (_S.OPEN, _M.LIST): _S.CANDIDATES,
    (_S.OPEN, _M.BRING): _S.BEFORE_THE_BOARD,
    (_S.OPEN, _M.CLOSE): _S.CLOSED,
    (_S.CANDIDATES, _M.LIST): _S.CANDIDATES,
    (_S.CANDIDATES, _M.CLEAR): _S.OPEN,
    (_S.CANDIDATES, _M.EXAMINE): _S.UNDER_EXAMINATION,
    (_S.CANDIDATES, _M.BRING): _S.BEFORE_THE_BOARD,
    (_S.CANDIDATES, _M.CLOSE): _S.CLOSED,
    (_S.UNDER_EXAMINATION, _M.LIST): _S.UNDER_EXAMINATION,
    (_S.UNDER_EXAMINATION, _M.EXAMINE): _S.UNDER_EXAMINATION,
    (_S.UNDER_EXAMINATION, _M.SET_ASIDE): _S.CANDIDATES,
    (_S.UNDER_EXAMINATION, _M.BRING): _S.BEFORE_THE_BOARD,
    (_S.BEFORE_THE_BOARD, _M.SEND_BACK): _S.CANDIDATES,
    (_S.BEFORE_THE_BOARD, _M.IDENTIFY): _S.IDENTIFIED,
    (_S.IDENTIFIED, _M.NOTIFY): _S.NOTIFIED,
    (_S.IDENTIFIED, _M.RECALL): _S.RECALLED,
    (_S.NOTIFIED, _M.CLOSE): _S.CLOSED,
    (_S.NOTIFIED, _M.RECALL): _S.RECALLED,
    (_S.RECALLED, _M.REOPEN): _S.OPEN,
    (_S.CLOSED, _M.REOPEN): _S.OPEN,
    (_S.CLOSED, _M.RECALL): _S.RECALLED,
}
_CASE = {
    (_S.NOTIFIED, _M.RELEASE): _S.RELEASED,
    (_S.RELEASED, _M.CLOSE): _S.CLOSED,
    (_S.RELEASED, _M.RECALL): _S.RECALLED,
}
_BEFORE_IDENTIFIED = (_S.OPEN, _S.CANDIDATES, _S.UNDER_EXAMINATION, _S.BEFORE_THE_BOARD)
_RECORD = {(state, _M.FIND_ALIVE): _S.CLOSED for state in _BEFORE_IDENTIFIED} | {
    (_S.RECALLED, _M.CLOSE): _S.CLOSED,  # of a person found alive
}
MOVES: dict[Profile, dict[tuple[LifeState, Move], LifeState]] = {Profile.PM: _BOTH | _CASE, Profile.AM: _BOTH | _RECORD}


@dataclass(frozen=True, slots=True)
class Moved:
    """One move, with what allows it."""

    at: datetime
    move: Move
    by: str
    reason: str = ""
    file: CaseFile | None = None
    identification: Identification | None = None
    recall: RecallLog | None = None

    def __post_init__(self) -> None:
        must_have_words(self.by, "Who does it")
        if self.move in _WITH_A_REASON:
            must_have_words(self.reason, f"The reason ({self.move})")


_WITH_A_REASON = {_M.CLEAR, _M.SET_ASIDE, _M.SEND_BACK, _M.CLOSE, _M.REOPEN, _M.FIND_ALIVE, _M.RECALL}


@dataclass(frozen=True, slots=True)
class Life:
    """A case (PM) or a record (AM) as the whole log of its moves. Raises RuleBroken for a move that does not fit."""

    kind: Profile
    number: str
    opened_at: datetime
    moves: tuple[Moved, ...] = ()
    state: LifeState = field(init=False, compare=False)
    standing: Identification | None = field(init=False, repr=False, compare=False)
    """The identification that stands."""
    recalls: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Numbers of recalls that are not at their end."""

    def __post_init__(self) -> None:
        now = _LifeNow(LifeState.OPEN, self.opened_at)
        for moved in self.moves:
            must_not_be_before(moved.at, now.last)
            now.last = moved.at
            _guard(self, moved, now)
            _enter(self.kind, moved, now)
        object.__setattr__(self, "state", now.state)
        object.__setattr__(self, "standing", now.standing)
        object.__setattr__(self, "recalls", tuple(now.recalls))

    def make(self, moved: Moved) -> Life:
        """The life with one more move. Raises RuleBroken."""
        return replace(self, moves=(*self.moves, moved))


def _possible(kind: Profile, state: LifeState) -> str:
    return f"Possible: {', '.join(move for (s, move) in MOVES[kind] if s is state) or 'nothing'}."


@dataclass(slots=True)
class _LifeNow:
    """What the moves so far amount to."""

    state: LifeState
    last: datetime
    standing: Identification | None = None
    recalls: dict[str, RecallLog] = field(default_factory=dict)
    alive: bool = False
    """Whether the last recall was because the person was found alive."""
    acted_on: set[What] = field(default_factory=set)
    """What was done on the standing identification."""


_ACTS = {Move.NOTIFY: What.NOTIFICATION, Move.RELEASE: What.RELEASE_OF_REMAINS}


def _enter(kind: Profile, moved: Moved, now: _LifeNow) -> None:
    if moved.move is Move.END_RECALL and moved.recall:
        del now.recalls[moved.recall.number]
        return
    key = (now.state, moved.move)
    must(key in MOVES[kind], f"{moved.move} is not possible: it is {now.state}.", _possible(kind, now.state))
    now.state = MOVES[kind][key]
    if moved.move is Move.IDENTIFY:
        now.standing, now.acted_on = moved.identification, set()
    if moved.move in _ACTS:
        now.acted_on.add(_ACTS[moved.move])
    if moved.move is Move.RECALL and moved.recall:
        now.standing, now.recalls[moved.recall.number] = None, moved.recall
        now.alive = moved.recall.ground is RecallGround.FOUND_ALIVE


def _guard(life: Life, moved: Moved, now: _LifeNow) -> None:
    match moved.move:
        case Move.BRING:
            _must_be_ready(life, moved.file)
        case Move.IDENTIFY:
            _must_identify(life, moved.identification)
            must(
                not now.recalls,
                "An earlier recall is not at its end.",
                "Follow each act that relied on the earlier identification to its end first.",
            )
        case Move.NOTIFY | Move.RELEASE:
            must(
                now.standing is not None and moved.identification == now.standing,
                "There is no standing identification for that.",
                "Only an established identification that was not recalled can be told, or acted on.",
            )
        case Move.RECALL:
            must(
                now.standing is not None and moved.recall is not None and moved.recall.identification == now.standing,
                "There is no standing identification to recall.",
                "Give the recall of the identification that stands.",
            )
            left = now.acted_on - {act.what for act in moved.recall.tasks} if moved.recall else set()
            must(not left, f"The recall leaves out: {', '.join(sorted(left))}.", "Give it every act that was done.")
        case Move.REOPEN:
            must(now.standing is None, "An identification stands.", "Recall it: it is not reopened otherwise.")
            alive = life.kind is Profile.AM and now.state is LifeState.RECALLED and now.alive
            must(not alive, "The person was found alive.", "Close the record.")
        case Move.CLOSE if now.state is LifeState.RECALLED:
            must(now.alive, "The person is still missing.", "Reopen the record.")
        case Move.END_RECALL:
            _must_be_ended(moved.recall, now)


def _must_be_ended(recall: RecallLog | None, now: _LifeNow) -> None:
    begun = now.recalls.get(recall.number) if recall else None
    must(recall and begun and recall.continues(begun), "There is no such recall here.", "Give the one that is open.")
    must(
        recall and recall.finished,
        "Acts that relied on the identification are not at their end.",
        "Follow each to its end.",
    )


def _concerns(life: Life, file: CaseFile) -> bool:
    return life.number == (file.case if life.kind is Profile.PM else file.record)


def _must_be_ready(life: Life, file: CaseFile | None) -> None:
    must(file is not None and _concerns(life, file), "There is no file of this one.", "Bring its own file.")
    face = file.face if file else None
    must(
        isinstance(face, NoFace) or (isinstance(face, Settlement) and face.settled),
        "The examinations are not finished: fewer than two, or a third is needed.",
        "Finish them; or have two people record why faces cannot be compared.",
    )


def _must_identify(life: Life, identification: Identification | None) -> None:
    must(
        identification is not None and _concerns(life, identification.file),
        "There is no decision of the board on this one.",
        "Give the board's decision.",
    )
    must(
        identification is not None and identification.identifies,
        "The board did not establish an identification.",
        "Send the file back; 'possible' and 'probable' identify nobody.",
    )
