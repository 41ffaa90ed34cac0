"""Photographs over HTTP: of whom, what was found in them, adding, choosing a face, grading, taking out, looking."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from antigone.desk.accounts.access import require
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.common import At, Number, OneOf, Page, Paged, ReasonSaid, Said, page_of
from antigone.desk.api.faults import TooLarge
from antigone.desk.api.gate import operation, who
from antigone.desk.api.subjects import SubjectOut
from antigone.desk.photos import lawful_basis, queries
from antigone.desk.photos.actions import photographs as actions
from antigone.desk.photos.models import Consent, Face, Photograph, Source
from antigone.desk.photos.vault import AT_ONCE, Size
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS, Subject
from antigone.desk.subjects.queries import find_subject
from antigone.errors import NotThere
from antigone.face.photo import DEFAULT_LIMITS
from antigone.types import Profile

StageIs = Annotated[str, OneOf(Photograph.Stage)]
StateIs = Annotated[str, OneOf(Photograph.State)]
SizeIs = Annotated[str, OneOf(AT_ONCE)]


class FaceMeasure(Schema):
    """One thing that was measured of a face."""

    name: str
    value: float
    unit: str


class FaceOut(Schema):
    """A face that the engine found, or that a person pointed out."""

    number: int = Field(description="From 1, the largest first.")
    box: list[float] = Field(description="Left, top, width and height, in pixels of the upright photograph.")
    chosen: bool = Field(description="Whether it is the one that is searched with.")
    chosen_how: str = Field(description="only, principal or person; empty if it is not chosen.")
    by_hand: bool = Field(description="Whether a person set its points, or some: what is compared rests on them.")
    doubtful: bool = Field(description="Whether the machine is not sure where eyes, nose and mouth are.")
    covered: float = Field(description="How much of it a person said is hidden, 0 to 1: left out of account.")
    quality: float | None = Field(description="Overall, 0 to 1: how much the photograph is worth to a comparison.")
    measures: list[FaceMeasure]
    advice: list[str] = Field(description="What to photograph again, in words.")
    observations: list[str]

    @classmethod
    def of(cls, face: Face) -> FaceOut:
        said: dict[str, Any] = face.quality
        return cls(
            number=face.number,
            box=face.box,
            chosen=face.chosen,
            chosen_how=face.chosen_how,
            by_hand=face.by_hand,
            doubtful=face.doubtful,
            covered=round(face.covered, 3),
            quality=said.get("overall"),
            measures=[FaceMeasure(name=name, **value) for name, value in said.get("measures", {}).items()],
            advice=said.get("advice", []),
            observations=said.get("observations", []),
        )


class RefusalOut(Schema):
    """Why something cannot be used, and what to do."""

    code: str
    detail: str
    hint: str

    @classmethod
    def of(cls, said: dict[str, Any] | None) -> RefusalOut | None:
        return None if said is None else cls(**{name: str(said.get(name, "")) for name in cls.model_fields})


class PhotographOut(Schema):
    """One photograph of a case or record. Never the picture itself."""

    number: int
    subject: SubjectOut
    source: int | None = Field(description="The lawful source of a reference photograph.")
    consent: int | None
    sha256: str = Field(description="Of the original file.")
    file_name: str
    size: int = Field(description="Bytes of the original.")
    format: str
    width: int | None
    height: int | None
    notes: list[str] = Field(description="How the file was read: an end that is missing, bits that were stretched.")
    stage: StageIs = Field(description="When a photograph of the dead was taken (ASTM E3148).")
    grade: int | None = Field(description="How graphic it is, 0 to 4; null until somebody has said.")
    state: StateIs
    refusal: RefusalOut | None
    indexed: bool = Field(description="Whether it is searched.")
    faces: list[FaceOut]
    added_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Photograph) -> PhotographOut:
        made = {"number", "subject", "source", "consent", "faces", "refusal"}
        return cls(
            number=row.pk,
            subject=SubjectOut.of(row.subject),
            source=row.source_id,
            consent=row.consent_id,
            faces=[FaceOut.of(face) for face in row.faces.all()],
            refusal=RefusalOut.of(row.refusal),
            **{name: getattr(row, name) for name in set(cls.model_fields) - made},
        )


class OfTheDead(Schema):
    """What stands beside the file of a photograph of the dead."""

    stage: StageIs = Field(Photograph.Stage.UNKNOWN.value, description="When it was taken (ASTM E3148).")


class OfTheMissing(Schema):
    """What stands beside the file of a reference photograph."""

    source: Number = Field(description="The lawful source on which it is held.")
    consent: Number | None = Field(None, description="The consent, where the source rests on one.")


class ChooseFace(Said):
    """Which face is the one meant."""

    face: int = Field(ge=1, le=32_000, description="Its number in the photograph.")


class GradeSaid(Said):
    """How graphic a photograph is."""

    grade: int = Field(ge=0, le=4, description="0: nothing that disturbs; 4: hard to bear even for people used to it.")


router = Router(tags=["photographs"])
_JPEG = {"200": {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}


@operation(router, "GET", "/cases/{number}/photographs", Verb.SEE, Thing.PM_PHOTO, Page[PhotographOut])
def photographs_of_case(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[PhotographOut]:
    """The photographs of a case, also those that were taken out."""
    return _all(who(request), Profile.PM, number, asked)


@operation(router, "GET", "/records/{number}/photographs", Verb.SEE, Thing.AM_PHOTO, Page[PhotographOut])
def photographs_of_record(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[PhotographOut]:
    """The reference photographs of a record, also those that were taken out."""
    return _all(who(request), Profile.AM, number, asked)


@operation(router, "POST", "/cases/{number}/photographs", Verb.ADD, Thing.PM_PHOTO, PhotographOut, files=True)
def add_photograph_to_case(
    request: HttpRequest,
    number: At,
    photograph: File[UploadedFile],
    said: Form[OfTheDead],
) -> PhotographOut:
    """Add a photograph of the dead: the file as the camera made it, never the address of one.

    It is searched by itself as soon as it was looked at.
    """
    by, subject = who(request), find_subject(who(request), number, Profile.PM)
    data = _read(by, subject, photograph)
    made = actions.add_photograph(
        by=by, subject=subject, data=data, file_name=photograph.name or "", stage=Photograph.Stage(said.stage)
    )
    return PhotographOut.of(queries.find_photograph(by, made.pk))


@operation(router, "POST", "/records/{number}/photographs", Verb.ADD, Thing.AM_PHOTO, PhotographOut, files=True)
def add_photograph_to_record(
    request: HttpRequest,
    number: At,
    photograph: File[UploadedFile],
    said: Form[OfTheMissing],
) -> PhotographOut:
    """Add a reference photograph of a missing person: a file, never the address of one. Without a lawful source there
    is none."""
    by, subject = who(request), find_subject(who(request), number, Profile.AM)
    data = _read(by, subject, photograph)
    on = _ground(by, subject, said.source, said.consent)
    made = actions.add_photograph(
        by=by, subject=subject, data=data, file_name=photograph.name or "", source=on[0], consent=on[1]
    )
    return PhotographOut.of(queries.find_photograph(by, made.pk))


@operation(router, "GET", "/photographs/{number}", Verb.SEE, PHOTOGRAPH_THINGS, PhotographOut)
def photograph(request: HttpRequest, number: At) -> PhotographOut:
    """What is known of a photograph: its state, its faces, and what to photograph again."""
    return PhotographOut.of(queries.find_photograph(who(request), number))


@operation(router, "POST", "/photographs/{number}/face", Verb.CHOOSE, PHOTOGRAPH_THINGS, PhotographOut)
def choose_face(request: HttpRequest, number: At, body: ChooseFace) -> PhotographOut:
    """Say which face is the one meant. What was made of another leaves the index at once."""
    by = who(request)
    actions.choose_face(by=by, photograph=queries.find_photograph(by, number), number=body.face)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(router, "POST", "/photographs/{number}/grade", Verb.GRADE, PHOTOGRAPH_THINGS, PhotographOut)
def grade_photograph(request: HttpRequest, number: At, body: GradeSaid) -> PhotographOut:
    """Say how graphic it is, for whoever has to look at it next."""
    by = who(request)
    actions.grade_photograph(by=by, photograph=queries.find_photograph(by, number), grade=body.grade)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(router, "POST", "/photographs/{number}/end", Verb.END, PHOTOGRAPH_THINGS, PhotographOut)
def end_photograph(request: HttpRequest, number: At, body: ReasonSaid) -> PhotographOut:
    """Take a photograph out: it leaves the index at once, and is kept."""
    by = who(request)
    actions.end_photograph(by=by, photograph=queries.find_photograph(by, number), reason=body.reason)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(
    router,
    "GET",
    "/photographs/{number}/picture/{size}",
    Verb.SEE,
    PHOTOGRAPH_THINGS,
    None,
    extra={"responses": _JPEG},
)
def picture(request: HttpRequest, number: At, size: SizeIs) -> HttpResponse:
    """A look at a photograph, as a JPEG without metadata, encoded anew. Each clear one is a row of the audit, and
    counts among the looks of the token's person. Blurred, nobody is recognised. The original is never served."""
    by = who(request)
    found = queries.find_photograph(by, number)
    if found.state == Photograph.State.WAITING:
        raise NotThere(_("There is no picture of this photograph yet."), _("Wait until the desk has looked at it."))
    if not found.has_pictures:
        raise NotThere(_("This photograph cannot be shown: its file is damaged."), _("Use another photograph."))
    if size == Size.BLURRED:
        jpeg = queries.blurred_picture(found)
    else:
        jpeg = actions.reveal_photograph(by=by, photograph=found, size=Size(size))
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "no-store, private"})


def _all(by: Actor, kind: Profile, number: int, asked: Paged) -> Page[PhotographOut]:
    subject = find_subject(by, number, kind)
    return page_of(queries.photographs_of(by, subject), asked, PhotographOut.of)


def _read(by: Actor, subject: Subject, file: UploadedFile) -> bytes:
    """The file's bytes. Whoever may not add one is told so before it is looked into."""
    require(by, Verb.ADD, subject.photographs_thing)
    with file:
        if (file.size or 0) > DEFAULT_LIMITS.max_bytes:
            most = {"most": DEFAULT_LIMITS.max_bytes // 1_000_000}
            raise TooLarge(
                _("The file is larger than %(most)d MB.") % most,
                _("Save the photo as JPEG at full size and try again."),
            )
        data: bytes = file.read()
    return data


def _ground(by: Actor, subject: Subject, source: int, consent: int | None) -> tuple[Source, Consent | None]:
    """The ones that are meant; whether they are a ground for this, the action says."""
    found = lawful_basis.find_source(by, source)
    if consent is None:
        return found, None
    given = Consent.objects.filter(pk=consent, subject=subject, source=found).first()
    if given is None:
        raise NotThere(
            _("This record has no such consent under this source."), _("Choose one of the record's own consents.")
        )
    return found, given
