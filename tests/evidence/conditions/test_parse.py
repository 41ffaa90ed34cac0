"""Conditions named in words."""

from __future__ import annotations

import pytest

from antigone.errors import ConditionUnknown, UsageError
from antigone.evidence.conditions import CONDITIONS, Severity, parse


def test_names_come_in_their_order_with_their_severities() -> None:
    steps = parse("pallor, Jaw-Dropped:severe,pallor:1")
    assert [str(step) for step in steps] == ["pallor:moderate", "jaw-dropped:severe", "pallor:mild"]


def test_all_none_and_repeated_names() -> None:
    assert [step.condition for step in parse("all")] == list(CONDITIONS)
    assert {step.severity for step in parse("all:severe")} == {Severity.SEVERE}
    assert len(parse("livor:all")) == 3
    assert parse("none") == ()
    assert len(parse("livor,livor:2")) == 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("jaw-droped", "jaw-dropped"),
        ("blur", "motion-blur"),
        ("livor:fatal", "severe"),
        ("", "NAME"),
        ("livor,,", "NAME"),
    ],
)
def test_a_slip_is_answered_with_what_was_probably_meant(text: str, hint: str) -> None:
    with pytest.raises(ConditionUnknown) as caught:
        parse(text)
    assert hint in caught.value.hint
    assert isinstance(caught.value, UsageError)
