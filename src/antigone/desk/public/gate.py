"""What every page for families shares: language, visit, cookie, no trace, and a page for faults."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from antigone.desk.accounts.actor import Actor, address_of, family, visitor
from antigone.desk.families.actions.beginning import LANGUAGES
from antigone.desk.families.actions.entering import seen
from antigone.desk.families.actions.photographs import LIMITS
from antigone.desk.families.models import Request, Visit
from antigone.desk.families.queries import visit_of
from antigone.desk.outages import outage
from antigone.desk.photos.uploads import Files
from antigone.desk.public.carried import back_with
from antigone.errors import AntigoneError, NoRoom, NotAllowed, NotThere, SignInRefused, StorageFailed, UsageError

P = ParamSpec("P")
_log = logging.getLogger("antigone.desk.public")
COOKIE, LANGUAGE = "p", "l"
"""Cookies: which visit (until the browser closes), which language. Their names tell nothing."""
PATH = "/p/"
MOST_AT_ONCE = 60_000_000
"""Bytes of photographs sent at once."""


class FamilyRequest(HttpRequest):
    """A request to a page for families."""

    visit: Visit | None
    token: str
    actor: Actor
    language: str

    theirs: Request
    """The tracing request of the visit. Only where the page asks for a visit."""


Page = Callable[Concatenate[FamilyRequest, P], HttpResponse]


class _OneFamilysFiles(Files):
    most = LIMITS.max_bytes


class _Protect(CsrfViewMiddleware):
    """Django's CSRF protection, with a page for families when it refuses one."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return explain(
            request, 403, _("This page was open for too long."), _("Please go back, load it again, and send it again.")
        )


def family_page(*methods: str, visit: bool = True, files: bool = False) -> Callable[[Page[P]], Page[P]]:
    """A page for families. ``visit``: only for whoever has come back to a request; ``files``: it takes photographs."""

    def gate(view: Page[P]) -> Page[P]:
        @wraps(view)
        def page(plain: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request = cast(FamilyRequest, plain)
            request.language = language_of(request)
            with translation.override(request.language):
                answer = _answered(request, lambda: view(request, *args, **kwargs), visit, files)
                return _without_trace(answer, request.language)

        return login_not_required(csrf_exempt(require_http_methods(methods)(page)))

    return gate


def language_of(request: HttpRequest) -> str:
    """The language chosen on the page; else the first of the browser's that there is; else English."""
    if (chosen := request.COOKIES.get(LANGUAGE, "")) in LANGUAGES:
        return chosen
    wanted = request.headers.get("Accept-Language", "")[:200].lower().split(",")
    codes = [each.partition(";")[0].strip().partition("-")[0] for each in wanted]
    return next((code for code in codes if code in LANGUAGES), LANGUAGES[0])


def keep_visit(answer: HttpResponse, token: str) -> HttpResponse:
    answer.set_cookie(COOKIE, token, path=PATH, httponly=True, samesite="Strict", secure=settings.DESK.https)
    return answer


def explain(request: HttpRequest, status: int, detail: str, hint: str) -> HttpResponse:
    return render(request, "p/error.html", {"detail": detail, "hint": hint}, status=status)


def explain_outage(request: HttpRequest, fault: BaseException | None) -> HttpResponse | None:
    """What is said while the disk or the database takes nothing; None if that is not what is wrong."""
    if isinstance(fault, NoRoom):
        words = _("At this moment we cannot take more photographs.")
        return explain(request, 507, words, _("Everything else can be kept. Please come back, or call us."))
    if outage(fault) is None:
        return None
    _log.warning("A page for families: %s", fault)
    words = _("At this moment we cannot keep what you send us.")
    return explain(request, 503, words, _("What we have of you is safe. Please come back later, or call us."))


def not_here() -> NotThere:
    return NotThere(_("There is no such page."), _("Please begin again at the first page."))


def _answered(request: FamilyRequest, view: Callable[[], HttpResponse], visit: bool, files: bool) -> HttpResponse:
    request.token = request.COOKIES.get(COOKIE, "")[:100]
    address = address_of(request)
    try:
        request.visit = visit_of(request.token)
        request.actor = visitor(address) if request.visit is None else family(request.visit.request_id, address)
        if int(request.headers.get("Content-Length") or 0) > (MOST_AT_ONCE if files else 1_000_000):
            return explain(request, 413, _("This is too much at once."), _("Please send one photograph at a time."))
        if files:
            request.upload_handlers = [_OneFamilysFiles(request)]
        protect: Any = _Protect(lambda _: HttpResponse())
        protect.process_request(request)
        if (refused := protect.process_view(request, _asks_for_form, (), {})) is not None:
            return cast(HttpResponse, refused)
        answer = _seen(request, view, visit)
        return cast(HttpResponse, protect.process_response(request, answer))
    except (NoRoom, StorageFailed, DatabaseError, InterfaceError, OSError) as fault:
        return explain_outage(request, fault) or _broken(request)
    except AntigoneError as fault:
        return explain(request, _status(fault), fault.detail, fault.hint)
    except Exception:
        return _broken(request)


def _broken(request: FamilyRequest) -> HttpResponse:
    """Told in the families' own words: the desk's page for it would tell whose site this is."""
    _log.exception("a page for families is broken")
    return explain(request, 500, _("Something went wrong."), _("Please go back, and try again."))


def _seen(request: FamilyRequest, view: Callable[[], HttpResponse], visit: bool) -> HttpResponse:
    if request.visit is not None:
        request.theirs = request.visit.request
        seen(token=request.token)
        if request.visit.harmless and visit:
            return render(request, "p/harmless.html")
    elif visit:
        return _come_back(request)
    return view()


def _come_back(request: FamilyRequest) -> HttpResponse:
    """The answer when a visit is over: what was typed is carried along."""
    if request.method != "POST":
        return redirect("family-back")
    return back_with(request)


def _without_trace(answer: HttpResponse, language: str) -> HttpResponse:
    answer.setdefault("Content-Language", language)
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def _asks_for_form(request: HttpRequest) -> HttpResponse:
    """Stands for the page where its protection is asked."""
    raise AssertionError(reverse("family-front"))


def _status(fault: AntigoneError) -> int:
    kinds = ((NotThere, 404), (NotAllowed, 403), (SignInRefused, 429), (UsageError, 400))
    return next((status for kind, status in kinds if isinstance(fault, kind)), 500)
