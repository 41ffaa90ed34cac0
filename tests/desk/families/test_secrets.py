"""Codes and secrets: what they are made of, and what it is worth to guess."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.desk.families import limits
from antigone.desk.families.limits import chance_of_guessing, tries_in_a_year
from antigone.desk.families.secrets import (
    hashed,
    in_groups,
    is_code,
    is_secret,
    new_code,
    new_secret,
    opens,
    plain_word,
    read_digits,
)

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/families.md"


def test_a_year_of_guessing_is_worth_less_than_one_in_a_million() -> None:
    windows = 365.25 * 24 * 4
    assert tries_in_a_year(limits.TRIES_IN_ALL) == pytest.approx(limits.TRIES_IN_ALL * windows)
    assert chance_of_guessing() == pytest.approx(limits.TRIES_IN_ALL * windows / 10**15)
    assert chance_of_guessing() < 1e-6 and chance_of_guessing(limits.TRIES_OF_CODE) < 1e-9


def test_the_documents_state_the_chance_that_the_code_has() -> None:
    said = re.search(r"at most ([\d.]+) in a thousand million", DOCUMENT.read_text(encoding="utf-8"))
    assert said is not None and float(said[1]) == pytest.approx(chance_of_guessing() * 1e9, rel=0.05)
    text = DOCUMENT.read_text(encoding="utf-8")
    for number in (limits.TRIES_OF_CODE, limits.TRIES_OF_ADDRESS, f"{limits.TRIES_IN_ALL:,}"):
        assert f"{number} " in text


def test_codes_and_secrets_are_random_digits_that_tell_a_slip() -> None:
    codes, secrets = {new_code() for _ in range(200)}, {new_secret() for _ in range(200)}
    assert len(codes) == len(secrets) == 200
    assert all(is_code(code) and len(code) == limits.CODE_DIGITS for code in codes)
    assert all(is_secret(secret) and len(secret) == limits.SECRET_DIGITS for secret in secrets)


@pytest.mark.slow
@given(st.integers(0, 10**15 - 1), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_a_slip(value: int, place: int, more: int) -> None:
    from antigone.desk.families.secrets import _with_check

    right = _with_check(f"{value:015}")
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert is_secret(right) and not is_secret(wrong)


def test_numbers_are_read_in_every_scripts_digits_and_however_they_are_grouped() -> None:
    assert read_digits(" 407-155 289 ") == "407155289" == read_digits("٤٠٧ ١٥٥ ٢٨٩") == read_digits("۴۰۷۱۵۵۲۸۹")
    assert in_groups("407155289") == "407 155 289" and in_groups("1234567812345678") == "1234 5678 1234 5678"


def test_a_secret_opens_its_own_request_only_and_nothing_opens_where_there_is_none() -> None:
    kept = hashed("407155289", "1234567812345678")
    assert "1234567812345678" not in kept and kept.startswith("argon2")
    assert opens(kept, "407155289", "1234567812345678")
    assert not opens(kept, "407155280", "1234567812345678") and not opens(kept, "407155289", "")
    assert not opens("", "407155289", "")
    assert plain_word(" Тиха  Вода ") == plain_word("тихавода")
