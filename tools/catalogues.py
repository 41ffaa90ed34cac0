"""Collects the desk's words for translators, and compiles what they wrote: python tools/catalogues.py

Without a choice: collects messages from the desk's Python and templates into ``locale/LANGUAGE/LC_MESSAGES/django.po``
(what is gone goes, what is new is empty), compiles each to ``django.mo``, and says what is not translated yet. What
families read has a root of its own, ``public/locale``.
``--check`` changes nothing and fails if anything is missing. docs/translating.md explains the rest.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from antigone.desk.accounts.names import words
from antigone.desk.translating.placeholders import fault_of
from antigone.protocol.components import GUIDES
from antigone.protocol.descriptors import DESCRIPTORS

ROOT = Path(__file__).resolve().parents[1]
DESK = ROOT / "src/antigone/desk"
_TABLES = ROOT / "src/antigone/tables"
"""The core's words that the desk shows: ``phrase("...")``."""
LANGUAGES = ("ar", "es", "fr", "ru", "uk")
_FAMILIES = (DESK / "public", DESK / "families")
"""Where the words stand that families read. Staff reads some of them too, from the same catalogues."""
_STAFF = {DESK / "families" / name for name in ("words.py", "receivers.py", "actions/portals.py", "actions/review.py")}
"""What only staff reads there."""
_SLAVIC = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
PLURALS = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=0 && n%100<=2 ? 4 : 5"),
    "es": (2, "n != 1"),
    "fr": (2, "n > 1"),
    "ru": (3, _SLAVIC),
    "uk": (3, _SLAVIC),
}
"""How many forms, and which is for what number. Said here: versions of Babel put them in another order."""
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "noop": None,
    "phrase": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""A date that changes with every run would make every run a change."""
_HEADER = """\
# Antigone's desk in another language. Collected by tools/catalogues.py; see docs/translating.md.
# Translated by a machine: NOT REVIEWED BY A NATIVE SPEAKER."""


def _of_components() -> list[str]:
    """What the bench says of components, and their descriptors: the protocol knows no languages."""
    return [
        *(said for guide in GUIDES.values() for said in (guide.name, guide.look_at, guide.note) if said),
        *(word for described in DESCRIPTORS.values() for word in described.values()),
    ]


@cache
def collected(families: bool = False) -> Catalog:
    """Every message of the desk, or every one of what families read, with where it stands."""
    found = Catalog(charset="utf-8")
    for path in _files("*.py", families):
        if "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            _add(found, text, path)
            for what in _whats(text):
                found.add(what, locations=[(_short(path), 0)])
    for path in _files("templates/**/*.html", families):
        said = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        _add(found, "\n".join(line.lstrip() for line in said.splitlines()), path)
    for word in () if families else _of_components():
        found.add(word, locations=[("src/antigone/protocol/descriptors.py", 0)])
    for context, word in () if families else words():
        found.add(word, context=context or None, locations=[("src/antigone/desk/accounts/permissions.py", 0)])
    return found


def _files(pattern: str, families: bool) -> list[Path]:
    theirs = {path for folder in _FAMILIES for path in folder.rglob(pattern)} - _STAFF
    return sorted(theirs if families else (set(DESK.rglob(pattern)) | set(_TABLES.rglob(pattern))) - theirs)


def updated(language: str, families: bool = False) -> Catalog:
    """The language's catalogue as it should be: what is collected, its translations, and who proofread them."""
    there = read(language, families)
    made = Catalog(
        locale=language,
        project="Antigone",
        version="",
        charset="utf-8",
        fuzzy=False,
        header_comment=_HEADER,
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        last_translator="nobody: not reviewed by a native speaker",
        language_team=language,
        msgid_bugs_address="",
        copyright_holder="",
    )
    forms, rule = PLURALS[language]
    made.mime_headers = [("Plural-Forms", f"nplurals={forms}; plural=({rule});")]
    for message in collected(families):
        if message.id:
            known = there.get(_first(message), context=message.context)
            string = known.string if known is not None and _alike(known, message) else None
            places = sorted({(name, 0) for name, _ in message.locations})
            more = {"context": message.context, "flags": message.flags}
            read_by = known.user_comments if known is not None and string else ()
            made.add(message.id, string, locations=places, user_comments=read_by, **more)
    return made


def read(language: str, families: bool = False) -> Catalog:
    path = file_of(language, families=families)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(catalogue: Catalog) -> list[str]:
    """What is not translated, or lost a placeholder or a tag on the way, in words."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        fault = fault_of(_ids(message), strings, catalogue.num_plurals)
        if fault or message.fuzzy:
            found.append(f"{fault or 'uncertain'}: {_first(message)!r}")
    return found


def as_po(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def file_of(language: str, ending: str = "po", families: bool = False) -> Path:
    root = DESK / "public/locale" if families else DESK / "locale"
    return root / language / "LC_MESSAGES" / f"django.{ending}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="Change nothing; fail if anything is missing.")
    parser.add_argument("--families", action="store_true", help="Only what families read.")
    given = parser.parse_args()
    faults = 0
    both = [(language, families) for families in (True, False)[: 2 - given.families] for language in LANGUAGES]
    for language, families in both:
        made = updated(language, families)
        po, mo = as_po(made), as_mo(made)
        gaps = missing(made)
        for gap in gaps:
            print(f"{language}: {gap}")
        faults += len(gaps)
        for ending, content in (("po", po), ("mo", mo)):
            path = file_of(language, ending, families)
            if given.check:
                if not path.is_file() or path.read_bytes() != content:
                    print(f"{path.relative_to(ROOT)} is not up to date: run python tools/catalogues.py")
                    faults += 1
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        print(f"{language}{' for families' if families else ''}: {len(made)} messages, {len(gaps)} to do")
    return 1 if faults and given.check else 0


def _add(found: Catalog, text: str, path: Path) -> None:
    for line, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=_KEYWORDS):
        found.add(message, context=context, locations=[(_short(path), line)])


def _whats(text: str) -> Iterator[str]:
    """What ``clean_text(text, what, most)`` calls the words it reads."""
    for node in ast.walk(ast.parse(text)):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "clean_text"
        if called and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):  # type: ignore[attr-defined]
            yield str(node.args[1].value)  # type: ignore[attr-defined]


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _first(message: Message) -> str:
    return _ids(message)[0]


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _alike(known: Message, message: Message) -> bool:
    return known.pluralizable == message.pluralizable


if __name__ == "__main__":
    sys.exit(main())
