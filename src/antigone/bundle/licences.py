"""Under which licence a package of others may be used, as its metadata says it, and whether Antigone may use it.

Allowed is what asks nothing of whoever runs or passes on Antigone but to keep a notice, and the LGPL for a library that
can be exchanged for another build of it, as a wheel of its own can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from typing import TYPE_CHECKING

from antigone.errors import BundleFailed

if TYPE_CHECKING:
    from license_expression import Licensing

ALLOWED = frozenset({
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "HPND",
    "ISC",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
    "ZPL-2.1",
})  # fmt: skip

_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "Zope Public License": "ZPL-2.1",
}
"""Classifiers that name one licence. "BSD License" does not: it is said below by whom it was read."""

_WORDS = {"3-Clause BSD License": "BSD-3-Clause", "Apache 2.0": "Apache-2.0"}
"""What stands in the older free field and means one licence."""

_READ = {
    "boolean-py": "BSD-2-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "django-csp": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "PSF-2.0",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-only",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyrage": "MIT",
    "scipy": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
}
"""Packages whose metadata does not say it in one word: the text of the licence that they carry was read."""

_UNDER_THE_GPL = re.compile(r"(?:^|/)(?:lib)?(x264|x265|readline|gsl|fftw3)[-.\w]*\.(?:so|dylib|dll)\b", re.ASCII)
"""Libraries under the GPL that wheels are known to carry whatever their metadata says, as pillow-heif's do."""


def licence(name: str, metadata: Message) -> str:
    """The licence of a package as an SPDX expression, from its metadata or as it was read in its files.

    Raises:
        BundleFailed: if nobody has read it yet, naming the package and where to write it down.
    """
    if said := metadata.get("License-Expression"):
        return str(said)
    if read := _READ.get(name):
        return read
    word = str(metadata.get("License") or "").strip()
    word = _WORDS.get(word, word)
    if word and not _unknown(word):
        return word
    classifiers = [str(line).rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if "License" in line]
    if len(classifiers) == 1 and classifiers[0] in _CLASSIFIERS:
        return _CLASSIFIERS[classifiers[0]]
    raise BundleFailed(
        f"{name} does not say under which licence it is.",
        "Read the licence that it carries, and write it down in antigone/bundle/licences.py.",
    )


def may_be_used(expression: str) -> bool:
    """Whether an SPDX expression allows what Antigone does: all of "AND", one of "OR"; an unknown word never does."""
    return not _unknown(expression) and _allowed(_licensing().parse(expression))


def carries(files: Iterable[str]) -> str:
    """The first library under the GPL among the files of a wheel, or nothing."""
    return next((f"carries {found[1]}, under the GPL" for name in files if (found := _UNDER_THE_GPL.search(name))), "")


def _allowed(parsed: object) -> bool:
    from license_expression import AND, OR, LicenseSymbol

    if isinstance(parsed, LicenseSymbol):
        return parsed.key in ALLOWED
    if isinstance(parsed, AND):
        return all(_allowed(each) for each in parsed.args)
    if isinstance(parsed, OR):
        return any(_allowed(each) for each in parsed.args)
    return False


def _unknown(expression: str) -> bool:
    return bool(_licensing().validate(expression).errors)


def _licensing() -> Licensing:
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()
