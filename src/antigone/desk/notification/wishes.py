"""How the family wants to be reached: from the record's informants, and from their own request."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.desk.families.models import Allowed, Request
from antigone.desk.families.queries import may, told
from antigone.desk.families.questions import WAYS
from antigone.desk.records.models import Informant
from antigone.desk.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class Wish:
    """The wish of one of them. ``safe`` is None where nobody asked."""

    name: str
    relation: str
    languages: str
    contact: str
    safe: bool | None
    never: str
    more: str = ""


def wishes_of(record: Subject) -> list[Wish]:
    """The wishes of everybody who told us of this person. They are read, never copied into a plan by themselves."""
    found = [
        Wish(each.name, each.relation, each.languages, each.contact, each.safe, each.never)
        for each in Informant.objects.filter(record=record.pk)
    ]
    live = Request.objects.filter(record=record, erased_at=None, sent_at__isnull=False).order_by("pk")
    return [*found, *(_of_request(each) for each in live)]


def _of_request(request: Request) -> Wish:
    said = told(request)
    you, talk, contact = said.get("you", {}), said.get("talk", {}), said.get("contact", {})
    ways = dict(WAYS)
    how = [str(ways.get(way, way)) for way in contact.get("ways", [])]
    more = []
    if talk.get("interpreter") == "yes":
        more.append(_("They wish for somebody who translates."))
    if may(request, Allowed.What.PICTURES):
        more.append(_("They wish to be asked about pictures. Nothing is shown because of it: they ask again, then."))
    if request.danger_at is not None:
        more.append(_("They used the word that means danger. Do not reach them before this is settled."))
    safe = {"yes": True, "no": False}.get(contact.get("safe", ""))
    if request.danger_at is not None:
        safe = False
    return Wish(
        you.get("name", ""),
        you.get("relation", ""),
        talk.get("languages", ""),
        "; ".join([*how, *filter(None, [contact.get("how", "")])]),
        safe,
        contact.get("never", ""),
        " ".join(more),
    )
