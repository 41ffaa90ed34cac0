"""The command line, begun in this process by click's own runner: only what starts, stops or kills one needs another."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from click.testing import CliRunner

from antigone.cli.main import main
from antigone.weights.session import open_network

_networks = functools.cache(open_network)
"""Each is made ready once in this process: for most commands that is most of the work, and for no test its point."""


@dataclass(frozen=True)
class Done:
    """What a command that ended has said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def antigone(*arguments: object, env: Mapping[str, str] | None = None) -> Done:
    """Run ``antigone`` as its script does: what it says of a fault and its exit status are part of it."""
    words = ["antigone", *map(str, arguments)]
    with CliRunner().isolation(env=env) as (out, err, _), mock.patch.object(sys, "argv", words):
        with mock.patch("antigone.engine.open_network", _networks), pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(int(ended.value.code or 0), *(said.getvalue().decode() for said in (out, err)))


def lines(done: Done) -> list[dict[str, Any]]:
    """The objects on standard output, of which each has a line of its own."""
    return [json.loads(text) for text in done.stdout.splitlines()]
