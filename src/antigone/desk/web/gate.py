"""What every page says before it begins: who may ask for it. A test finds any page that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.names import act_name
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.errors import NotAllowed

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


def page(verb: Verb, thing: Thing, *methods: str, or_thing: Thing | None = None) -> Callable[[Page[P]], Page[P]]:
    """A page for those who may do this to something. To what, its queries and actions say.

    ``or_thing``: the page is for both kinds of thing, and its number says which is meant.
    """

    def gate(view: Page[P]) -> Page[P]:
        @wraps(view)
        def asked(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(somewhere(request.actor, verb, each) for each in (thing, or_thing) if each is not None):
                raise NotAllowed(
                    _("Your roles do not allow this: %(act)s.") % {"act": act_name(f"{verb} {thing}")},
                    _("Ask an administrator of your agency who may."),
                )
            return view(request, *args, **kwargs)

        limited: Any = require_http_methods(methods)(asked)
        limited.permission = verb, thing
        return limited  # type: ignore[no-any-return]

    return gate
