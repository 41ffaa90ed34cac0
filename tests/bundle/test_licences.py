"""Whoever passes Antigone on passes on nothing that its licence forbids, and can say what it is made of."""

from __future__ import annotations

import importlib.util
import json
import zipfile
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from antigone.bundle import sbom
from antigone.bundle.licences import carries, licence, may_be_used
from antigone.errors import BundleFailed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def third_party() -> ModuleType:
    where = importlib.util.spec_from_file_location("third_party", ROOT / "tools/third_party.py")
    assert where is not None and where.loader is not None
    module = importlib.util.module_from_spec(where)
    where.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_every_package_that_antigone_needs_may_be_used_and_passed_on(third_party: ModuleType) -> None:
    needed = third_party.closure()
    assert {"django", "openvino", "psycopg", "httpx"} <= set(needed)
    assert {name: said for name, each in needed.items() if not may_be_used(said := licence(name, each.metadata))} == {}
    assert {name: why for name, each in needed.items() if (why := carries(map(str, each.files or ())))} == {}


@pytest.mark.slow
def test_the_page_of_what_others_made_is_of_what_is_needed(third_party: ModuleType) -> None:
    """If not: uv run python tools/third_party.py."""
    assert third_party.PAGE.read_text(encoding="utf-8") == third_party.page()


@pytest.mark.parametrize("said", ["MIT", "MIT AND Zlib", "GPL-3.0-or-later OR BSD-2-Clause"])
def test_a_licence_that_asks_for_a_notice_at_most_is_allowed(said: str) -> None:
    assert may_be_used(said)


@pytest.mark.parametrize("said", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "whatever", ""])
def test_any_other_is_not(said: str) -> None:
    assert not may_be_used(said)


def test_a_package_of_which_nobody_read_the_licence_is_named() -> None:
    silent = Message()
    silent["Classifier"] = "License :: OSI Approved :: BSD License"
    with pytest.raises(BundleFailed, match="some-package does not say") as fault:
        licence("some-package", silent)
    assert "licences.py" in fault.value.hint


def test_a_library_under_the_gpl_is_found_inside_a_wheel_that_says_bsd() -> None:
    assert carries(["pillow_heif.libs/libx265-4883ecb5.so.217"]) == "carries x265, under the GPL"
    assert not carries(["pi_heif.libs/libheif-7a3e919c.so.1.23.0", "antigone/x265.py"])


def a_wheel(folder: Path, name: str, *lines: str, carried: str = "") -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        said = "\n".join((f"Name: {name}", "Version: 1.0", *lines))
        file.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.4\n{said}\n")
        if carried:
            file.writestr(carried, b"")
    return path


@pytest.mark.slow
def test_the_list_of_a_bundle_names_each_wheel_its_licence_its_hash_and_what_it_needs(tmp_path: Path) -> None:
    own = a_wheel(
        tmp_path, "antigone", "License-Expression: Apache-2.0", "Requires-Dist: Some.Thing>=1; extra == 'desk'"
    )
    other = a_wheel(tmp_path, "some_thing", "License: MIT")
    packages = [sbom.read_wheel(path) for path in (own, other)]
    sbom.must_be_usable(packages)
    sbom.write(packages, tmp_path / "list.json")
    text = (tmp_path / "list.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    made = json.loads(text)
    assert made["metadata"]["component"]["name"] == "antigone"
    (thing,) = made["components"]
    assert thing["purl"] == "pkg:pypi/some-thing@1.0"
    assert thing["licenses"] == [{"expression": "MIT"}]
    assert thing["hashes"] == [{"alg": "SHA-256", "content": packages[1].sha256}]
    assert {"ref": "antigone==1.0", "dependsOn": ["some-thing==1.0"]} in made["dependencies"]


def test_a_bundle_takes_no_wheel_in_whose_licence_it_may_not_use(tmp_path: Path) -> None:
    wheels = [
        a_wheel(tmp_path, "free", "License-Expression: MIT"),
        a_wheel(tmp_path, "bound", "License-Expression: AGPL-3.0-only"),
        a_wheel(tmp_path, "hidden", "License-Expression: MIT", carried="hidden.libs/libx264-1.so.164"),
    ]
    with pytest.raises(BundleFailed) as fault:
        sbom.must_be_usable([sbom.read_wheel(path) for path in wheels])
    assert "bound (AGPL-3.0-only), hidden (carries x264, under the GPL)" in str(fault.value)


def test_what_is_no_wheel_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "cut-1.0-py3-none-any.whl"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BundleFailed, match="is no wheel"):
        sbom.read_wheel(path)
