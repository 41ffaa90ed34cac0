"""Install Antigone from the folder that this file lies in, without a network.

    install.py --into DIR          install, or bring what is in DIR to this version; what was there is kept
    install.py --into DIR --back   go back to the version before, as long as the database was not brought up

Nothing but Python's own library is used. The desk's folder is not touched, wherever it lies: data, keys and settings
stay.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
WINDOWS = os.name == "nt"
MACHINES = {("Linux", "x86_64"): "linux", ("Windows", "AMD64"): "windows", ("Darwin", "arm64"): "macos"}
OTHER_DATABASE = "desk.E007"  # docs/operate.md: the database is of another version

LAUNCH_SH = """#!/bin/sh
# Runs the version of Antigone that the file `current` names.
here=$(dirname -- "$(readlink -f -- "$0")")/..
exec "$here/versions/$(cat "$here/current")/bin/python" -m antigone "$@"
"""
LAUNCH_CMD = """@echo off
rem Runs the version of Antigone that the file `current` names.
set /p ANTIGONE_VERSION=<"%~dp0..\\current"
"%~dp0..\\versions\\%ANTIGONE_VERSION%\\Scripts\\python.exe" -m antigone %*
"""


class Stop(Exception):
    """Something stands against it: nothing was changed."""


def main() -> int:
    """Do what was asked for; the exit status says whether it was done."""
    options = parsed()
    try:
        if options.fits:
            part()
        elif options.back:
            go_back(Path(options.into).absolute(), options.desk)
        else:
            install(Path(options.into).absolute(), options)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"It cannot be written: {fault}. What was installed before is as it was.", file=sys.stderr)
        return 1
    return 0


def parsed() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Install Antigone from this folder, without a network.")
    parser.add_argument("--into", metavar="DIR", help="where to: a folder of its own, made if need be")
    parser.add_argument("--expect", metavar="HASH", help="the hash of SHA256SUMS, as who made this folder told it")
    parser.add_argument("--desk", metavar="DIR", help="the desk's folder, if it is not where desks usually lie")
    parser.add_argument("--back", action="store_true", help="go back to the version before")
    parser.add_argument("--fits", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.into and not options.fits:
        parser.error("--into DIR is needed: where to?")
    return options


def install(into: Path, options: argparse.Namespace) -> None:
    """Check, install beside what is there, try it, and only then lead the command to it."""
    name, about = part()
    print(f"Python {platform.python_version()} at {sys.executable}; for {name}.")
    fingerprint = check_hashes(about, options.expect)
    must_have_room(into, about["unpacked_bytes"])
    version = fingerprint[:12]
    former = current(into)
    if former != version:
        put(into / "versions" / version, name)
    print("Is this machine fit for the work?")
    run(into, version, ["doctor"], "It was installed, and does not work here: the command was left as it was.")
    if former is not None and former != version:
        look_at_the_desk(into, version, options.desk)
        write(into / "former", former)
    write_launcher(into)
    write(into / "current", version)
    remove_older(into)
    print(f"Installed: {launcher(into)}")
    if former is not None and former != version:
        print("Start the desk and the worker again. To go back: the same command with --back.")


def go_back(into: Path, desk: str | None) -> None:
    """Lead the command to the version before. The database decides whether that can be."""
    now, former = current(into), read(into / "former")
    if now is None or former is None or not python_of(into, former).exists():
        raise Stop(f"There is no version before in {into}. Nothing was changed.")
    said = desk_check(into, former, desk)
    if said is not None and OTHER_DATABASE in said:
        raise Stop(said + "The desk's database was brought up to the newer version: put back the copy that was made "
                   "before that (docs/operate.md, Backups), then go back. Nothing was changed.")  # fmt: skip
    write(into / "former", now)
    write(into / "current", former)
    print(f"The command is that of the version before again: {launcher(into)}. Start the desk and the worker again.")


def part() -> tuple[str, dict[str, Any]]:
    """Name and contents of what this folder holds for this machine and this Python."""
    parts = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))["parts"]
    machine = MACHINES.get((platform.system(), platform.machine()))
    name = "{}-{}.{}".format(machine, *sys.version_info[:2])
    if name not in parts or sys.maxsize < 2**32:
        raise Stop(
            f"This folder is for {', '.join(parts)}; here are {platform.system()} on {platform.machine()} and "
            f"Python {platform.python_version()} ({sys.executable}). Begin this with another Python "
            "(PYTHON=/path/to/python sh install.sh ...), or ask for a folder for this machine."
        )
    return name, parts[name]


def check_hashes(about: dict[str, Any], expected: str | None) -> str:
    """Read every file that this machine needs and compare it with the list. Gives the hash of the list itself."""
    listed = (HERE / SUMS).read_bytes()
    fingerprint = hashlib.sha256(listed).hexdigest()
    print(f"The list of hashes has the hash {fingerprint}")
    if expected and expected.lower() != fingerprint:
        raise Stop("That is not the one that was expected. Nothing was changed.")
    others = ("wheels/",)
    needed = {"wheels/" + wheel for wheel in (*about["wheels"], installer())}
    for line in listed.decode("utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        if name in needed or not name.startswith(others):
            must_be(HERE / name, sha256)
            needed.discard(name)
    if needed:
        raise Stop(f"{sorted(needed)[0]} is not in the list of hashes. Nothing was changed.")
    return fingerprint


def must_be(path: Path, sha256: str) -> None:
    """Stop if a file is not what the list says."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                found.update(piece)
    except OSError as fault:
        raise Stop(f"{path} cannot be read ({fault.strerror}). Copy this folder again. Nothing was changed.") from fault
    if found.hexdigest() != sha256:
        raise Stop(f"{path} is not as it was made. Copy this folder again. Nothing was changed.")


def installer() -> str:
    """The name of pip's wheel: not every Python has a pip, and its own may be old."""
    return str(json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))["installer"])


def must_have_room(into: Path, wanted: int) -> None:
    """Stop if the disk has too little room: installing needs the files, and what Python makes of them."""
    place = into
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < 2 * wanted:
        raise Stop(f"{into} needs {2 * wanted / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free. Nothing was changed.")


def put(folder: Path, name: str) -> None:
    """Make an environment of its own and install into it what the list for this machine names, by hash."""
    print(f"Installing into {folder} (some minutes on an old machine).", flush=True)
    shutil.rmtree(folder, ignore_errors=True)  # what an installation left that was cut off
    done([sys.executable, "-m", "venv", "--without-pip", folder], folder)
    python = folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
    pip = [sys.executable, HERE / "wheels" / installer() / "pip", "--python", python]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir", "--isolated"]
    exact = ["--no-index", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--find-links", HERE / "wheels"]
    done([*pip, "install", *quiet, *exact, "--requirement", HERE / "requirements" / (name + ".txt")], folder)


def done(words: list[object], folder: Path) -> None:
    """Run a command that must succeed; what it had made is taken away if it does not."""
    if subprocess.run([str(word) for word in words], check=False, env=plain_environment()).returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Stop("It could not be installed. What was installed before is as it was.")


def plain_environment() -> dict[str, str]:
    """The environment without what would lead Python to another one's packages."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


def run(into: Path, version: str, words: list[str], otherwise: str) -> None:
    """Run this version's command, which must succeed."""
    if subprocess.run(
        [str(python_of(into, version)), "-m", "antigone", *words], check=False, env=plain_environment()
    ).returncode:
        raise Stop(otherwise)


def look_at_the_desk(into: Path, version: str, desk: str | None) -> None:
    """Say what the new version thinks of the desk that is there."""
    said = desk_check(into, version, desk)
    if said is None:
        return
    print("The desk that is there (antigone desk check):")
    print(said, end="")
    if OTHER_DATABASE in said:
        print("Make a copy of the database first (docs/operate.md, Backups), then: antigone desk init")


def desk_check(into: Path, version: str, desk: str | None) -> str | None:
    """What ``antigone desk check`` of a version says; None where there is no desk."""
    python = str(python_of(into, version))
    if desk is None:
        where = "from antigone.cli.desk_start import usual_home; print(usual_home())"
        asked = [python, "-c", where]
        told = subprocess.run(asked, check=False, env=plain_environment(), stdout=subprocess.PIPE, encoding="utf-8")
        desk = told.stdout.strip()
    if not (Path(desk) / "desk.env").exists():
        return None
    check = [python, "-m", "antigone", "desk", "--home", desk, "check"]
    said = subprocess.run(
        check, check=False, env=plain_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return said.stdout


def python_of(into: Path, version: str) -> Path:
    """The Python of an installed version."""
    return into / "versions" / version / ("Scripts/python.exe" if WINDOWS else "bin/python")


def launcher(into: Path) -> Path:
    """The command that people type."""
    return into / "bin" / ("antigone.cmd" if WINDOWS else "antigone")


def write_launcher(into: Path) -> None:
    """It reads which version is current each time, so that going on and going back is one small file."""
    write(launcher(into), LAUNCH_CMD if WINDOWS else LAUNCH_SH, end="")
    launcher(into).chmod(0o755)


def current(into: Path) -> str | None:
    """The version that the command leads to; None before the first."""
    version = read(into / "current")
    return version if version is not None and python_of(into, version).exists() else None


def read(path: Path) -> str | None:
    """A small file's one line; None if it is not there."""
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def write(path: Path, text: str, end: str = "\n") -> None:
    """Write a small file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text(text + end, encoding="utf-8")
    new.replace(path)


def remove_older(into: Path) -> None:
    """Keep this version and the one before."""
    kept = {read(into / "current"), read(into / "former")}
    for folder in (into / "versions").iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)  # Windows keeps what runs: the next installation takes it


if __name__ == "__main__":
    sys.exit(main())
