"""How often a detector knows in which letters a short table is written.

uv run --with charset-normalizer --with chardet python bench/letters.py
"""

from __future__ import annotations

from collections.abc import Callable

import chardet
import charset_normalizer

TABLES: dict[str, tuple[str, ...]] = {
    "path;person;family;given;born\r\na.jpg;T-1;Шевченко;Ганна;17.05.1980\r\nb.jpg;T-2;Їжакевич;Ґалина;8.06.1981\r\n": (
        *("cp1251", "koi8_u", "utf-16"),
    ),
    "path;person;family\r\na.jpg;T-1;محمد\r\nb.jpg;T-2;فاطمة ذكر\r\n": ("cp1256", "iso8859_6"),
    "path;person;family\r\na.jpg;T-1;Wałęsa\r\nb.jpg;T-2;Żółć\r\n": ("cp1250",),
    "path,person,family\na.jpg,T-1,Peña\nb.jpg,T-2,José Muñoz\n": ("cp1252", "mac_roman", "cp850"),
    "path,person,family\na.jpg,T-1,Şahin\nb.jpg,T-2,Işık\n": ("cp1254",),
    "path;person;family\na.jpg;T-1;Παπαδόπουλος\n": ("cp1253",),
    "path,person\na.jpg,Шева\n": ("cp1251", "cp866"),
}


def by_charset_normalizer(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else ""


def by_chardet(data: bytes) -> str:
    named = chardet.detect(data)["encoding"]
    try:
        return data.decode(named) if named else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def main() -> None:
    written = [(text, text.encode(letters)) for text, all_letters in TABLES.items() for letters in all_letters]
    detectors: dict[str, Callable[[bytes], str]] = {"charset-normalizer": by_charset_normalizer, "chardet": by_chardet}
    for name, detected in detectors.items():
        right = sum(detected(data) == text for text, data in written)
        print(f"{name}: {right} of {len(written)} tables read as they were written")


if __name__ == "__main__":
    main()
