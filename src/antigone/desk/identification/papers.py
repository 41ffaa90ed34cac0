"""Papers of lines of evidence: what is taken, how its pages become pictures, and reading them."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from antigone.desk.identification import pdf_pages
from antigone.desk.identification.models import EvidencePaper, File
from antigone.desk.photos import vault
from antigone.desk.photos.pictures import made_from
from antigone.desk.photos.vault import Sealed, Size
from antigone.errors import NotThere, RuleBroken
from antigone.face.photo import decode
from antigone.types import Refusal

MOST_BYTES = 20_000_000
MOST_OF_A_LINE = 10
_SECONDS = 60


def pages_of(data: bytes) -> tuple[bool, list[bytes]]:
    """Whether it is a PDF, and a JPEG of each page; of a picture the only one.

    Raises:
        RuleBroken: if it is neither, is too large, or cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise RuleBroken(_("This paper is larger than 20 megabytes."), _("Scan it in fewer colours, or in parts."))
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return True, _drawn(data)
    photo = decode(data, "paper")
    if isinstance(photo, Refusal):
        raise RuleBroken(_("This is neither a PDF nor a picture."), _("Attach a PDF, or a picture as JPEG or PNG."))
    return False, [made_from(photo)[Size.VIEW]]


def _drawn(data: bytes) -> list[bytes]:
    command = [sys.executable, "-I", str(Path(pdf_pages.__file__))]
    try:
        done = subprocess.run(  # noqa: S603  # our own file and Python, no words of anybody
            command,
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env=settings.BARE_ENVIRONMENT,
            cwd="/",
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise RuleBroken(
            _("This PDF cannot be read, is locked, or has more than %(most)s pages.") % {"most": pdf_pages.MOST_PAGES},
            _("Print it anew as a PDF without a password, in parts if it is long."),
        ) from fault
    return list(_split(done.stdout))


def _split(said: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(said):
        (length,) = struct.unpack_from(">I", said, at)
        yield said[at + 4 : at + 4 + length]
        at += 4 + length


def find_paper(file: File, number: int) -> EvidencePaper:
    """A paper of this file, which the actor may see, that was not destroyed. Raises: NotThere."""
    found = EvidencePaper.objects.filter(line__file=file, pk=number).select_related("line", "by").first()
    if found is None or found.wrapped is None:
        raise NotThere(_("There is no such paper here."), _("Perhaps it was erased. Open the file again."))
    return found


def page_of(paper: EvidencePaper, page: int) -> bytes:
    """A JPEG of one page, from 1. Raises: VaultDamaged, NotThere."""
    if not 1 <= page <= paper.pages:
        raise NotThere(_("This paper has no such page."), _("Open the file again."))
    return vault.made(sealed(paper), Size.VIEW, page)


def sealed(paper: EvidencePaper) -> Sealed:
    assert paper.wrapped is not None, "what was destroyed is not found"
    return Sealed(paper.sealed, bytes(paper.wrapped))
