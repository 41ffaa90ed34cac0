"""``antigone names``: how names are read across scripts, and how two of them relate."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from antigone.cli.common import DONE, json_option, line, safe
from antigone.errors import ManifestInvalid, PartMissing, UsageError


@click.group()
def names() -> None:
    """How names are read across scripts: docs/names.md."""


@names.command()
@click.argument("both", nargs=-1, metavar="[A B]")
@click.option("--file", "table", type=click.Path(path_type=Path, dir_okay=False), help="A CSV of pairs: two columns.")
@json_option
def compare(both: tuple[str, ...], table: Path | None, as_json: bool) -> int:
    """Print how two names are read, how they relate, and by which rules.

    They have the same letters or the same sound, are near, or nothing of these. That names are alike says nothing of
    whether their bearers are one person.
    """
    try:
        from antigone.desk.records import comparing
    except ImportError as fault:
        raise PartMissing(
            "The names' rules are part of the desk.", 'Install it: pip install "antigone[desk]"'
        ) from fault

    if (table is None) == (not both) or (both and len(both) != 2):
        raise UsageError(
            "Two names are compared, or the pairs of a file.", "For example: antigone names compare Щербак Shcherbak"
        )
    for one, other in _pairs(table) if table else [(both[0], both[1])]:
        found = comparing.compare(one, other)
        if as_json:
            line(
                {"names": list(found.names), "relation": found.relation, "read": [list(each) for each in found.read]}
                | {
                    "heard": [list(each) for each in found.heard],
                    "rules": list(found.rules),
                    "notes": list(found.notes),
                }
            )
        else:
            _tell(found)
    return DONE


def _tell(found: object) -> None:
    from antigone.desk.records.comparing import NameComparison

    assert isinstance(found, NameComparison)
    click.echo(f"{safe(found.names[0])} | {safe(found.names[1])}: {found.relation}")
    for name, read, heard in zip(found.names, found.read, found.heard, strict=True):
        click.echo(f"  {safe(name)}: read as {safe(', '.join(read))}; heard as {safe(', '.join(heard))}")
    for rule in found.rules:
        click.echo(f"  rule: {rule}")
    for note in found.notes:
        click.echo(f"  note: {note}")


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The first two columns of every row that has two.

    Raises:
        ManifestInvalid
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ManifestInvalid(f"{path} cannot be read as UTF-8 text.", "Save it as CSV, UTF-8.") from fault
    first = text.partition("\n")[0]
    delimiter = max("|;\t,", key=first.count)
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
        if not any(row):
            continue
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            raise ManifestInvalid(f"{path}, line {number}: there are not two names.", "Write one pair a line: A,B")
        yield row[0].strip(), row[1].strip()
