"""What every page says before it begins: who may ask for it. A test finds any page that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.desk.accounts.access import require_somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request after the middleware: it has an actor, and a person where somebody is signed in."""

    actor: Actor
    user: Person


Page = Callable[Concatenate[DeskRequest, P], HttpResponse]


def public(*methods: str) -> Callable[[Page[P]], Page[P]]:
    """A page for people who are not signed in."""

    def gate(view: Page[P]) -> Page[P]:
        asked: Any = login_not_required(require_http_methods(methods)(view))
        asked.public = True
        return asked  # type: ignore[no-any-return]

    return gate


def page(verb: Verb, thing: Thing | Mapping[str, Thing], *methods: str) -> Callable[[Page[P]], Page[P]]:
    """A page for those who may do this to something. To what, its queries and actions say.

    ``thing``: of cases and of records where they differ (``THINGS``). The address says which is meant (``kind``), or
    else its number does, and then whoever may do it to either is let in to ask.
    """
    things = {"": thing} if isinstance(thing, Thing) else thing

    def gate(view: Page[P]) -> Page[P]:
        @wraps(view)
        def asked(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            hint = _("Ask an administrator of your agency who may.")
            require_somewhere(request.actor, verb, things, str(kwargs.get("kind", "")), hint)
            return view(request, *args, **kwargs)

        limited: Any = require_http_methods(methods)(asked)
        limited.permission = verb, things
        return limited  # type: ignore[no-any-return]

    return gate
