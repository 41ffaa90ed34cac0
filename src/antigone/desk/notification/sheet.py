"""The visit sheet as a PDF. No photograph of the dead; no name on the outside."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from antigone.desk.identification.person_refs import names_of
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.notification.words import ITEMS, OF_ERROR, STEPS
from antigone.protocol.notification import Notification
from antigone.protocol.plan import Item
from antigone.protocol.visit import VisitStep
from antigone.report.fonts import drawable, folder

_TEMPLATES = Path(__file__).parent / "paper"
_NOT_ON_IT = {Item.RISKS}
"""A sheet can be lost or taken away."""


def as_sheet(plan: NotificationPlan, whole: Notification, of_whom: str) -> bytes:
    """The PDF, in the language of the desk. ``of_whom``: the missing person's name."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])
    compiler = typst.Compiler(
        str(_TEMPLATES / "visit.typ"),
        root=str(_TEMPLATES),
        font_paths=fonts,
        sys_inputs={"content": json.dumps(_drawn(_content(plan, whole, of_whom)), ensure_ascii=False)},
    )
    done = compiler.compile(format="pdf", timestamp=datetime.now(UTC).replace(microsecond=0))
    assert isinstance(done, bytes)
    return done


def _content(plan: NotificationPlan, whole: Notification, of_whom: str) -> dict[str, Any]:
    standing = whole.plan
    who = names_of(standing.visitors)
    kin = "; ".join(f"{each.place}. {each.name}, {each.relation}" for each in standing.in_order)
    return {
        "number": plan.number,
        "language": (get_language() or "en").split("-")[0],
        "rtl": get_language_bidi(),
        "outside": _("Fold here, with this side out."),
        "title": _("The plan"),
        "facts": [
            (_("Of whom:"), of_whom),
            (_("Who is told, in this order:"), kin),
            (_("Who goes:"), ", ".join(who[key] for key in standing.visitors)),
            (_("Printed:"), date_format(timezone.localtime(), "DATETIME_FORMAT")),
        ],
        "plan": [
            (str(ITEMS[item][0]), standing.written[item].words)
            for item in Item
            if item in standing.written and item not in _NOT_ON_IT
        ],
        "visit": _("The visit"),
        "lead": _(
            "Two people go. Nobody is told by telephone, message or letter. Nobody shows a photograph of the dead."
            " If they do not want to hear it now, leave the contact and come again."
        ),
        "ask": [_("Day and time:"), _("Who was there:"), _("Who was told:")],
        "steps": [
            (str(STEPS[step][0]), str(OF_ERROR.get(step, STEPS[step][1]) if whole.of_error else STEPS[step][1]))
            for step in VisitStep
        ],
        "after": [
            _("The words with which it was said:"),
            _("Who stays with them now:"),
            _("What they asked, wished, refused or do not believe; whether they ask to examine again:"),
            _("When somebody comes again, within 24 hours, and who:"),
            _("Names of the two visitors:"),
        ],
    }


def _drawn(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _drawn(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawn(each) for each in value]
    return drawable(value) if isinstance(value, str) else value
