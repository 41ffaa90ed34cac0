"""Requests and answers: the token goes over encrypted connections only, and a desk's faults are Antigone's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from antigone.errors import (
    AntigoneError,
    DeskUnreachable,
    NotAllowed,
    NotThere,
    OutOfStep,
    PartMissing,
    RuleBroken,
    SignInRefused,
    UsageError,
)

try:
    import httpx
except ImportError as _missing:
    _words = "The client is not installed: httpx cannot be found."
    raise PartMissing(_words, 'Install it: pip install "antigone[client]"') from _missing

_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")
_FAULTS: dict[int, type[AntigoneError]] = {
    401: SignInRefused,
    403: NotAllowed,
    404: NotThere,
    409: OutOfStep,
    400: RuleBroken,
    413: RuleBroken,
    415: RuleBroken,
    422: RuleBroken,
}


class Asking:
    """One desk, asked by one token."""

    def __init__(self, address: str, token: str, *, timeout: float, transport: Any) -> None:
        self._client = httpx.Client(
            base_url=_checked(address) + "/api",
            headers={"Authorization": f"Bearer {_plain(token)}"},
            timeout=timeout,
            transport=transport,
            trust_env=False,
            follow_redirects=False,
        )

    def close(self) -> None:
        self._client.close()

    def ask(
        self, method: str, address: str, said: Mapping[str, Any] | None = None, query: Mapping[str, Any] | None = None
    ) -> Any:
        wanted = {name: _written(value) for name, value in (query or {}).items() if value is not None}
        body = None if said is None else {name: _written(value) for name, value in said.items()}
        return self._json(self._send(method, address, params=wanted, json=body))

    def send(self, address: str, file: Path, said: Mapping[str, Any]) -> Any:
        """Raises: UsageError, if the file cannot be read."""
        try:
            data = file.read_bytes()
        except OSError as fault:
            raise UsageError(f"{file} cannot be read.", "Give the path of a photograph on this machine.") from fault
        fields = {name: str(value) for name, value in said.items() if value is not None}
        return self._json(self._send("POST", address, data=fields, files={"photograph": (file.name, data)}))

    def bytes_of(self, address: str) -> bytes:
        return bytes(self._send("GET", address).content)

    def _send(self, method: str, address: str, **sent: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, address, **sent)
        except httpx.HTTPError as fault:
            raise DeskUnreachable(
                f"The desk does not answer: {type(fault).__name__}.", "Check its address, and that it is served."
            ) from fault
        if answer.status_code != 200:
            raise _fault(answer)
        return answer

    def _json(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except ValueError as fault:
            raise DeskUnreachable("What answers is no desk.", "Check the address.") from fault


def _fault(answer: httpx.Response) -> AntigoneError:
    kind = _FAULTS.get(answer.status_code, DeskUnreachable)
    try:
        said = answer.json()
        return kind(str(said["detail"]), str(said["hint"]))
    except (ValueError, KeyError, TypeError):
        return DeskUnreachable(f"What answers is no desk (status {answer.status_code}).", "Check the address.")


def _checked(address: str) -> str:
    """Raises: UsageError, if the token would go over a network in the clear."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.query or parts.fragment:
        raise UsageError("This is not the address of a desk.", "Write it as https://desk.example.org")
    if parts.scheme == "http" and not _LOOPBACK.fullmatch(host):
        raise UsageError(
            "Over http everybody on the way could read the token and the photographs.", "Use the desk's https address."
        )
    return address.rstrip("/")


def _plain(token: str) -> str:
    token = token.strip()
    if not token.isascii() or not token.isprintable() or " " in token or not token:
        raise UsageError("This is no token.", "Give the words that your account's page showed: antigone_...")
    return token


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
