"""The names of a missing person, in every script that somebody wrote them in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.records.actions.names import add_name, change_name, remove_name
from antigone.desk.records.queries import find_record
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.forms import ChangeNameForm, NameForm
from antigone.desk.web.records.rows import rows_page
from antigone.desk.web.subjects.lines import may_change


@page(Verb.CHANGE, Thing.RECORD, "GET", "HEAD", "POST")
def names_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_record(request.actor, number)
    may_change(request, record.subject)
    context: dict[str, Any] = {"by": request.actor, "record": record}
    return rows_page(
        request,
        record,
        list(record.names.all()),
        new=NameForm,
        changed=ChangeNameForm,
        add=lambda **said: add_name(**context, **said),
        change=lambda row, **said: change_name(**context, name=row, **said),
        remove=lambda row, **said: remove_name(**context, name=row, **said),
        template="desk/records/names.html",
        done=_("The names are written down."),
    )
