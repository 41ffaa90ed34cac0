"""The machines that a bundle can be made for, in the words of the tools that fetch wheels."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.errors import UsageError

_LINUX = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)]


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of machine: ``triple`` as uv calls it, ``tags`` as pip does, the best one first."""

    name: str
    title: str
    triple: str
    tags: tuple[str, ...]


PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform(
            "linux",
            "Linux on x86-64, glibc 2.28 or later (Debian 10, Ubuntu 20.04, RHEL 8)",
            "x86_64-manylinux_2_28",
            (*_LINUX, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
        ),
        Platform("windows", "Windows 10 or later on x86-64", "x86_64-pc-windows-msvc", ("win_amd64",)),
        Platform("macos", "macOS 13 or later on Apple silicon", "aarch64-apple-darwin", ("macosx_13_0_arm64",)),
    )
}


def platform_named(name: str) -> Platform:
    """Raises: UsageError, if there is none of this name."""
    if name not in PLATFORMS:
        raise UsageError(f"Nothing is known of the platform {name!r}.", f"There are: {', '.join(PLATFORMS)}.")
    return PLATFORMS[name]
