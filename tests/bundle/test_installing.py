"""What whoever installs Antigone from a stick meets, in a room without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bundle.small_bundles import HERE, PART, install, says, small_bundle

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder into which version 1.0 was installed twice, and what was said the first time."""
    folder = tmp_path_factory.mktemp("first")
    stick = small_bundle(folder / "stick", "1.0")
    said = install(stick, folder / "here").stdout
    assert install(stick, folder / "here").returncode == 0
    return folder / "here", said


@pytest.fixture(scope="module")
def second(first: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One into which 2.0 was installed over 1.0, whose desk is there, and what was said."""
    folder = tmp_path_factory.mktemp("second")
    shutil.copytree(first[0], folder / "here", symlinks=True)
    stick = small_bundle(folder / "stick", "2.0")
    return folder / "here", install(stick, folder / "here", desk=a_desk(folder, "1.0")).stdout


@pytest.fixture
def here(second: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of that for one test: what leads to a version holds no path of its own."""
    return Path(shutil.copytree(second[0], tmp_path / "here", symlinks=True))


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_bundle(tmp_path_factory.mktemp("stick") / "stick", "1.0")


def test_it_is_installed_and_ends_by_saying_whether_the_machine_is_fit(first: tuple[Path, str]) -> None:
    here, said = first

    assert f"for {PART}" in said
    assert said.index("fit, says 1.0") < said.index("Installed: ")
    assert says(here, "doctor") == "fit, says 1.0\n"


def test_after_the_first_there_is_nothing_to_go_back_to(first: tuple[Path, str], stick: Path) -> None:
    assert "no version before" in install(stick, first[0], "--back").stderr


def test_a_later_version_looks_at_the_desk_that_is_there_and_does_not_touch_it(second: tuple[Path, str]) -> None:
    here, said = second

    assert "desk.E007" in said and "Make a copy of the database first" in said
    assert says(here, "doctor") == "fit, says 2.0\n"
    assert (here.parent / "desk/database").read_text() == "1.0"


def test_one_can_go_back_to_the_version_before(here: Path, stick: Path, tmp_path: Path) -> None:
    back = install(stick, here, "--back", desk=a_desk(tmp_path, "1.0"))

    assert back.returncode == 0, back.stderr
    assert says(here, "doctor") == "fit, says 1.0\n"


def test_nobody_goes_back_once_the_database_was_brought_up(here: Path, stick: Path, tmp_path: Path) -> None:
    back = install(stick, here, "--back", desk=a_desk(tmp_path, "2.0"))

    assert back.returncode == 1 and "was brought up to the newer version" in back.stderr
    assert says(here, "doctor") == "fit, says 2.0\n"


def test_a_version_that_does_not_work_here_leaves_the_command_as_it_was(here: Path, tmp_path: Path) -> None:
    done = install(small_bundle(tmp_path / "unfit", "3.0", fit=False), here)

    assert done.returncode == 1 and "the command was left as it was" in done.stderr
    assert says(here, "doctor") == "fit, says 2.0\n"


def test_of_three_versions_this_one_and_the_one_before_are_kept(here: Path, tmp_path: Path) -> None:
    third = small_bundle(tmp_path / "third", "3.0")
    install(third, here)

    assert len(list((here / "versions").iterdir())) == 2
    install(third, here, "--back")
    assert says(here, "doctor") == "fit, says 2.0\n"


@pytest.mark.parametrize("name", ["wheels/antigone-1.0-py3-none-any.whl", f"requirements/{PART}.txt", "bundle.json"])
def test_a_file_that_changed_on_the_way_is_named_and_nothing_is_installed(tmp_path: Path, name: str) -> None:
    stick = small_bundle(tmp_path / "stick", "1.0")
    with (stick / name).open("a") as file:
        file.write("\n")

    done = install(stick, tmp_path / "here")

    assert done.returncode == 1
    assert Path(name).name in done.stderr and "Copy this folder again" in done.stderr
    assert not (tmp_path / "here").exists()


def test_a_file_that_was_lost_on_the_way_is_named(tmp_path: Path) -> None:
    stick = small_bundle(tmp_path / "stick", "1.0")
    (stick / "wheels/antigone-1.0-py3-none-any.whl").unlink()

    assert "antigone-1.0-py3-none-any.whl cannot be read" in install(stick, tmp_path / "here").stderr


def test_the_hash_that_was_told_by_telephone_must_be_the_lists(stick: Path, tmp_path: Path) -> None:
    done = install(stick, tmp_path / "here", "--expect", "0" * 64)

    assert done.returncode == 1 and "not the one that was expected" in done.stderr
    assert not (tmp_path / "here").exists()


def test_whoever_has_another_python_is_told_for_which_the_folder_is(tmp_path: Path) -> None:
    stick = small_bundle(tmp_path / "stick", "1.0")
    (stick / "bundle.json").write_text((stick / "bundle.json").read_text().replace(PART, "linux-3.99"))

    done = install(stick, tmp_path / "here")

    assert done.returncode == 1
    assert "This folder is for linux-3.99" in done.stderr and f"Python {HERE}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_is_too_small_is_said_before_anything_is_written(tmp_path: Path) -> None:
    done = install(small_bundle(tmp_path / "stick", "1.0", unpacked=10**15), tmp_path / "here")

    assert done.returncode == 1 and "2000000.0 GB" in done.stderr
    assert not (tmp_path / "here").exists()


def a_desk(folder: Path, version: str) -> Path:
    desk = folder / "desk"
    desk.mkdir()
    (desk / "desk.env").write_text("")
    (desk / "database").write_text(version)
    return desk
