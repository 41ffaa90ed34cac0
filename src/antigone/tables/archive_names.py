"""How the files of a ZIP are called, where the archive does not say in which letters that is written.

Since 2006 a flag says that a name is UTF-8. macOS and many others write UTF-8 and no flag; Windows wrote the letters of
its own language, and Info-ZIP adds a field with the name in Unicode. So: the flag, the field, then UTF-8 if it is
sound; what is left is asked, never guessed: in nearly every eight-bit alphabet, any bytes spell something.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence

_UTF_8_FLAG, _UNICODE_PATH = 0x800, 0x7075
ALPHABETS = (
    *("cp866", "cp1251", "koi8_u", "cp437", "cp850", "cp1252", "cp852", "cp1250", "cp720", "cp1256", "cp737", "cp1253"),
    *("cp857", "cp1254", "cp1255", "cp1257", "cp932", "gb18030", "big5", "cp949", "mac_roman", "mac_cyrillic"),
    *("iso8859_5", "cp862", "cp874", "cp855", "cp864", "iso8859_2"),
)
"""What is offered when it must be asked."""


def entry_name(entry: zipfile.ZipInfo, alphabet: str = "") -> str | bytes:
    """An entry's path; its bytes, if nobody can know in which letters they stand and ``alphabet`` does not say."""
    if entry.flag_bits & _UTF_8_FLAG:
        return entry.orig_filename.partition("\0")[0]
    raw = entry.orig_filename.encode("cp437").partition(b"\0")[0]
    if (told := _told(entry.extra, raw)) is not None:
        return told
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(alphabet, "replace") if alphabet else raw


def readings(names: Sequence[bytes]) -> list[tuple[str, str]]:
    """In which alphabets names of bytes can be read, each with how the first ones then look."""
    found: dict[str, str] = {}
    for alphabet in ALPHABETS:
        try:
            read = [name.decode(alphabet) for name in names]
        except UnicodeDecodeError:
            continue
        if all(letter.isprintable() for name in read for letter in name):
            found.setdefault(", ".join(read[:3]), alphabet)
    return [(alphabet, shown) for shown, alphabet in found.items()]


def _told(extra: bytes, raw: bytes) -> str | None:
    """The name of the Unicode field, if it is there and is of this very name."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5:
            version, check = struct.unpack("<BL", body[:5])
            if version == 1 and check == zlib.crc32(raw):
                return body[5:].decode("utf-8", "replace")
    return None
