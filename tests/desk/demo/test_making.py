"""A demonstration that cannot be made: nobody waits before a bar that never fills."""

from __future__ import annotations

from unittest import mock

import pytest
from django.conf import settings

from antigone.desk.demo import HALF_MADE, making, opening


def test_whoever_opens_it_is_told_why_and_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.DESK.home / HALF_MADE).touch()
    said: list[str] = []
    own = making.Making()
    own.was_shown()
    monkeypatch.setattr(opening, "MAKING", own)
    monkeypatch.setattr(opening, "call_command", mock.Mock())
    with (
        mock.patch.object(making, "make_incident", side_effect=OSError("no room on this disk")),
        mock.patch.object(making, "end_this_process") as ended,
        pytest.raises(OSError, match="no room on this disk"),
    ):

        def served(**_: object) -> None:
            """Until the thread that makes it has told this process to end."""
            while not ended.called:
                own.whole.wait(0.01)
            raise SystemExit(0)

        monkeypatch.setattr(opening, "serve_until_interrupted", served)
        opening.open_demonstration(say=said.append, browser=False)
    assert not own.whole.is_set() and (settings.DESK.home / HALF_MADE).exists()
    assert "nobody shown exists" in said[0]
