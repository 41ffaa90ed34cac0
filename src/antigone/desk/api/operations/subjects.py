"""What cases and records share, besides photographs and searches: marks, references to what others hold, closing."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from antigone.desk.accounts.permissions import Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import Acknowledged, At, ReasonSaid
from antigone.desk.api.shapes.subjects import Kind, MarkOut, MarkSaid, ReferenceOut, ReferenceSaid
from antigone.desk.subjects.actions import lines
from antigone.desk.subjects.actions.closing import close_subject, reopen_subject
from antigone.desk.subjects.models.subject import THINGS
from antigone.desk.subjects.queries import find_subject

router = Router(tags=["cases and records"])


@operation(router, "POST", "/{kind:kind}/{number}/marks", Verb.CHANGE, THINGS, MarkOut)
def add_mark(request: HttpRequest, kind: Kind, number: At, body: MarkSaid) -> MarkOut:
    """Describe one more mark on a body, or of a missing person."""
    by = who(request)
    return MarkOut.of(lines.add_mark(by=by, subject=find_subject(by, number, kind), **body.said()))


@operation(router, "POST", "/{kind:kind}/{number}/marks/{mark}/remove", Verb.CHANGE, THINGS, Acknowledged)
def remove_mark(request: HttpRequest, kind: Kind, number: At, mark: At, body: ReasonSaid) -> Acknowledged:
    """Take a mark back that is not there; the history keeps it."""
    by = who(request)
    lines.remove_mark(by=by, subject=find_subject(by, number, kind), mark=mark, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/{kind:kind}/{number}/references", Verb.CHANGE, THINGS, ReferenceOut)
def add_reference(request: HttpRequest, kind: Kind, number: At, body: ReferenceSaid) -> ReferenceOut:
    """Say who holds fingerprints, dental findings or DNA of a body or a missing person, and under which number."""
    by, said = who(request), body.said()
    theirs = said.pop("holders_number")
    return ReferenceOut.of(lines.add_elsewhere(by=by, subject=find_subject(by, number, kind), number=theirs, **said))


@operation(router, "POST", "/{kind:kind}/{number}/references/{reference}/remove", Verb.CHANGE, THINGS, Acknowledged)
def remove_reference(request: HttpRequest, kind: Kind, number: At, reference: At, body: ReasonSaid) -> Acknowledged:
    """Take a reference back that was wrong; the history keeps it."""
    by = who(request)
    subject = find_subject(by, number, kind)
    lines.remove_elsewhere(by=by, subject=subject, elsewhere=reference, reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/{kind:kind}/{number}/close", Verb.CLOSE, THINGS, Acknowledged)
def close(request: HttpRequest, kind: Kind, number: At, body: ReasonSaid) -> Acknowledged:
    """End the work on a case or record: nothing in it changes until it is opened again."""
    by = who(request)
    close_subject(by=by, subject=find_subject(by, number, kind), reason=body.reason)
    return Acknowledged(number=number)


@operation(router, "POST", "/{kind:kind}/{number}/reopen", Verb.OPEN, THINGS, Acknowledged)
def reopen(request: HttpRequest, kind: Kind, number: At, body: ReasonSaid) -> Acknowledged:
    """Go on with a case or record that was closed."""
    by = who(request)
    reopen_subject(by=by, subject=find_subject(by, number, kind), reason=body.reason)
    return Acknowledged(number=number)
