"""What commands show before they bring anything in, and the options by which somebody answers what is asked."""

from __future__ import annotations

import click

from antigone.cli.common import DONE, NOTHING_DONE, SOME_REFUSED, line, say
from antigone.errors import UsageError
from antigone.tables.previews import TablePreview

_MOST_SAID = 50

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Do nothing: say what would be done, and what is doubtful."
)
read_as_option = click.option(
    "--read-as",
    multiple=True,
    metavar="WHAT=HOW",
    help="Answer what was asked: column:Foto=path, dates:born=month, epoch=1904, encoding=cp1251, sheet=NAME,"
    " top=around, who:ROW=PERSON, file:ROW=PATH. May be given often.",
)
leave_out_option = click.option(
    "--leave-out",
    "left_out",
    multiple=True,
    metavar="ROW",
    help="Leave out a row, by its line or path. May be given often.",
)


def answered(read_as: tuple[str, ...], left_out: tuple[str, ...]) -> dict[str, str]:
    """The answers that options give.

    Raises:
        UsageError: for one that answers nothing that can be asked.
    """
    answers = {}
    for each in read_as:
        what, is_there, how = each.partition("=")
        if what.startswith(("column:", "who:", "file:")):
            what, is_there, how = each.rpartition("=")
        if not is_there or what.partition(":")[0] not in _ANSWERED:
            raise UsageError(
                f"{each!r} answers nothing that is asked.",
                "Write it as --read-as dates:born=month; see --help for the others.",
            )
        answers[what] = how
    return answers | {f"out:{row}": "yes" for row in left_out}


def show(preview: TablePreview, as_json: bool) -> int:
    """Say what would be done: one JSON object, or lines on standard output."""
    if as_json:
        line(preview.as_json())
    else:
        for each in preview.lines():
            click.echo("".join(c if c.isprintable() else repr(c)[1:-1] for c in each))
    say("Nothing was done.")
    if not preview.photographs:
        return NOTHING_DONE
    return SOME_REFUSED if preview.refused or preview.questions else DONE


def tell(preview: TablePreview) -> None:
    """Say what is doubtful in what is now done, in the words of the preview."""
    doubts = [f"doubtful, {row.key}: {doubt}" for row in preview.doubtful for doubt in row.doubts]
    asked = [f"{question.asks} (--read-as {question.about}=...)" for question in preview.questions]
    for each in [*map(str, preview.understood), *asked, *doubts[:_MOST_SAID]]:
        say(each)
    if len(doubts) > _MOST_SAID:
        say(f"and {len(doubts) - _MOST_SAID:,} more that are doubtful: see --dry-run")


_ANSWERED = ("column", "need", "dates", "epoch", "encoding", "names", "sheet", "table", "top", "who", "file")
