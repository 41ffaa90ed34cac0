"""Faults as JSON: what went wrong, and what to do. The statuses are those of the pages; this table says which."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from antigone.desk.outages import away, full, outage
from antigone.errors import (
    AntigoneError,
    NoRoom,
    NotAllowed,
    NotAnswering,
    NotThere,
    OutOfStep,
    SignInRefused,
    StorageFailed,
    TooOften,
    UsageError,
)

PREFIX = "/api/"


class TooLarge(UsageError):
    """More was sent than the desk takes at once."""


class WrongKind(UsageError):
    """What was sent says that it is something else than the operation reads."""


_STATUS: tuple[tuple[type[AntigoneError], int], ...] = (
    (NotThere, 404),
    (NotAllowed, 403),
    (TooOften, 429),
    (SignInRefused, 403),
    (TooLarge, 413),
    (WrongKind, 415),
    (OutOfStep, 409),
    (UsageError, 400),
    (NoRoom, 507),
    (StorageFailed, 503),
    (NotAnswering, 503),
    (AntigoneError, 500),
)


class ApiMiddleware:
    """Cookies mean nothing here, so that no page of another site can use a browser's; and each fault is JSON.

    Whoever opens an answer in a browser saves it: no browser shows what people wrote as a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        answer = self._answered(request)
        json = answer.headers.get("Content-Type", "").startswith("application/json")
        answer.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"' if json else "attachment")
        return answer

    def _answered(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code < 400 or answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer
        told = _plainly(answer.status_code)
        if "Allow" in answer.headers:
            told["Allow"] = answer.headers["Allow"]
        return told


def told_as_json(api: NinjaAPI) -> None:
    """Have every fault of an operation answered in the same shape."""
    api.add_exception_handler(AntigoneError, _explain)  # type: ignore[arg-type]
    api.add_exception_handler(AuthenticationError, _no_token)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, _unreadable)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, _by_status)  # type: ignore[arg-type]


def nothing(request: HttpRequest) -> HttpResponse:
    """Any other address under the API's."""
    return _plainly(404)


def _explain(request: HttpRequest, fault: AntigoneError) -> HttpResponse:
    fault = outage(fault) or fault
    status = next(status for kind, status in _STATUS if isinstance(fault, kind))
    return _fault(status, fault.detail, fault.hint)


def _by_status(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return _plainly(fault.status_code)


def _no_token(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    answer = _fault(
        401,
        _("There is no token that opens this, or it has ended."),
        _("Send it as `Authorization: Bearer antigone_...`. Your account's page makes tokens."),
    )
    answer["WWW-Authenticate"] = 'Bearer realm="antigone"'
    return answer


def _unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Which field, and why: never what was sent, because logs keep answers."""
    said = [f"{_place(each['loc'])}: {each['msg']}" for each in fault.errors[:10]]
    return _fault(
        422, " ".join(f"{each.rstrip('.')}." for each in said), _("The API's description is at /api/openapi.json.")
    )


def _place(location: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in location[1:]) or str(location[0])


def _plainly(status: int) -> HttpResponse:
    words = {
        400: (_("This request cannot be read."), _("Send what the API's description says, as JSON.")),
        404: (_("There is no such thing here."), _("Perhaps the address is wrong, or it is another agency's.")),
        405: (_("This address does not take this method."), _("The API's description is at /api/openapi.json.")),
        413: (_("This is more than the desk takes at once."), _("Send less, in several requests.")),
        503: (away().detail, away().hint),
        507: (full().detail, full().hint),
        500: (_("Something is broken here. Nothing was half-written."), _("Tell whoever runs this desk when it was.")),
    }
    detail, hint = words.get(status, words[400] if status < 500 else words[500])
    return _fault(status, detail, hint)


def _fault(status: int, detail: str, hint: str) -> HttpResponse:
    answer = JsonResponse({"detail": detail, "hint": hint}, status=status)
    if status == 503:
        answer["Retry-After"] = "60"
    return answer
