"""Uploads: read only where a page or operation asks for it, in memory or in a nameless file, up to a limit."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from antigone.desk.photos.space import require_room
from antigone.face.photo import DEFAULT_LIMITS
from antigone.files import storage_faults

_IN_MEMORY = 10_000_000
"""Bytes of a file above which it is written to the disk, into a file that nobody else can open and no crash leaves."""


class NoFiles(FileUploadHandler):
    """An upload handler that skips every file: for all other pages."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


class Files(FileUploadHandler):
    """An upload handler that keeps up to the engine's limit. A larger file has its true ``size`` and holds less."""

    file: IO[bytes]
    most = DEFAULT_LIMITS.max_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        require_room(int(self.request.META.get("CONTENT_LENGTH") or 0) if self.request else 0)
        place = settings.DESK.home / "uploads"
        with storage_faults(place):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(place))  # noqa: SIM115 - closed by Django

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= self.most:
            with storage_faults(settings.DESK.home):
                self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def take_files(request: HttpRequest) -> None:
    """Keep this request's files. Called before anything of its form is read."""
    request.upload_handlers = [Files(request)]
