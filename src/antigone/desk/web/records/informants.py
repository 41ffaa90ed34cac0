"""Who told us, and how they can be reached without harm to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.records.actions.informants import add_informant, change_informant, remove_informant
from antigone.desk.records.queries import find_record
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.forms import ChangeInformantForm, InformantForm
from antigone.desk.web.records.rows import rows_page
from antigone.desk.web.subjects.lines import may_change


@page(Verb.CHANGE, Thing.RECORD, "GET", "HEAD", "POST")
def informants_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_record(request.actor, number)
    may_change(request, record.subject)
    context: dict[str, Any] = {"by": request.actor, "record": record}
    return rows_page(
        request,
        record,
        list(record.informants.all()),
        new=InformantForm,
        changed=ChangeInformantForm,
        add=lambda **said: add_informant(**context, **said),
        change=lambda row, **said: change_informant(**context, informant=row, **said),
        remove=lambda row, **said: remove_informant(**context, informant=row, **said),
        template="desk/records/informants.html",
        done=_("The informants are written down."),
    )
