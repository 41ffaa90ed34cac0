"""What was sent and is not done yet: its files in the spool, what they were called, its tables, and what was answered.

All of it lies encrypted in the spool and nowhere else, so that giving it up, or doing it, leaves no name behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import PurePosixPath

from antigone.desk.intake import spool
from antigone.desk.photos.core_words import REFUSALS
from antigone.errors import RuleBroken
from antigone.face.photo import header
from antigone.tables.reading import MOST_BYTES
from antigone.tables.rows import is_hidden, is_photograph
from antigone.tables.sent import ALONE, TABLES, IncomingFile, IncomingFiles
from antigone.types import Refusal

Reader = Callable[[int, int], bytes | Refusal]
"""The bytes of the file at a place, of at most so many; or why they cannot be had."""
_SENT, _ANSWERS = "sent", "answers"
MOST_ANSWERS = 2_000
_LONGEST_ANSWER = 1_000


def gathered(
    files: Iterable[IncomingFile],
    read: Reader,
    most: int,
    table: bytes | None = None,
    keep: Callable[[int, bytes], None] | None = None,
) -> IncomingFiles:
    """What came together, each photograph with its hash. What cannot be read has its reason. ``keep``: what to do with
    the bytes of each photograph.
    """
    tables = {ALONE: table} if table is not None else {}
    found: list[IncomingFile] = []
    for each in files:
        called = each.called("ascii").casefold()
        if is_hidden(called):
            continue
        if is_photograph(called):
            found.append(_photograph(each, read, most, keep))
            continue
        found.append(each)
        if PurePosixPath(called).suffix in TABLES and not isinstance(data := read(each.place, MOST_BYTES), Refusal):
            tables[each.place] = data
    return IncomingFiles(tuple(found), tables)


def keep_sent(
    name: str, files: Iterable[IncomingFile], read: Reader, most: int, table: bytes | None = None
) -> IncomingFiles:
    """Keep photographs and tables in the spool, each under its place, and what they were called."""
    sent = gathered(files, read, most, table, partial(spool.keep, name))
    spool.keep(name, _SENT, json.dumps([_as_json(each) for each in sent.files]).encode())
    for place, data in sent.tables.items():
        spool.keep(name, _table(place), data)
    spool.keep(name, _ANSWERS, b"{}")
    return sent


def sent_in(name: str) -> IncomingFiles:
    """What was kept.

    Raises:
        RuleBroken: if it is not there any more.
    """
    files = tuple(_file(each) for each in json.loads(_must(name, _SENT)))
    places = [ALONE, *(each.place for each in files)]
    tables = {place: data for place in places if not isinstance(data := spool.read(name, _table(place)), Refusal)}
    return IncomingFiles(files, tables)


def answers_in(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(_must(name, _ANSWERS))
    return found


def keep_answers(name: str, answers: Mapping[str, str]) -> None:
    """Keep what was answered. Each is cut where no answer is longer."""
    few = dict(list(answers.items())[:MOST_ANSWERS])
    cut = {what[:_LONGEST_ANSWER]: how[:_LONGEST_ANSWER] for what, how in few.items() if how}
    spool.keep(name, _ANSWERS, json.dumps(cut).encode())


def discard_all_but(name: str, places: Iterable[int]) -> None:
    """Remove what is not brought in: names, answers, tables, and files that were left out or refused."""
    sent, wanted = sent_in(name), set(places)
    for place in [each.place for each in sent.files if each.place not in wanted]:
        spool.discard(name, place)
    for place in sent.tables:
        spool.discard(name, _table(place))
    spool.discard(name, _SENT)
    spool.discard(name, _ANSWERS)


def _photograph(file: IncomingFile, read: Reader, most: int, keep: Callable[[int, bytes], None] | None) -> IncomingFile:
    data = read(file.place, most)
    if isinstance(data, Refusal):
        return replace(file, refusal=data)
    known = header(data, file.called("ascii"))
    if isinstance(known, Refusal):
        return replace(file, refusal=_without_numbers(known))
    if keep is not None:
        keep(file.place, data)
    return replace(file, sha256=hashlib.sha256(data).hexdigest(), notes=known.notes)


def _without_numbers(why: Refusal) -> Refusal:
    """In sentences that the catalogues have: they are kept, and read in any language."""
    return Refusal(why.code, *REFUSALS.get(why.code, (why.detail, why.hint)))


def _table(place: int) -> str:
    return f"table-{place}"


def _must(name: str, what: str) -> bytes:
    data = spool.read(name, what)
    if isinstance(data, Refusal):
        raise RuleBroken(data.detail, data.hint)
    return data


def _as_json(file: IncomingFile) -> dict[str, object]:
    return {**asdict(file), "raw": file.raw.hex()}


def _file(kept: Mapping[str, object]) -> IncomingFile:
    said = dict(kept)
    refusal = said.pop("refusal")
    why = Refusal(**refusal) if isinstance(refusal, dict) else None
    whole = {**said, "raw": bytes.fromhex(str(said["raw"])), "notes": tuple(said["notes"])}  # type: ignore[arg-type]
    return IncomingFile(**whole, refusal=why)  # type: ignore[arg-type]
