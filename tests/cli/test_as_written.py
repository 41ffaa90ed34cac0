"""Every command line of the README and of docs is one that can be typed, and is run as it stands on a plain folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from PIL import Image

from antigone.by_hand.points import COLUMNS
from antigone.cli.main import antigone_command
from command_line import antigone
from conftest import INCIDENT

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_PLACEHOLDER = re.compile(r"\b[A-Z]{3,}|\.\.\.|\|")


def written(page: Path) -> list[list[str]]:
    """The lines of a page's blocks that begin with ``antigone``, as a shell would take them apart."""
    lines = [line.strip() for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("    antigone ")]
    return [shlex.split(line.split("  #")[0].split(" # ")[0])[1:] for line in lines]


def is_run(words: list[str]) -> bool:
    """Not what serves until it is stopped, needs a desk, or stands for something else."""
    return words[0] != "desk" and not any(_PLACEHOLDER.search(word) and "-" not in word for word in words)


@pytest.mark.parametrize("page", [page for page in PAGES if written(page)], ids=lambda page: page.name)
def test_what_a_page_tells_people_to_type_exists(page: Path) -> None:
    for words in written(page):
        command, left = _command(words)
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        for word in left:
            if word.startswith("--"):
                assert word.split("=")[0] in options, f"{page.name}: antigone {' '.join(words)}"


def _command(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = antigone_command
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, words
        command, words = found, words[1:]
    return command, words


@pytest.fixture
def plain_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What somebody has who has just installed it: folders of persons' folders, and a folder of photos."""
    for name, count in (("references", 4), ("people", 14)):
        for person in sorted((INCIDENT / "references").iterdir())[:count]:
            shutil.copytree(person, tmp_path / name / person.name)
    (tmp_path / "unidentified").mkdir()
    for photo in sorted((INCIDENT / "unidentified").glob("*.jpg"))[:2]:
        shutil.copy(photo, tmp_path / "unidentified")
    (tmp_path / "covers").mkdir()
    photo = sorted((tmp_path / "unidentified").glob("*.jpg"))[0]
    with Image.open(photo) as picture:
        Image.new("L", picture.size).save(tmp_path / "covers" / f"{photo.stem}.png")
    (tmp_path / "points.csv").write_text(f"path,{','.join(COLUMNS)}\n{photo.name}{10 * ','}\n")
    people = sorted(path.name for path in (tmp_path / "people").iterdir())
    rows = [f"{person},{'female' if place % 2 else 'male'}\n" for place, person in enumerate(people)]
    (tmp_path / "groups.csv").write_text("person,sex\n" + "".join(rows))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["README.md", "docs/conditions.md", "docs/models.md", "docs/names.md", "docs/validation.md"]
)
def test_what_a_page_tells_people_to_type_works_as_it_stands(plain_folder: Path, name: str) -> None:
    for words in filter(is_run, written(ROOT / name)):
        done = antigone(*words)
        few = (
            words[0] == "calibrate" and done.returncode == 3
        )  # a weight from so few people would mislead, and it is said
        assert done.returncode == 0 or few, f"antigone {' '.join(words)}\n{done.stderr}"
        assert "unexpected" not in done.stderr and "Traceback" not in done.stderr
    if name == "README.md":
        page = (plain_folder / "list.html").read_text(encoding="utf-8")
        assert page.count("<section") == 2 and "M-001" in page
