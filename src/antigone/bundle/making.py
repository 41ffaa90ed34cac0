"""Making a bundle: wheels of everything for each machine, what installs them, and the documents.

The one part of Antigone that asks a network, and only for packages of the package index: an engineer runs it from a
checkout, on another machine than the one in the mortuary. The desk and the core never do.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import antigone
from antigone.bundle import sbom
from antigone.bundle.contents import CONTENTS, sign, write_sums
from antigone.bundle.platforms import Platform
from antigone.errors import BundleFailed, PartMissing, UsageError
from antigone.files import storage_faults

_SCRIPTS = Path(__file__).parent / "scripts"
_DOCUMENTS = ("README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "THIRD-PARTY.md", "docs", "deploy")
_VERSIONS = "@PYTHONS@"


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """What is wanted: the wheels of Antigone with the desk for each of ``platforms`` and of ``pythons`` ("3.11")."""

    out: Path
    platforms: tuple[Platform, ...]
    pythons: tuple[str, ...]
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class BundleMade:
    """What was made: ``bytes`` of wheels for each platform and Python, as ``linux-3.11``."""

    fingerprint: str
    bytes: dict[str, int]
    signed_by: str | None


def make(request: BundleRequest, tell: Callable[[str], None]) -> BundleMade:
    """Make the folder, whole or not at all.

    Raises:
        UsageError: if the folder is there already, or Antigone does not run from a checkout.
        PartMissing: without ``uv``.
        BundleFailed: if the index lacks a wheel, or does not answer.
        StorageFailed: if it cannot be written.
    """
    if request.out.exists():
        raise UsageError(f"{request.out} is there already.", "Name a folder that is to be made.")
    source = _checkout()
    with storage_faults(request.out):
        request.out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=request.out.parent, prefix=f".{request.out.name}."))
        try:
            made = _Making(folder, source, _uv()).fill(request, tell)
            folder.chmod(0o755)
            folder.rename(request.out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return made


def _checkout() -> Path:
    """Where this Antigone runs from: its pins, its documents and its own wheel come from there."""
    root = Path(antigone.__file__).resolve().parents[2]
    if not (root / "pyproject.toml").is_file():
        raise UsageError("This Antigone was installed from a wheel.", "Make bundles from a checkout of it.")
    return root


def _uv() -> str:
    if found := shutil.which("uv"):
        return found
    raise PartMissing("uv is not installed: it chooses the versions.", "pip install uv")


@dataclass(frozen=True, slots=True)
class _Making:
    """A bundle that is being filled."""

    folder: Path
    source: Path
    uv: str

    def fill(self, request: BundleRequest, tell: Callable[[str], None]) -> BundleMade:
        tell("Making Antigone's own wheel.")
        self._run("build", "--wheel", "--quiet", "--out-dir", self._wheels, self.source)
        (self._wheels / ".gitignore").unlink(missing_ok=True)
        own = next(self._wheels.glob("antigone-*.whl"))
        (installer,) = self._download("pip", "--no-deps")
        parts: dict[str, list[str]] = {}
        for platform in request.platforms:
            for python in request.pythons:
                tell(f"Fetching wheels for {platform.title}, Python {python}.")
                parts[f"{platform.name}-{python}"] = sorted([own.name, *self._fetch(platform, python, own)])
        self._list_packages(parts, installer)
        self._describe(parts, installer)
        write_scripts(self.folder, request.pythons)
        for name in _DOCUMENTS:
            _copy(self.source / name, self.folder / name)
        fingerprint = write_sums(self.folder)
        sizes = {name: sum((self._wheels / wheel).stat().st_size for wheel in wheels) for name, wheels in parts.items()}
        return BundleMade(fingerprint, sizes, sign(self.folder, request.key) if request.key else None)

    @property
    def _wheels(self) -> Path:
        return self.folder / "wheels"

    def _fetch(self, platform: Platform, python: str, own: Path) -> list[str]:
        """Have uv choose the versions as it does in the checkout, overrides and all, and pip fetch their wheels."""
        pins = self.folder / "requirements" / f"{platform.name}-{python}.txt"
        pins.parent.mkdir(exist_ok=True)
        target = ("--python-platform", platform.triple, "--python-version", python, "--only-binary", ":all:")
        plain = ("--generate-hashes", "--no-annotate", "--no-header", "--quiet", "--output-file", pins)
        self._run("pip", "compile", "pyproject.toml", "--extra", "desk", *target, *plain)
        tags = [word for tag in platform.tags for word in ("--platform", tag)]
        exact = ("--no-deps", "--require-hashes", "--python-version", python)
        names = self._download("--requirement", pins, *exact, *tags)
        with pins.open("a", encoding="utf-8") as file:
            file.write(
                f"antigone=={antigone.__version__} --hash=sha256:{hashlib.sha256(own.read_bytes()).hexdigest()}\n"
            )
        return names

    def _download(self, *what: object) -> list[str]:
        """Wheels from the index into the bundle; gives their names."""
        with tempfile.TemporaryDirectory(dir=self.folder) as fetched:
            self._run("tool", "run", "pip", "download", "--quiet", "--only-binary=:all:", *what, "--dest", fetched)
            paths = list(Path(fetched).iterdir())
            for path in paths:
                path.replace(self._wheels / path.name)
        return [path.name for path in paths]

    def _list_packages(self, parts: Mapping[str, Sequence[str]], installer: str) -> None:
        """Say what each part is made of, after every licence was looked at."""
        packages = {wheel: sbom.read_wheel(self._wheels / wheel) for wheels in parts.values() for wheel in wheels}
        packages[installer] = sbom.read_wheel(self._wheels / installer)
        sbom.must_be_usable(packages.values())
        (self.folder / "sbom").mkdir()
        for name, wheels in parts.items():
            sbom.write([packages[wheel] for wheel in {*wheels, installer}], self.folder / "sbom" / f"{name}.cdx.json")

    def _describe(self, parts: Mapping[str, Sequence[str]], installer: str) -> None:
        unpacked = {name: sum(_unpacked(self._wheels / wheel) for wheel in wheels) for name, wheels in parts.items()}
        contents = {
            "version": antigone.__version__,
            "installer": installer,
            "parts": {name: {"wheels": parts[name], "unpacked_bytes": unpacked[name]} for name in sorted(parts)},
        }
        (self.folder / CONTENTS).write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")

    def _run(self, *words: object) -> None:
        """Run uv in the checkout. Raises: BundleFailed, with the end of what it said."""
        ended = subprocess.run(
            [self.uv, *map(str, words)], cwd=self.source, capture_output=True, text=True, errors="replace", check=False
        )
        if ended.returncode:
            said = [line for line in ended.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
            raise BundleFailed(
                "\n  ".join([f"uv {words[0]} did not succeed:", *said[-8:]]),
                "A bundle needs the package index: is it reachable, and has it wheels for that platform and Python?",
            )


def write_scripts(folder: Path, pythons: Sequence[str]) -> None:
    """Put there what installs, as its machines read it: lines of ``.cmd`` end as on Windows, and ``.sh`` may be run."""
    for script in sorted(_SCRIPTS.iterdir()):
        if script.suffix not in (".py", ".sh", ".cmd"):
            continue
        text = script.read_text(encoding="utf-8").replace(_VERSIONS, " ".join(pythons))
        new = folder / script.name
        new.write_text(text, encoding="utf-8", newline="\r\n" if script.suffix == ".cmd" else "\n")
        new.chmod(0o755 if script.suffix == ".sh" else 0o644)


def _unpacked(wheel: Path) -> int:
    with zipfile.ZipFile(wheel) as file:
        return sum(info.file_size for info in file.infolist())


def _copy(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, to)
    else:
        shutil.copyfile(source, to)
