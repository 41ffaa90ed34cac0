"""The list of what a bundle is made of (SBOM), in CycloneDX's form: packages, licences, hashes, what needs what.

An agency's security officer holds it against lists of known weaknesses: https://cyclonedx.org.
"""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING

from antigone.bundle.licences import carries, licence, may_be_used
from antigone.errors import BundleFailed, PartMissing

if TYPE_CHECKING:
    from cyclonedx.model.component import Component

_ROOM = uuid.UUID("6c1d1f1e-6f0a-5a53-9f0e-3b3c5a1f7a10")
"""What the numbers of our lists are drawn from: the same wheels have the same number."""


@dataclass(frozen=True, slots=True)
class Package:
    """One wheel: its name as the index compares it, its metadata, its file's SHA-256, and what lies in it."""

    name: str
    version: str
    metadata: Message
    sha256: str
    files: tuple[str, ...] = ()

    @property
    def licence(self) -> str:
        """The licence as an SPDX expression. Raises: BundleFailed, if nobody has read it yet."""
        return licence(self.name, self.metadata)


def read_wheel(path: Path) -> Package:
    """What a wheel says of itself. Raises: BundleFailed, if it cannot be read as one."""
    try:
        with zipfile.ZipFile(path) as file:
            files = tuple(file.namelist())
            (name,) = filter(_is_metadata, files)
            metadata = message_from_bytes(file.read(name))
    except (OSError, ValueError, zipfile.BadZipFile) as fault:
        raise BundleFailed(f"{path.name} is no wheel that can be read.", "Make the bundle anew.") from fault
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Package(plain_name(str(metadata["Name"])), str(metadata["Version"]), metadata, sha256, files)


def must_be_usable(packages: Iterable[Package]) -> None:
    """Let no package into a bundle whose licence, or whose libraries' licence, Antigone may not use.

    Raises:
        BundleFailed: naming every such package and its licence.
    """
    refused = [
        f"{each.name} ({why})"
        for each in packages
        if (why := carries(each.files) or ("" if may_be_used(each.licence) else each.licence))
    ]
    if refused:
        raise BundleFailed(
            f"Not under a licence that Antigone may use: {', '.join(refused)}.",
            "Do without it, or have antigone/bundle/licences.py allow the licence, with the reason.",
        )


def write(packages: Iterable[Package], out: Path) -> None:
    """Write the list as CycloneDX 1.6 in JSON, with ``antigone`` as what it is the list of.

    Raises:
        PartMissing: without cyclonedx-python-lib.
    """
    try:
        from cyclonedx.model.bom import Bom, BomMetaData
        from cyclonedx.output.json import JsonV1Dot6
    except ImportError as fault:
        raise PartMissing(
            "cyclonedx-python-lib is not installed.", "uv sync, or pip install antigone[bundle]"
        ) from fault
    every = sorted(packages, key=lambda package: package.name)
    components = {package.name: _component(package) for package in every}
    own = components.pop("antigone")
    number = uuid.uuid5(_ROOM, "".join(package.sha256 for package in every))
    bom = Bom(components=components.values(), serial_number=number, metadata=BomMetaData(component=own))
    named = {**components, "antigone": own}
    for package in every:
        needed = {named[name] for name in _required(package) if name in named and name != package.name}
        bom.register_dependency(named[package.name], needed)
    out.write_text(JsonV1Dot6(bom).output_as_string(indent=1) + "\n", encoding="utf-8")


def _component(package: Package) -> Component:
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import LicenseExpression
    from packageurl import PackageURL

    own = package.name == "antigone"
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.APPLICATION if own else ComponentType.LIBRARY,
        bom_ref=f"{package.name}=={package.version}",
        purl=None if own else PackageURL("pypi", name=package.name, version=package.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=package.sha256)],
        licenses=[LicenseExpression(package.licence)],
    )


def _required(package: Package) -> set[str]:
    from packaging.requirements import Requirement

    lines = (str(line) for line in package.metadata.get_all("Requires-Dist", []))
    return {plain_name(Requirement(line).name) for line in lines}


def _is_metadata(name: str) -> bool:
    return name.endswith(".dist-info/METADATA") and name.count("/") == 1


def plain_name(name: str) -> str:
    """A package's name as the index compares it."""
    return name.lower().replace("_", "-").replace(".", "-")
