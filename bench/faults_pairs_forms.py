"""The forms of a page, and what a browser sends when somebody fills them in: so acts of pages are found, not listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone

from desk_people import PASSWORD

Said = dict[str, list[str]]
_TEXTS = {"text": "as they said", "search": "as they said", "email": "somebody@example.org", "tel": "+380 44 1"}
_TEXTS |= {"password": PASSWORD, "url": "https://example.org/", "time": "12:00"}


@dataclass
class Field:
    """One field of a form, with what stands in it or can be chosen."""

    name: str
    kind: str
    said: list[str] = field(default_factory=list)
    """What the browser would send as it stands."""
    choices: list[str] = field(default_factory=list)
    least: str = ""


@dataclass
class Form:
    """A form that is sent by POST, its fields, and its buttons: where each leads and what it says."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def ways(self) -> Iterator[tuple[str, Said]]:
        """Each button, with the fields as they stand, and with all that is empty filled in."""
        for whole in (True, False):
            for action, name, value in self.buttons or [(self.action, "", "")]:
                said = {each.name: got for each in self.fields.values() if (got := _filled(each, whole))}
                yield action, said | ({name: [value]} if name else {})


def forms_of(page: str, address: str) -> list[Form]:
    """The forms of a page by which something is written."""
    reading = _Reading(address)
    reading.feed(page)
    return reading.forms


def _filled(each: Field, whole: bool) -> list[str]:
    if each.kind in ("hidden", "select", "radio") or (any(each.said) and each.kind != "file"):
        return each.said or each.choices[:1]
    if each.kind == "checkbox":
        return each.choices[:1] if whole else []
    if each.kind == "date":
        return [str(timezone.localdate())]
    if each.kind == "datetime-local":
        return [f"{timezone.localdate() + timedelta(days=1)}T12:00"]
    if each.kind == "number":
        return [each.least or "1"] if whole else []
    if each.kind == "file":
        return []
    return [_TEXTS.get(each.kind, "as they said")] if whole else []


class _Reading(HTMLParser):
    """Collects the forms while a page is read."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms = address, list[Form]()
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(said)
            return
        form = self._by_id.get(said.get("form", ""), self._form)
        if form is None or "disabled" in said:
            return
        if tag == "input":
            _input(form, said)
        elif tag == "button":
            if said.get("type", "submit") == "submit":
                form.buttons.append((said.get("formaction", form.action), said.get("name", ""), said.get("value", "")))
        elif tag == "select" and "name" in said:
            self._select = form.fields.setdefault(said["name"], Field(said["name"], "select"))
        elif tag == "option" and self._select is not None and (value := said.get("value", "")):
            self._select.choices.append(value)
            if "selected" in said:
                self._select.said.append(value)
        elif tag == "textarea" and "name" in said:
            self._text = form.fields.setdefault(said["name"], Field(said["name"], "text"))

    def handle_data(self, data: str) -> None:
        if self._text is not None and data.strip():
            self._text.said.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None

    def _begin(self, said: dict[str, Any]) -> None:
        self._form = None
        if said.get("method", "get").lower() == "post":
            self._form = Form(said.get("action") or self.address)
            self.forms.append(self._form)
            if "id" in said:
                self._by_id[said["id"]] = self._form


def _input(form: Form, said: dict[str, str]) -> None:
    name, kind, value = said.get("name", ""), said.get("type", "text"), said.get("value", "")
    if kind == "submit":
        form.buttons.append((said.get("formaction", form.action), name, value))
    elif name and name != "csrfmiddlewaretoken":
        found = form.fields.setdefault(name, Field(name, kind, least=said.get("min", "")))
        if kind in ("checkbox", "radio"):
            found.choices.append(value or "on")
            found.said += [value or "on"] if "checked" in said else []
        elif value:
            found.said.append(value)
