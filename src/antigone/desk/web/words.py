"""Names of what the tables hold, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.cases.models import Case
from antigone.desk.identification.states import PIPELINE_WORDS
from antigone.desk.records.models import Name
from antigone.desk.subjects.models import Elsewhere, Mark, Sex

IN_WORDS: dict[str, Any] = {
    Sex.FEMALE: _("female"),
    Sex.MALE: _("male"),
    Sex.OTHER: _("other"),
    Sex.UNKNOWN: _("unknown"),
    Case.Condition.RECENT: _("recently dead"),
    Case.Condition.DECOMPOSED: _("decomposed"),
    Case.Condition.WATER: _("from water"),
    Case.Condition.BURNT: _("burnt"),
    Case.Condition.INJURED: _("injured face"),
    Case.Condition.MUMMIFIED: _("mummified"),
    Case.Condition.SKELETAL: _("skeletal"),
    Case.Condition.PART: _("body part"),
    Mark.What.TATTOO: _("tattoo"),
    Mark.What.SCAR: _("scar"),
    Mark.What.BIRTHMARK: _("birthmark"),
    Mark.What.PIERCING: _("piercing"),
    Mark.What.OPERATION: _("trace of an operation"),
    Mark.What.AMPUTATION: _("amputation"),
    Mark.What.PROSTHESIS: _("prosthesis"),
    Elsewhere.What.FINGERPRINTS: _("fingerprints"),
    Elsewhere.What.DENTAL: _("dental findings"),
    Elsewhere.What.DNA: _("DNA"),
    Name.What.OWN: _("their name"),
    Name.What.BIRTH: _("name at birth"),
    Name.What.ALIAS: _("also called"),
    Name.What.SPELLING: _("another spelling"),
    **{state.value: words for state, words in PIPELINE_WORDS.items()},
    "contact is safe": _("contact is safe"),
    "contact is not safe": _("contact is not safe"),
}
"""Every value of a list of choices, as people read it."""


ENDS = noop(":?.!")
"""After which of these Django's forms write no colon after a label: its own sentence, with more marks in Arabic."""


def choices(values: Iterable[str], empty: Any = None) -> list[tuple[str, Any]]:
    """The choices of a form's field. ``empty``: what it says where nothing is chosen."""
    listed = [(str(value), IN_WORDS.get(value, value)) for value in values]
    return listed if empty is None else [("", empty), *listed]
