"""Bundles as `antigone bundle` makes them, with an Antigone in them of three small files: to test the installer."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pip

from antigone.bundle.contents import CONTENTS, write_sums
from antigone.bundle.making import write_scripts

HERE = "{}.{}".format(*sys.version_info[:2])
PART = f"linux-{HERE}"

_MAIN = """
import os, sys
from pathlib import Path
words = sys.argv[1:]
if words[0] == "doctor":
    print("fit, says {version}")
    sys.exit({fit})
if words[:2] == ["desk", "--home"]:
    brought_up_to = (Path(words[2]) / "database").read_text()
    if brought_up_to != "{version}":
        print("desk.E007: the database is of version " + brought_up_to)
        sys.exit(3)
    print("The desk can start.")
"""
_HOME = "import os\ndef usual_home():\n    return os.environ['ANTIGONE_DESK_HOME']\n"


def small_bundle(folder: Path, version: str, *, fit: bool = True, unpacked: int = 1_000_000) -> Path:
    """A bundle of ``version`` for this machine; ``fit``: whether its doctor finds the machine so."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    wheel = _wheel(wheels, version, _MAIN.format(version=version, fit=0 if fit else 3))
    installer = _pip(wheels)
    (folder / "requirements").mkdir()
    pin = f"antigone=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    (folder / "requirements" / f"{PART}.txt").write_text(pin)
    part = {"wheels": [wheel.name], "unpacked_bytes": unpacked}
    (folder / CONTENTS).write_text(json.dumps({"version": version, "installer": installer.name, "parts": {PART: part}}))
    write_scripts(folder, [HERE])
    write_sums(folder)
    return folder


def _pip(folder: Path) -> Path:
    """The installer's wheel, of the pip that runs here: no network is asked, and not every Python has one."""
    path = folder / f"pip-{pip.__version__}-py3-none-any.whl"
    package = Path(pip.__file__).parent
    with zipfile.ZipFile(path, "w") as wheel:
        for file in package.rglob("*"):
            if file.suffix != ".pyc" and file.is_file():
                wheel.write(file, Path("pip") / file.relative_to(package))
    return path


def _wheel(folder: Path, version: str, main: str) -> Path:
    about = f"antigone-{version}.dist-info"
    files = {
        "antigone/__init__.py": "",
        "antigone/__main__.py": main,
        "antigone/cli/__init__.py": "",
        "antigone/cli/desk_start.py": _HOME,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: antigone\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{about}/RECORD"
    files[record] = "".join(f"{name},,\n" for name in (*files, record))
    path = folder / f"antigone-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return path


def install(bundle: Path, into: Path, *more: object, desk: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a bundle's installer as somebody in a mortuary would."""
    script = ["sh", bundle / "install.sh"] if platform.system() != "Windows" else [bundle / "install.cmd"]
    words = [*map(str, (*script, "--into", into, *more))]
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": sys.executable, "ANTIGONE_DESK_HOME": str(desk or into / "none")}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)


def says(into: Path, *words: str) -> str:
    """What the installed command answers."""
    return subprocess.run([into / "bin" / "antigone", *words], capture_output=True, text=True, check=False).stdout
