"""What may be a password: long, of any characters, and none of those that everybody tries first."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.test import override_settings

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.secrets import hashed, is_password_of
from antigone.errors import RuleBroken

EMIL = {"email": "emil@example.org", "name": "Emil Novak"}


@pytest.mark.parametrize(
    "password",
    [
        "лодка у синей стены",
        "قارب أخضر عند الجسر",
        "ねこ と 犬 と 鳥 と 魚 と 馬",
        "🚢🌊⚓🐟🦀 boats at sea",
        "a b  c d  e f g",
        "rain on " * 16,
    ],
)
def test_a_password_of_any_script_with_spaces_and_up_to_128_characters_is_taken_whole(password: str) -> None:
    kept = hashed(password, **EMIL)
    assert identify_hasher(kept).algorithm == "argon2"
    emil = Person(password=kept, **EMIL)
    assert is_password_of(emil, password)
    assert not is_password_of(emil, password[:-1]) and not is_password_of(emil, password.upper() + " ")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven char", "12 characters"),
        ("password1234", "too common"),
        ("abababababab", "different characters"),
        ("rain on " * 16 + ".", "longer than 128"),
    ],
)
def test_one_that_is_short_common_even_or_endless_is_refused_in_words(password: str, why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        hashed(password, **EMIL)


def test_whoever_has_a_copy_of_the_database_and_not_the_desks_key_can_try_no_password() -> None:
    emil = Person(password=hashed("rain on the tin roof", **EMIL), **EMIL)
    assert is_password_of(emil, "rain on the tin roof") and not check_password("rain on the tin roof", emil.password)
    with override_settings(SECRET_KEY="of-another-desk-0123456789-abcdefghijklmnopqrstuvwxyz"):
        assert not is_password_of(emil, "rain on the tin roof")


def test_the_same_password_lies_there_differently_each_time() -> None:
    assert hashed("rain on the tin roof", **EMIL) != hashed("rain on the tin roof", **EMIL)
