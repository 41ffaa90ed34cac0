"""The desk's settings for tools that only read the code, such as mypy: keys that protect nothing."""

from __future__ import annotations

import os
from unittest import mock

_UNUSED = {
    "ANTIGONE_DESK_HOME": "/nowhere",
    "ANTIGONE_DESK_SECRET_KEY": "for tools that read code, never for a desk: 0123456789 abcdefghij",
    "ANTIGONE_DESK_PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "ANTIGONE_DESK_CHECKPOINT_KEY": "none",
}
with mock.patch.dict(os.environ, _UNUSED):
    from antigone.desk.settings import *  # noqa: F403
