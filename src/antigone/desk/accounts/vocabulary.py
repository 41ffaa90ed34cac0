"""The words of the permission table: roles, verbs, things and whose they are, how far sharing goes, and who acts
without being signed in.

They are stored in the audit: none is ever changed. The table itself is ``permissions``, which everybody imports.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person is trained and appointed to do. They can have several, within ``apart``."""

    REGISTRAR = "registrar"
    EXAMINER = "examiner"
    BOARD_MEMBER = "board member"
    LIAISON_OFFICER = "liaison officer"
    VALIDATOR = "validator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Verb(StrEnum):
    """What can be done."""

    SEE = "see"
    OPEN = "open"
    CHANGE = "change"
    CLOSE = "close"
    INVITE = "invite"
    RENEW = "renew"
    END = "end"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    SIGN_IN = "sign in to"
    SIGN_OUT = "sign out of"
    SHARE = "share"
    REVOKE = "revoke"
    ADD = "add"
    ANALYSE = "analyse"
    CHOOSE = "choose a face in"
    SET_POINTS = "set points in"
    COVER = "paint over"
    GRADE = "grade"
    UNSEAL = "unseal details of"
    PRINT = "print the label of"
    EXPORT = "export"
    IMPORT = "bring in"
    ASK = "ask for"
    FINISH = "finish"
    MAKE = "make"
    LIFT = "lift"
    UNDO = "undo"
    DISMISS = "dismiss"
    KEEP = "keep up"
    ANSWER = "answer"
    CONFIRM = "confirm"
    TAKE = "take out"
    RECALL = "recall"
    DECLINE = "decline"
    BRING = "bring"
    DECIDE = "decide on"
    VOTE = "vote on"
    ASSIGN = "assign what is to be undone in"
    FIND = "find alive the person of"
    PUT_ON_PAPER = "put on paper"
    HAND = "hand over after"
    TAKE_UP = "take up a wish in"
    LOOK_OVER = "look over"
    SHOW_FAMILY = "show the family"
    PUBLISH = "publish"
    AGREE = "agree to"
    REFUSE = "refuse"
    ERASE = "erase"
    RESTORE = "restore"
    PROOFREAD = "proofread"


class Thing(StrEnum):
    """What it can be done to."""

    AGENCY = "agency"
    PERSON = "person"
    INVITATION = "invitation"
    APPOINTMENT = "appointment"
    """Roles that somebody was given, until a second person confirms them and after."""
    ACCOUNT = "own account"
    INCIDENT = "incident"
    GRANT = "grant"
    AUDIT = "audit"
    CASE = "case"
    RECORD = "record"
    SOURCE = "lawful source"
    CONSENT = "consent"
    PM_PHOTO = "photograph of the dead"
    AM_PHOTO = "reference photograph"
    SEARCH = "search"
    EXCLUSION = "exclusion"
    LINK = "link"
    DUPLICATE_WARNING = "warning"
    IMPORT = "import"
    """Many photographs brought in at once."""
    JOB = "work of the worker"
    TOKEN = "token"  # noqa: S105 - the word, no secret
    INDEX = "index"
    FAMILY_PORTAL = "page for families"
    """What an agency prepared for the families of an incident; open to them, or not."""
    REQUEST = "tracing request"
    GIVEN = "given photograph"
    """One that a family gave with its request, until it is a reference photograph."""
    RECIPIENT = "recipient"
    """A named body to which an agency may send."""
    PACKET = "packet"
    ARRIVAL = "arrival"
    """What came from others and waits for review."""
    BOARD = "board"
    EXPERT = "expert"
    """From outside, in the register of an incident."""
    FILE = "file before the board"
    DECISION = "decision"
    CERTIFICATE = "certificate"
    RECALL = "recall"
    LISTING = "list of persons"
    """Who may be among the dead, and the share of the bodies expected to be theirs."""
    RECONCILIATION = "reconciliation"
    PROPOSAL = "proposal"
    """A pair that a reconciliation proposes."""
    FIGURES = "public figures"
    REVIEW = "review"
    """A case and a record put before examiners."""
    ASSIGNMENT = "examination"
    """A piece of work given to one examiner."""
    LEAVE = "leave"
    CONFLICT_OF_INTEREST = "tie"
    """What binds a person to a case or record, so that they do not examine it."""
    KNOWN_PAIR = "known pair"
    PROFICIENCY = "proficiency set"
    ERRORS = "error rates"
    LOAD = "load of examiners"
    REVIEW_RULES = "rules of review"
    NOTIFICATION = "notification"
    TRAINING = "training"
    PREPARED = "prepared picture"
    """Cut and covered for a family that asked."""
    ERASURE = "erasure"
    """A request that something be erased, and its receipt."""
    BACKUP = "backup"
    """Of the whole desk."""
    TRANSLATION = "translation"
    """The desk's words in another language, as one reader finds them."""
    EXERCISE = "exercise"
    """An incident of fictional people, made to learn on and thrown away."""

    def of(self, owner: Owned) -> ScopedThing:
        """This kind of thing, of the agency and the incident of ``owner``: ``Thing.PACKET.of(case.subject)``."""
        return ScopedThing(self, owner.scope)


class Owned(Protocol):
    """Whatever belongs to an agency and perhaps an incident: a row, an actor, a scope itself."""

    @property
    def scope(self) -> Scope: ...


class Scoped(Owned, Protocol):
    """What the permission table can be asked about: what kind of thing it is, and whose."""

    @property
    def thing(self) -> Thing: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """The agency and the incident that something belongs to, by their numbers: all of it that a permission looks at."""

    agency: int | None
    """None only for what belongs to the desk as a whole, which is the host's to do."""
    incident: int | None = None

    @property
    def scope(self) -> Scope:
        return self


WHOLE_DESK = Scope(None)


@dataclass(frozen=True, slots=True)
class ScopedThing:
    """A kind of thing and whose: for what has no row yet, or is named by another row than its own."""

    thing: Thing
    scope: Scope


class Level(StrEnum):
    """How far one agency lets another into an incident."""

    SEE = "see"
    WORK = "work"


class Outsider(StrEnum):
    """Who acts without being signed in."""

    VISITOR = "visitor"
    CONSOLE = "console"
    WORKER = "worker"
    """The desk's own process that analyses photographs and searches."""
    FAMILY = "family"
    """Whoever came back to a tracing request with its code and secret: it, and nothing else."""
