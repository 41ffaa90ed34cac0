"""Every command line of the README and of docs is one that can be typed, and is run as it stands on a plain folder."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import click
import pytest
from PIL import Image

from antigone.by_hand.points import COLUMNS
from antigone.cli.main import antigone_command
from antigone.weights.catalogue import find
from antigone.weights.store import locate
from command_line import antigone
from conftest import INCIDENT
from pages_of_docs import PAGES, ROOT, words, written

RUN_ELSEWHERE = {
    # Real nodes, at addresses of this machine.
    **dict.fromkeys(
        (
            "antigone cluster start --bind 10.0.0.1:6400 --token-file TOKEN",
            "antigone cluster join 10.0.0.1:6400 --bind 10.0.0.2:6400 --token-file TOKEN",
            "antigone cluster join 10.0.0.1:6400 --bind 10.0.0.3:6400 --token-file TOKEN",
            "antigone cluster status 10.0.0.1:6400 --token-file TOKEN",
            "antigone cluster leave 10.0.0.1:6400 --node 10.0.0.3 --token-file TOKEN",
        ),
        "tests/cluster/test_three_nodes.py::test_no_list_is_wrong_or_shorter_and_with_two_replicas_none_is_refused",
    ),
    # Making its incident takes half a minute of a processor, and a browser opens: once is enough, with the words by
    # which nobody's browser opens.
    "antigone demo": "tests/desk/demo/test_demo.py::served",
    # These fetch 600 megabytes from the package index, and check what was fetched: for one platform, in CI.
    "antigone bundle STICK --platform windows --platform linux --python 3.11 --key KEY.pem": (
        "tests/bundle/test_in_a_room_without_network.py::bundle"
    ),
    "antigone bundle STICK --check --signed-by PUBLIC-KEY": (
        "tests/bundle/test_contents.py::test_who_signed_it_is_proved_and_another_ones_signature_is_refused"
    ),
}
"""Lines that are only parsed here, each with what runs it."""
NEEDS_A_DESK = "antigone desk "
"""These are run by tests/desk/test_as_written.py."""


@pytest.mark.parametrize("page", [page for page in PAGES if written(page)], ids=lambda page: page.name)
def test_what_a_page_tells_people_to_type_exists(page: Path) -> None:
    for line in written(page):
        command, left = _command(words(line))
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        for word in left:
            if word.startswith("--"):
                assert word.split("=")[0] in options, f"{page.name}: {line}"


def _command(left: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = antigone_command
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, left[0])
        assert found is not None, left
        command, left = found, left[1:]
    return command, left


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
    _a_model_of_their_own(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANTIGONE_HOME", str(tmp_path / "home"))
    return tmp_path


def _a_model_of_their_own(folder: Path) -> None:
    """The embedder that comes along, under another name."""
    card = resources.files("antigone.weights.cards").joinpath("sface.toml").read_text(encoding="utf-8")
    (folder / "card.toml").write_text(card.replace('name = "sface"', 'name = "ours"'), encoding="utf-8")
    shutil.copy(locate(find("sface")), folder / "ours.onnx")


RUN = ["README.md", "docs/conditions.md", "docs/models.md", "docs/names.md", "docs/validation.md"]
MEANS: dict[str, object] = {"FILE.onnx": "ours.onnx", "CARD.toml": "card.toml"}
"""What a word of a line stands for, which everybody replaces by their own."""


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
def test_what_a_page_tells_people_to_type_works_as_it_stands(plain_folder: Path, name: str) -> None:
    for line in written(ROOT / name):
        if line.startswith(NEEDS_A_DESK) or line in RUN_ELSEWHERE:
            continue
        done = antigone(*words(line, MEANS))
        few = done.returncode == 3 and "calibrate" in line  # a weight of so few people would mislead, and it is said
        assert done.returncode == 0 or few, f"{line}\n{done.stderr}"
        assert "unexpected" not in done.stderr and "Traceback" not in done.stderr
    if name == "README.md":
        page = (plain_folder / "list.html").read_text(encoding="utf-8")
        assert page.count("<section") == 2 and "M-001" in page


def test_no_line_of_a_page_is_run_by_no_test() -> None:
    lines = {line: page for page in PAGES for line in written(page)}
    by_pages = {line for name in RUN for line in written(ROOT / name)} | {
        x for x in lines if x.startswith(NEEDS_A_DESK)
    }
    assert set(lines) == by_pages | set(RUN_ELSEWHERE)
    for test in RUN_ELSEWHERE.values():
        path, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
