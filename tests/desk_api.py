"""A program with somebody's token."""

from __future__ import annotations

import json
from typing import Any

from antigone.desk.accounts.actions.tokens import make_token
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing
from antigone.desk.api.urls import api
from desk_people import PASSWORD, a_client, as_

SEEN_AS = {
    "incidents": Thing.INCIDENT,
    "cases": Thing.CASE,
    "records": Thing.RECORD,
    "photographs": Thing.PM_PHOTO,
    "sources": Thing.SOURCE,
    "consents": Thing.CONSENT,
    "searches": Thing.SEARCH,
    "exclusions": Thing.EXCLUSION,
    "links": Thing.LINK,
    "warnings": Thing.DUPLICATE_WARNING,
}
"""The first word of an operation's address, and the thing its number is of."""

OPERATIONS = {
    operation.view_func.__name__: (path, operation)
    for _, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
}
ALSO = {Thing.PM_PHOTO: Thing.AM_PHOTO, Thing.CASE: Thing.RECORD}
"""Whose numbers are asked for under the same address: of photographs, and where the address names the kind."""
KIND = "{kind:kind}"
WORDS = {Thing.CASE: "cases", Thing.RECORD: "records"}
"""What stands in an address that names the kind."""


def kinds_of(path: str) -> list[Thing | None]:
    """Whose numbers the address takes; None if it takes none."""
    if "{number}" not in path:
        return [None]
    kind = Thing.CASE if KIND in path else SEEN_AS[path.split("/")[1]]
    return [kind, ALSO[kind]] if KIND in path or kind is Thing.PM_PHOTO else [kind]


def a_token(person: Person, *roles: Role) -> str:
    """The secret words of a token with these of the person's roles, or with all."""
    return make_token(by=as_(person), password=PASSWORD, name="a program", roles=roles or person.roles, days=1)[1]


class Program:
    """Asks the API as JSON."""

    def __init__(self, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = a_client(headers=headers)

    def ask(self, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api{address}", **sent)  # type: ignore[arg-type]

    def get(self, address: str, status: int = 200) -> Any:
        return self._said(self.ask("GET", address), status)

    def post(self, address: str, body: dict[str, Any], status: int = 200) -> Any:
        return self._said(self.ask("POST", address, body), status)

    def send(self, address: str, file: bytes, status: int = 200, **fields: Any) -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        sent = {"photograph": SimpleUploadedFile("IMG_1.jpg", file), **fields}
        return self._said(self.client.post(f"/api{address}", sent), status)

    def _said(self, answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content
        return answer.json()
