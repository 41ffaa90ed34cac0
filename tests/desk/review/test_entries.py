"""What an examiner wrote is read again as it was written, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.desk.review.entries import KINDS, as_json, from_json
from antigone.errors import LogDamaged
from antigone.protocol.components import GUIDES, Component, Explanation, Origin
from antigone.protocol.entries import (
    Analysed,
    Changed,
    Compared,
    Concluded,
    Entry,
    Finding,
    Locked,
    Paused,
    Resumed,
    Stopped,
    Unmasked,
    Visibility,
)
from antigone.types import Profile

AT = datetime(2026, 3, 1, 9, 30, 0, 123456, UTC)
times = st.datetimes(timezones=st.just(UTC))
words = st.text(min_size=1, max_size=40).filter(str.strip)
explanations = st.frozensets(st.sampled_from(Explanation), max_size=4)
analysed = st.builds(
    lambda at, side, component, visibility, said, why: Analysed(
        at,
        side,
        component,
        visibility,
        said,
        frozenset(e for e in why if side is Profile.PM or e.origin is not Origin.DEATH),
    ),
    times,
    st.sampled_from(Profile),
    st.sampled_from(Component),
    st.sampled_from(Visibility),
    words,
    explanations,
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
    st.builds(Stopped, times, words),
    st.one_of(analysed, compared, concluded).flatmap(lambda e: st.builds(Changed, st.just(e.at), st.just(e), words)),
)


@settings(max_examples=150, deadline=None)
@given(entries)
def test_every_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert from_json(as_json(entry)) == entry


def test_every_kind_of_the_protocol_has_a_way_to_be_kept() -> None:
    assert set(KINDS.values()) == set(Entry.__args__)  # type: ignore[attr-defined]
    assert all(guide.explanations <= set(Explanation) for guide in GUIDES.values())


WHOLE = as_json(Analysed(AT, Profile.PM, Component.NOSE, Visibility.SEEN, "narrow", frozenset({Explanation.LIVOR})))


@pytest.mark.parametrize(
    "damage",
    [
        {"v": 2},
        {"kind": "measured"},
        {"at": "2026-03-01T09:30:00"},
        {"at": "2026-03-01T09:30:00.123456Z"},
        {"side": "both"},
        {"words": ""},
        {"words": 7},
        {"may_have_changed": ["livor", "livor"]},
        {"may_have_changed": ["curse"]},
        {"extra": 1},
    ],
)
def test_what_nobody_can_have_written_is_refused(damage: dict[str, Any]) -> None:
    assert from_json(WHOLE)
    with pytest.raises(LogDamaged):
        from_json({**WHOLE, **damage})


@pytest.mark.parametrize("said", [None, [], {}, {**WHOLE, "kind": None}, {k: v for k, v in WHOLE.items() if k != "at"}])
def test_what_is_no_entry_is_refused(said: Any) -> None:
    with pytest.raises(LogDamaged):
        from_json(said)


def test_a_change_of_a_pause_is_no_change() -> None:
    paused = as_json(Paused(AT))
    with pytest.raises(LogDamaged):
        from_json({"v": 1, "kind": "changed", "at": AT.isoformat(), "entry": paused, "reason": "because"})
