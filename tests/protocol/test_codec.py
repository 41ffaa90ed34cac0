"""What was kept of the protocol, such as what an examiner wrote, is read again as it was written, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import ProtocolDamaged
from antigone.protocol.codec import freeze, kinds_of, thaw_entry
from antigone.protocol.components import GUIDES, Component, Explanation, Origin
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.descriptors import DESCRIPTORS
from antigone.protocol.entries import (
    Analysed,
    Changed,
    Compared,
    Concluded,
    Entry,
    Finding,
    HandedBack,
    Locked,
    Paused,
    Resumed,
    Unblinded,
    Unmasked,
    Visibility,
)
from antigone.types import Profile

KINDS = kinds_of(Entry)
AT = datetime(2026, 3, 1, 9, 30, 0, 123456, UTC)
times = st.datetimes(timezones=st.just(UTC))
words = st.text(min_size=1, max_size=40).filter(str.strip)
explanations = st.frozensets(st.sampled_from(Explanation), max_size=4)
analysed = st.builds(
    lambda at, side, component, visibility, said, why, seen: Analysed(
        at,
        side,
        component,
        visibility,
        said,
        frozenset(e for e in why if side is Profile.PM or e.origin is not Origin.DEATH),
        frozenset(list(DESCRIPTORS[component])[:seen] if visibility is not Visibility.NOT_SEEN else ()),
    ),
    times,
    st.sampled_from(Profile),
    st.sampled_from(Component),
    st.sampled_from(Visibility),
    words,
    explanations,
    st.integers(0, 3),
)
compared = st.builds(Compared, times, st.sampled_from(Component), st.sampled_from(Finding), explanations, words)
concluded = st.builds(Concluded, times, words, words)
entries: st.SearchStrategy[Entry] = st.one_of(
    analysed,
    compared,
    concluded,
    st.builds(Locked, times, st.sampled_from(Profile)),
    st.builds(Unmasked, times),
    st.builds(Paused, times),
    st.builds(Resumed, times),
    st.builds(HandedBack, times, words),
    st.builds(Unblinded, times, st.frozensets(st.sampled_from(ConflictOfInterest), min_size=1)),
    st.one_of(analysed, compared, concluded).flatmap(lambda e: st.builds(Changed, st.just(e.at), st.just(e), words)),
)


def read(kind: str, said: Any) -> Any:
    """As ``freeze`` would have written it, so that nothing but what is said in it can be at fault."""
    return thaw_entry(KINDS, kind, json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(entries)
def test_every_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert thaw_entry(KINDS, type(entry).__name__, freeze(entry)) == entry


def test_every_kind_of_the_protocol_has_a_way_to_be_kept() -> None:
    assert set(KINDS.values()) == set(Entry.__args__)  # type: ignore[attr-defined]
    assert all(guide.explanations <= set(Explanation) for guide in GUIDES.values())


NOSE = Analysed(
    AT, Profile.PM, Component.NOSE, Visibility.SEEN, "narrow", frozenset({Explanation.LIVOR}), frozenset({"bent"})
)
WHOLE = json.loads(freeze(NOSE))


@pytest.mark.parametrize(
    "damage",
    [
        {"is": "Measured"},
        {"is": "Compared"},
        {"at": "2026-03-01T09:30:00"},
        {"at": "2026-03-01T09:30:00.123456Z"},
        {"side": "both"},
        {"words": ""},
        {"words": 7},
        {"may_have_changed": ["livor", "livor"]},
        {"may_have_changed": ["curse"]},
        {"descriptors": ["attached"]},
        {"descriptors": ["straight", "narrow"]},
        {"extra": 1},
    ],
)
def test_what_nobody_can_have_written_is_refused(damage: dict[str, Any]) -> None:
    assert read("Analysed", WHOLE) == NOSE
    with pytest.raises(ProtocolDamaged):
        read("Analysed", {**WHOLE, **damage})


@pytest.mark.parametrize("said", [None, [], {}, {**WHOLE, "is": None}, {k: v for k, v in WHOLE.items() if k != "at"}])
def test_what_is_no_entry_is_refused(said: Any) -> None:
    with pytest.raises(ProtocolDamaged):
        read("Analysed", said)


@pytest.mark.parametrize("kind", ["Compared", "Measured", "analysed", ""])
def test_an_entry_under_another_name_is_refused(kind: str) -> None:
    with pytest.raises(ProtocolDamaged):
        read(kind, WHOLE)


def test_the_same_entry_in_other_characters_is_refused() -> None:
    assert thaw_entry(KINDS, "Analysed", freeze(NOSE)) == NOSE
    with pytest.raises(ProtocolDamaged):
        thaw_entry(KINDS, "Analysed", freeze(NOSE) + " ")


def test_a_change_of_a_pause_is_no_change() -> None:
    paused = json.loads(freeze(Paused(AT)))
    with pytest.raises(ProtocolDamaged):
        read("Changed", {"is": "Changed", "at": AT.isoformat(), "entry": paused, "reason": "because"})
