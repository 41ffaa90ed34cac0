"""Settings of the demonstration: the desk's own, and pages with which anybody signs in as anybody.

They can serve nothing but a desk that the demonstration made, to this machine alone.
"""

from __future__ import annotations

from antigone.desk.demo import MARK
from antigone.desk.settings import *  # noqa: F403
from antigone.desk.settings import DESK, INSTALLED_APPS, TEMPLATES
from antigone.errors import SettingsInvalid

if not DESK.loopback or not (DESK.home / MARK).is_file():
    raise SettingsInvalid(
        "These settings are for the demonstration, and this is none.", "Run: antigone demo; or: antigone desk serve"
    )

ROOT_URLCONF = "antigone.desk.demo.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "antigone.desk.demo"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("antigone.desk.demo.pages.told")
