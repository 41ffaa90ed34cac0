"""What is wrong with what was typed, in words, and where on the page: never a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.review.models import BenchPicture
from antigone.desk.review.words import component_words, explanation_words
from antigone.protocol.components import GUIDES, Component, Explanation, Origin
from antigone.protocol.entries import Finding, Visibility
from antigone.protocol.examination import Examination, Step, missing
from antigone.protocol.scales import Direction, scale_of
from antigone.types import Profile


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to put right, and the place on the page where that is done."""

    words: str
    place: str
    """The id of an element."""


def of_component(component: Component, words: Any) -> Wrong:
    said = _("%(component)s: %(words)s") % {"component": component_words(component), "words": words}
    return Wrong(said, f"c-{component}")


def not_said(step: Step) -> str:
    if step in (Step.ANALYSE_PM, Step.ANALYSE_REFERENCE):
        return _("say whether it is seen")
    return _("say whether the two are alike")


def analysis(how: str, described: bool, words: str) -> str:
    """What is wrong with the analysis of one component, or nothing."""
    if how not in list(Visibility):
        return _("say whether it is seen")
    if how == Visibility.NOT_SEEN and described:
        return _("something of it is chosen, and yet it is not seen: say that it is partly seen, or choose nothing")
    if how != Visibility.NOT_SEEN and not (described or words.strip()):
        return _("choose what is seen of it, or write it")
    return ""


def comparison(component: Component, how: str, why: frozenset[Explanation], words: str, of: Examination | None) -> str:
    """What is wrong with the comparison of one component, or nothing."""
    if how not in list(Finding):
        return _("say whether the two are alike")
    if how == Finding.DIFFERENT and not words.strip():
        return _("write what differs")
    if of is None:
        return ""
    sides = of.now.analysed
    both = all(component in sides[side] for side in Profile)
    hidden = both and any(sides[side][component].visibility is Visibility.NOT_SEEN for side in Profile)
    if hidden and how != Finding.NOT_COMPARABLE:
        return _("one side does not show it, so it is not comparable; or change that analysis first")
    noted = sides[Profile.PM][component].may_have_changed if both else frozenset()
    late = [each for each in Explanation if each in why - noted and each.origin is Origin.DEATH]
    if late:
        return _(
            "%(changes)s: not noted before the reference was seen. Change the analysis of the dead person first, with a"
            " reason"
        ) % {"changes": _told(late)}
    return ""


def unusual(component: Component, why: frozenset[Explanation], words: str) -> str:
    strange = [each for each in Explanation if each in why - GUIDES[component].explanations]
    if not strange or words.strip():
        return ""
    return _("%(changes)s: not known to change it. Write how it did here") % {"changes": _told(strange)}


def left_out(examination: Examination) -> list[Wrong]:
    """Components that the step still needs."""
    return [of_component(each, not_said(examination.step)) for each in missing(examination)]


def not_looked_at(pictures: Iterable[BenchPicture]) -> list[Wrong]:
    sides = {Profile.PM.value: _("The dead person"), Profile.AM.value: _("The reference")}
    return [
        Wrong(
            _("%(side)s, picture %(number)s: look at it clearly first")
            % {"side": sides[each.side], "number": each.place},
            f"picture-{each.key}",
        )
        for each in pictures
    ]


def conclusion(examination: Examination, code: str, reasons: str) -> list[Wrong]:
    """What keeps a conclusion from standing."""
    found = []
    levels = {level.code: level for level in scale_of(examination.scale).for_the_face()}
    if code not in levels:
        found.append(Wrong(_("Choose a conclusion"), "level"))
    if not reasons.strip():
        found.append(Wrong(_("Write the reasons for your conclusion"), "reasons"))
    if code not in levels:
        return found
    level, said = levels[code], [each.finding for each in examination.now.compared.values()]
    if level.direction is Direction.SAME:
        for component in examination.unexplained:
            found.append(
                of_component(component, _("it differs, and nothing explains it: explain it, or conclude otherwise"))
            )
        if Finding.SIMILAR not in said:
            found.append(Wrong(_("Nothing was found similar, so nothing supports one person"), "level"))
    if level.direction is Direction.DIFFERENT and Finding.DIFFERENT not in said:
        found.append(Wrong(_("Nothing was found different, so nothing supports two persons"), "level"))
    if not level.comparable and set(said) - {Finding.NOT_COMPARABLE}:
        found.append(Wrong(_("Components were compared, so a comparison can be made"), "level"))
    return found


def _told(changes: Iterable[Explanation]) -> str:
    return "; ".join(explanation_words(each) for each in changes)
