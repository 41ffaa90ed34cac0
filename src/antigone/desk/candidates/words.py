"""The engine's statements about a candidate in the reader's language, made from the numbers that a list keeps.

In English the sentences are the engine's own (antigone.types, antigone.evidence), and a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.evidence.expected import TopOfStrangers
from antigone.evidence.verbal import SCALES, rounded
from antigone.types import Strangers

SUPPORT = (
    noop("weak support"),
    noop("weak or limited support"),
    noop("limited support"),
    noop("moderate support"),
    noop("moderately strong support"),
    noop("strong support"),
    noop("very strong support"),
    noop("extremely strong support"),
)
"""Every word of the verbal scales."""
NO_WEIGHT = (
    noop("Nothing was calibrated."),
    noop("There is no score: a face was not found."),
    noop("Not calibrated."),
    noop("It is the same picture on both sides, which says nothing of who is in it: find out whose face it is."),
    noop("Part of a face is covered, and the calibration is of faces that are not: compare by eye what is to be seen."),
    noop(
        "One of the two has no photograph on which the machine is sure of the face, as it is of those that were"
        " calibrated on: compare by eye, or add a photograph from the front with nothing over the face."
    ),
    noop("Strangers are as alike here as photographs of one person: no score could weigh anything."),
)
_GROUPS = {
    "everybody": noop("everybody"),
    "infant": noop("age up to 2"),
    "child": noop("age 3 to 12"),
    "adolescent": noop("age 13 to 17"),
    "adult": noop("age 18 to 59"),
    "old": noop("age 60 or more"),
    "female": noop("female"),
    "male": noop("male"),
}


def in_english() -> bool:
    return (get_language() or "en").startswith("en")


def weight_in_words(log10_lr: float, said: str) -> str:
    """``said``: the engine's sentence, which names its scale and whether the weight is at the calibration's limit."""
    if in_english() or not said:
        return said
    scale = next((name for name in SCALES if said.endswith(f"; {name}).")), "enfsi")
    limit = "at least about" in said
    word = SCALES[scale].word(log10_lr)
    if not word:
        return _(
            "The scores are about as probable if the photographs show one person as if they show two different persons:"
            " they support neither."
        )
    of = {"times": rounded(10 ** abs(log10_lr)), "support": _(word), "scale": scale.upper()}
    if log10_lr < 0:
        if limit:
            return _(_TWO_AT_LEAST) % of
        return _(_TWO) % of
    return (_(_ONE_AT_LEAST) if limit else _(_ONE)) % of


_ONE = noop(
    "The scores are about %(times)s times more probable if the photographs show one person than if they show two"
    " different persons (%(support)s for one person over two different persons; %(scale)s)."
)
_ONE_AT_LEAST = noop(
    "The scores are at least about %(times)s times more probable if the photographs show one person than if they show"
    " two different persons (%(support)s for one person over two different persons; %(scale)s)."
)
_TWO = noop(
    "The scores are about %(times)s times more probable if the photographs show two different persons than if they"
    " show one person (%(support)s for two different persons over one person; %(scale)s)."
)
_TWO_AT_LEAST = noop(
    "The scores are at least about %(times)s times more probable if the photographs show two different persons than if"
    " they show one person (%(support)s for two different persons over one person; %(scale)s)."
)


def why_no_weight(said: str) -> str:
    """The engine's reason; in other languages by its kind where it holds names of groups and numbers."""
    if in_english() or said in NO_WEIGHT or not said:
        return _(said) if said else ""
    if said.startswith("It would mislead for"):
        return _("It would mislead for some groups of age or sex. Write age and sex where they are known.")
    if said.startswith("Too few people"):
        return _("Too few people of this group are known to the calibration.")
    if said.startswith("How low two photographs"):
        return _("How low two photographs of one person of this group score is not known: a low score is no finding.")
    return _("This calibration states no weight in these circumstances.")


def resting_on_in_words(said: Iterable[Mapping[str, Any]], *, several: bool = False) -> list[str]:
    """What templates rested on besides their photographs, from what a list keeps of them: a sentence each.

    ``several``: whether the number of the photograph is said too.
    """
    found = []
    for each in said:
        words = [_("the points of the face were set by hand")] if each["by_hand"] else []
        if each["covered"]:
            words.append(
                _("compared with %(share)s %% of the face covered; what is hidden was left out of account")
                % {"share": max(1, round(100 * each["covered"]))}
            )
        together = "; ".join(words)
        if several:
            together = _("Photograph %(number)d: %(words)s") % {"number": each["photograph"], "words": together}
        found.append(together)
    return found


def weight_in_figures(weight: Mapping[str, Any]) -> str:
    """``+1.2 (+0.9 to +1.4)``, or ``at least +3.7 (+3.2 or more)`` at a limit of the calibration."""
    value, low, high = (f"{weight[name]:+.1f}" for name in ("log10_lr", "low", "high"))
    if not weight.get("limit"):
        return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
    above = weight["log10_lr"] > 0
    end = low if above else high
    if end == value:
        return (_("at least %(value)s") if above else _("at most %(value)s")) % {"value": value}
    words = _("at least %(value)s (%(end)s or more)") if above else _("at most %(value)s (%(end)s or less)")
    return words % {"value": value, "end": end}


def limit_in_words(said: str) -> str:
    """Why nothing beyond a weight is stated; in other languages by its kind."""
    if in_english() or not said:
        return said
    if said.startswith("Nothing lower"):
        return _("Nothing lower is stated: too few people with several photographs are known to the calibration.")
    if "strangers of this group were seen" in said:
        return _("Nothing higher is stated: strangers were seen to score as high.")
    return _("Nothing higher is stated: too few people are known to the calibration.")


def stratum_in_words(label: str) -> str:
    """For whom and for how many photographs a weight was calibrated: ``age band adult; 1 photo of the missing, ...``"""
    people, parted, photos = label.partition("; ")
    counts = [part.split(" ", 1)[0] for part in photos.split(", ")]
    names = [name.removeprefix("age band ").removeprefix("sex ") for name in people.split(", ")]
    if in_english() or not parted or not all(name in _GROUPS for name in names) or len(counts) != 2:
        return label
    return _("%(people)s; photographs of the missing: %(missing)s, of the dead: %(dead)s") % {
        "people": ", ".join(_(_GROUPS[name]) for name in names),
        "missing": counts[0],
        "dead": counts[1],
    }


def strangers_in_words(said: dict[str, Any] | None) -> str:
    """How many strangers to expect at or above a score, from what a list keeps."""
    if not said:
        return ""
    known = Strangers(said["expected"], said["low"], said["high"], said["gallery"], said["beyond_the_data"])
    if in_english():
        return known.in_words()
    of = {"few": _rough(known.high), "value": _rough(known.value), "low": _rough(known.low), "gallery": known.gallery}
    if known.beyond:
        words = ngettext(
            "Probably fewer than %(few)s strangers are expected at or above this score in a gallery of %(gallery)s"
            " person; none was seen so high.",
            "Probably fewer than %(few)s strangers are expected at or above this score in a gallery of %(gallery)s"
            " persons; none was seen so high.",
            known.gallery,
        )
    else:
        words = ngettext(
            "About %(value)s strangers (%(low)s to %(few)s) are expected at or above this score in a gallery of"
            " %(gallery)s person.",
            "About %(value)s strangers (%(low)s to %(few)s) are expected at or above this score in a gallery of"
            " %(gallery)s persons.",
            known.gallery,
        )
    return words % of


def strangers_in_short(said: dict[str, Any] | None) -> str:
    """The same as a number: ``0.02``, or ``< 0.01`` where no stranger was seen so high."""
    if not said:
        return ""
    known = Strangers(said["expected"], said["low"], said["high"], said["gallery"], said["beyond_the_data"])
    return f"< {_rough(known.high)}" if known.beyond else _rough(known.value)


def top_in_words(said: dict[str, Any] | None) -> str:
    """What the first entry scores if the person is not enrolled, from what a list keeps."""
    if not said:
        return ""
    top = TopOfStrangers(said["median_top_score"], said["one_in_twenty"], said["gallery"], said["beyond_the_data"])
    if in_english():
        return top.in_words()
    words = _TOP_AT_LEAST if top.beyond else _TOP
    return _(words) % {"gallery": top.gallery, "median": f"{top.median:.2f}", "high": f"{top.high:.2f}"}


_TOP = noop(
    "If the person is not among the enrolled (%(gallery)s), the first place still scores about %(median)s, and in one"
    " list of twenty %(high)s or more."
)
_TOP_AT_LEAST = noop(
    "If the person is not among the enrolled (%(gallery)s), the first place still scores at least about %(median)s, and"
    " in one list of twenty at least %(high)s or more."
)


def _rough(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"
