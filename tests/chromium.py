"""The browser that tests open. Without windows, where that one is installed, it takes a fifth less of the processor."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BARE = "ANTIGONE_TESTS_BARE" in os.environ
"""Whether the tests run as where neither a browser nor PostgreSQL is installed: to see how long that takes."""
CHROMIUM = None if BARE else next(filter(None, map(shutil.which, _NAMES)), None)
ABSENT = "needs a browser: apt-get install chromium-headless-shell"


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    )
