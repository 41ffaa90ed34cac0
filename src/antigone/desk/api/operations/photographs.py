"""Photographs: of whom, what was found in them, adding, choosing a face, grading, taking out, looking.

One address holds the photographs of a case and takes more of them, another those of a record: what is sent with a
photograph of the dead is not what is sent with a reference photograph, and an address describes one of them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from antigone.desk.accounts.access import require
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.faults import TooLarge
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import At, Page, Paged, ReasonSaid, page_of
from antigone.desk.api.shapes.photographs import ChooseFace, GradeSaid, OfTheDead, OfTheMissing, PhotographOut, SizeIs
from antigone.desk.photos import lawful_basis, queries
from antigone.desk.photos.actions import photographs as actions
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.photos.vault import Size
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.models.subject import PHOTOGRAPH_THINGS
from antigone.desk.subjects.queries import find_subject
from antigone.errors import NotThere
from antigone.face.photo import DEFAULT_LIMITS
from antigone.types import Profile

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
