"""``antigone bundle``: a folder for a stick, from which Antigone installs itself where there is no network."""

from __future__ import annotations

import platform
import re
from pathlib import Path

import click

from antigone.bundle.contents import check as check_bundle
from antigone.bundle.making import BundleRequest, make
from antigone.bundle.platforms import PLATFORMS, platform_named
from antigone.cli.common import say
from antigone.errors import UsageError

_PYTHON = re.compile(r"3\.\d+")


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--platform", "platforms", multiple=True, default=("linux",), show_default=True, type=click.Choice(list(PLATFORMS))
)
@click.option("--python", "pythons", multiple=True, help="Of the machine it is for: 3.11, ...; else the one that runs.")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="Sign with this Ed25519 key (PEM).")
@click.option("--check", is_flag=True, help="Make nothing: compare the folder OUT with its list of hashes.")
@click.option("--signed-by", help="With --check: the public key that must have signed the list.")
def bundle(
    out: Path,
    platforms: tuple[str, ...],
    pythons: tuple[str, ...],
    key: Path | None,
    check: bool,
    signed_by: str | None,
) -> None:
    """Make the folder OUT, with which Antigone and its desk are installed where there is no network.

    It needs the package index, uv and a checkout. In OUT are wheels of everything, their hashes, these documents,
    install.sh and install.cmd.
    """
    if check:
        files, fingerprint = check_bundle(out, signed_by)
        say(f"{files} files are as they were made{', signed by that key' if signed_by else ''}.")
        click.echo(fingerprint)
        return
    if signed_by is not None:
        raise UsageError("--signed-by is asked of a folder that is there.", "Add --check; --key signs a new one.")
    made = make(BundleRequest(out, tuple(map(platform_named, platforms)), _versions(pythons), key), say)
    for name, size in made.bytes.items():
        say(f"{name}: {size / 1e6:.0f} MB of wheels")
    if made.signed_by:
        say(f"Signed. Tell the public key by another way: {made.signed_by}")
    say("Tell whoever installs it this hash of SHA256SUMS, by another way than the folder:")
    click.echo(made.fingerprint)
    say(f"There: sh install.sh --into DIR, or install.cmd --into DIR (docs/operate.md). Here: {out}")


def _versions(given: tuple[str, ...]) -> tuple[str, ...]:
    here = ".".join(platform.python_version_tuple()[:2])
    if wrong := [version for version in given if not _PYTHON.fullmatch(version)]:
        raise UsageError(f"{wrong[0]!r} is no version of Python.", "Such as 3.11: the first two numbers.")
    return given or (here,)
