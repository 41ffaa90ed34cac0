"""What the settings tell browsers and the database: of a desk on a network, and of one that nobody else reaches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, cast

import pytest

from antigone.desk.audit.keys import new_key
from antigone.desk.environment import PREFIX, PostgreSQL

_ASKED = """
import json
from antigone.desk import settings
from django.contrib.auth.hashers import Argon2PasswordHasher as Argon2
told = {name: value for name, value in vars(settings).items() if isinstance(value, str | int | bool)}
argon2 = (Argon2.memory_cost, Argon2.time_cost, Argon2.parallelism)
print(json.dumps(told | {"argon2": argon2, "database": settings.DATABASES["default"]["OPTIONS"]}))
"""


def settings_of(**more: str) -> dict[str, Any]:
    """As a process of its own reads them: here they were read long ago."""
    given = {
        "HOME": "/nowhere",
        "SECRET_KEY": "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "CHECKPOINT_KEY": new_key(),
        **more,
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {PREFIX + name: value for name, value in given.items()}
    done = subprocess.run([sys.executable, "-c", _ASKED], env=environment, capture_output=True, text=True, check=True)
    return cast(dict[str, Any], json.loads(done.stdout))


@pytest.mark.slow
def test_on_a_network_browsers_come_back_encrypted_and_take_cookies_from_this_host_alone() -> None:
    told = settings_of(HTTPS="true", HOSTS="desk.example.org")
    for cookie in ("SESSION", "CSRF"):
        assert told[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{cookie}_COOKIE_SECURE"] is told[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert told[f"{cookie}_COOKIE_SAMESITE"] in ("Lax", "Strict")
    assert told["SECURE_SSL_REDIRECT"] is told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert told["SECURE_HSTS_SECONDS"] >= 15_724_800 and told["DEBUG"] is False


@pytest.mark.slow
def test_whoever_copies_the_database_needs_much_memory_and_time_to_try_a_password() -> None:
    memory, rounds, lanes = settings_of()["argon2"]
    assert (memory >= 15 * 1024, rounds >= 2, lanes >= 1) == (True, True, True)


@pytest.mark.slow
def test_a_database_on_another_machine_is_spoken_to_encrypted_and_must_prove_who_it_is() -> None:
    away, here = (
        settings_of(DATABASE=f"postgresql://desk:pass@{host}:5432/antigone")["database"]
        for host in ("db.example", "127.0.0.1")
    )
    assert away.pop("sslmode") == "verify-full" and "sslmode" not in here
    assert away == here and "join_collapse_limit=4" in here["options"]


@pytest.mark.parametrize(
    ("host", "here"),
    [
        *(("", True), ("localhost", True), ("/run/postgresql", True), ("127.0.0.1", True), ("127.8.8.8", True)),
        *(("::1", True), ("10.0.0.4", False), ("db.example", False), ("localhost.example", False), ("0.0.0.0", False)),
    ],
)
def test_what_is_not_surely_this_machine_is_another(host: str, here: bool) -> None:
    assert PostgreSQL("antigone", host=host).on_this_machine is here
