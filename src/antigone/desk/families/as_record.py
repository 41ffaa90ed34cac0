"""A request's answers as the fields of a missing person's record. Their own words stay in the request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from antigone.desk.records.days import read_days
from antigone.desk.subjects.models import Elsewhere, Mark

_ABOUT = 2
"""Years by which an age that was told as "about" may be off."""
Told = dict[str, dict[str, Any]]
"""For each step: its fields."""


@dataclass(frozen=True, slots=True)
class AsRecord:
    """The values with which the actions of ``records`` and ``subjects`` are called."""

    names: list[dict[str, str]]
    informants: list[dict[str, Any]]
    details: dict[str, Any]
    marks: list[dict[str, str]] = field(default_factory=list)
    elsewhere: list[dict[str, str]] = field(default_factory=list)


def as_record(told: Told) -> AsRecord:
    who, you, talk, contact = (told.get(step, {}) for step in ("who", "you", "talk", "contact"))
    born, last, looks, wore, known = (told.get(step, {}) for step in ("born", "last", "looks", "wore", "elsewhere"))
    first, final = read_days(_day(born))
    seen_first, seen_last = read_days(_day(last))
    details: dict[str, Any] = {
        "born_earliest": first,
        "born_latest": final,
        "last_seen_earliest": seen_first,
        "last_seen_latest": seen_last,
        "last_seen_place": last.get("place", ""),
        "circumstances": last.get("how", ""),
        "belongings": wore.get("belongings", ""),
        "clothing": wore.get("clothing", ""),
        "sex": looks.get("sex", "unknown"),
        **{name: looks.get(name, "") for name in ("build", "hair", "eyes", "teeth")},
        "remarks": known.get("others", ""),
    }
    if first is None and "age" in born:
        details |= _about("age", int(born["age"]), _ABOUT, 120)
    if "height" in looks:
        details |= _about("stature", int(looks["height"]), 5, 250)
    return AsRecord(_names(who), _informants(you, talk, contact), details, _marks(told), _elsewhere(known))


def _names(who: dict[str, Any]) -> list[dict[str, str]]:
    own = {part: who.get(part, "") for part in ("family", "given", "patronymic")}
    others = [line.strip()[:120] for line in who.get("other", "").splitlines() if line.strip()]
    return [own, *({"given": line, "what": "other spelling"} for line in others)]


def _informants(you: dict[str, Any], talk: dict[str, Any], contact: dict[str, Any]) -> list[dict[str, Any]]:
    if not you.get("name"):
        return []
    return [
        {
            "name": you["name"],
            "relation": you.get("relation", ""),
            "languages": talk.get("languages", ""),
            "contact": _one_line(contact.get("how", "")),
            "never": _one_line(contact.get("never", "")),
            "safe": {"yes": True, "no": False}.get(contact.get("safe", "")),
        }
    ]


def _marks(told: Told) -> list[dict[str, str]]:
    lines = told.get("marks", {}).get("marks", "").splitlines()
    what = {"what": str(Mark.What.OTHER), "where": "as told"}
    return [{**what, "description": line.strip()[:500]} for line in lines if line.strip()]


def _elsewhere(known: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for name, what in (("dentist", Elsewhere.What.DENTAL), ("prints", Elsewhere.What.FINGERPRINTS)):
        if known.get(name):
            found.append({"what": str(what), "holder": known[name], "number": "to be asked"})
    if known.get("dna") == "yes":
        found.append(
            {"what": str(Elsewhere.What.DNA), "holder": "a relative, who would give it", "number": "not taken"}
        )
    return found


def _day(said: dict[str, Any]) -> str:
    parts = [str(said[name]).zfill(2) for name in ("year", "month", "day") if name in said]
    return "-".join(parts) if "year" in said else ""


def _about(name: str, value: int, by: int, most: int) -> dict[str, int]:
    return {f"{name}_low": max(0 if name == "age" else 20, value - by), f"{name}_high": min(most, value + by)}


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
