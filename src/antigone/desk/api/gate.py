"""What every operation says before it begins: who may ask for it. A test finds any operation that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security import HttpBearer

from antigone.desk.accounts.access import require_somewhere
from antigone.desk.accounts.actions.tokens import acting_by_token
from antigone.desk.accounts.actor import Actor, address_of
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import hide
from antigone.desk.api.common import Fault
from antigone.desk.api.faults import TooLarge, WrongKind
from antigone.desk.photos.uploads import take_files

View = TypeVar("View", bound=Callable[..., Any])


class _Told(Schema):
    """A fault, as ninja wraps all that is answered."""

    response: Fault


FAULTS = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429, 507), _Told)
"""What any operation may answer instead."""


class TokenAuth(HttpBearer):
    """Whoever shows a live token and has, by it, a role that may do this to something. To what, its query says."""

    def __init__(self, verb: Verb, things: Mapping[str, Thing], files: bool) -> None:
        super().__init__()
        self.permission, self.files = (verb, things), files

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Before anything of the request is read.

        Raises:
            NotAllowed, TooLarge, WrongKind
        """
        if self.files:
            take_files(request)
        elif _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge(_("This is more than the desk takes at once."), _("Send less, in several requests."))
        found = cast(Actor | None, super().__call__(request))
        if found is None:
            return None
        if _length(request) and request.content_type != ("multipart/form-data" if self.files else "application/json"):
            raise WrongKind(
                _("This is not the kind of content that is asked for."),
                _("Send JSON as application/json, and a file as multipart/form-data."),
            )
        assert request.resolver_match is not None, "an operation has an address"
        hint = _("The token may lack a role that you have; or ask an administrator of your agency who may.")
        require_somewhere(found, *self.permission, str(request.resolver_match.kwargs.get("kind", "")), hint)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = acting_by_token(token, address_of(request))
        if found is not None:
            hide(found.blind_to)
        return found


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def operation(
    router: Router,
    method: str,
    path: str,
    verb: Verb,
    thing: Thing | Mapping[str, Thing],
    answer: Any,
    *,
    files: bool = False,
    extra: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """An operation for those who may do this to something. What it made or changed is in the answer.

    ``thing``: of cases and of records where they differ, as for pages (``web.gate.page``). The address says which is
    meant (``{kind:kind}``), or else its number does. ``files``: it takes files.
    """
    things = {"": thing} if isinstance(thing, Thing) else thing

    def added(view: View) -> View:
        made = router.api_operation(
            [method], path, auth=TokenAuth(verb, things, files), response={200: answer}, openapi_extra=extra
        )(view)
        # Said to ninja, it would make a shape of each for every operation: most of the time the desk takes to start.
        router.path_operations[path].operations[-1].response_models |= FAULTS
        return made

    return added


def who(request: HttpRequest) -> Actor:
    """Who acts, as their token says."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]
