"""The command line as people and scripts use it. What is killed, or meets a full disk, has a process of its own."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from antigone.engine import BATCH
from antigone.gallery.gallery import open_gallery
from command_line import antigone, lines
from conftest import INCIDENT, encoded, turned

pytestmark = pytest.mark.slow


def in_a_process(*arguments: object, **settings: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "antigone", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=900, check=False, **settings)


LAWFUL = ("--source", "Request 7, from the sister", "--basis", "consent")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional incident's references, enrolled."""
    folder = tmp_path_factory.mktemp("enrolled") / "gallery"
    done = antigone("enrol", INCIDENT / "references.csv", "--gallery", folder, "--json")
    assert done.returncode == 0, done.stderr
    assert {line["status"] for line in lines(done)} == {"enrolled"}
    return folder


def test_the_doctor_finds_this_machine_fit() -> None:
    done = antigone("doctor")
    assert done.returncode == 0
    assert "FAULT" not in done.stdout and "sface" in done.stdout


def test_a_search_keeps_the_contract_to_the_letter(gallery: Path, incident: Path) -> None:
    rows = list(csv.DictReader((incident / "unidentified.csv").open(encoding="utf-8")))
    row = next(row for row in rows if row["person"])
    done = antigone(
        *("search", incident / row["photo"], "--gallery", gallery, "--top", 5, "--json"),
        *("--case", "K-1", "--purpose", "identification"),
    )
    assert done.returncode == 0, done.stderr
    (line,) = lines(done)
    assert {"photo", "face", "refusal", "model", "gallery", "candidates"} <= line.keys()
    assert {"index", "box", "angle", "detection", "quality", "others"} <= line["face"].keys()
    assert line["gallery"].keys() == {"fingerprint", "photos", "persons"}
    assert line["refusal"] is None and line["case"] == "K-1" and line["purpose"] == "identification"
    assert [c["rank"] for c in line["candidates"]] == [1, 2, 3, 4, 5]
    first = line["candidates"][0]
    assert first["person"] == row["person"] and first["weight"]["calibration"] == line["calibration"]
    assert {"rank", "person", "photo", "score", "photos", "weight"} <= first.keys()
    assert first["photos"][0]["score"] == first["score"]
    assert len({c["person"] for c in line["candidates"]}) == 5


def test_what_people_read_promises_no_identity(gallery: Path, incident: Path) -> None:
    done = antigone("search", incident / "unidentified", "--gallery", gallery)
    assert done.returncode == 0, done.stderr
    for word in ("match", "hit", "verified", "identified as", "%"):
        assert word not in done.stdout.lower() + done.stderr.lower()


def test_a_refused_photo_does_not_stop_the_others(gallery: Path, incident: Path, tmp_path: Path) -> None:
    good = next(iter(sorted((incident / "unidentified").glob("*.jpg"))))
    (tmp_path / "letter.jpg").write_text("Dear sir")
    (tmp_path / "empty.jpg").touch()
    done = antigone("search", tmp_path / "letter.jpg", good, tmp_path / "empty.jpg", "--gallery", gallery, "--json")
    assert done.returncode == 1
    assert [line["refusal"] and line["refusal"]["code"] for line in lines(done)] == ["not-a-photo", None, "empty"]
    assert all(line["refusal"]["hint"] for line in lines(done) if line["refusal"])
    assert lines(done)[1]["candidates"]


def test_wrong_usage_and_missing_galleries_have_their_own_status(tmp_path: Path, incident: Path) -> None:
    photo = next(iter((incident / "unidentified").glob("*.jpg")))
    assert antigone("search", photo).returncode == 2
    assert antigone("nonsense").returncode == 2
    assert antigone("search", "https://example.org/face.jpg", "--gallery", tmp_path).returncode == 2
    missing = antigone("search", photo, "--gallery", tmp_path / "none")
    assert missing.returncode == 3 and "antigone enrol" in missing.stderr
    unlawful = antigone("enrol", incident / "references", "--gallery", tmp_path / "g")
    assert unlawful.returncode == 2 and "source" in unlawful.stderr
    assert not (tmp_path / "g").exists()


def test_no_photo_is_enrolled_without_a_lawful_source(incident: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader((incident / "references.csv").open(encoding="utf-8")))[:3]
    rows[1]["source"] = ""
    rows[2]["basis"] = "curiosity"
    with (incident / "some.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    done = antigone("enrol", incident / "some.csv", "--gallery", tmp_path / "g", "--json")
    assert done.returncode == 1
    assert [line["status"] for line in lines(done)] == ["enrolled", "refused", "refused"]
    assert [line["refusal"]["code"] for line in lines(done)[1:]] == ["no-lawful-source"] * 2


def test_one_face_cannot_be_two_persons(incident: Path, tmp_path: Path) -> None:
    photo = next(iter((incident / "references").glob("*/*.jpg")))
    for person in ("A", "B"):
        (tmp_path / "people" / person).mkdir(parents=True)
        shutil.copy(photo, tmp_path / "people" / person / "1.jpg")
    done = antigone("enrol", tmp_path / "people", "--gallery", tmp_path / "g", *LAWFUL, "--json")
    assert done.returncode == 1
    assert [line["status"] for line in lines(done)] == ["enrolled", "refused"]
    assert "'A'" in lines(done)[1]["refusal"]["detail"]


def test_names_in_any_script_and_with_any_character_are_kept(eileen_jpeg: bytes, tmp_path: Path) -> None:
    names = ["Щербак Олена", "سارة الحداد", "line\nbreak", "with space", "-dash"]
    for number, name in enumerate(names):
        (tmp_path / "people" / name).mkdir(parents=True)
        (tmp_path / "people" / name / f"{name}.jpg").write_bytes(eileen_jpeg + bytes(number))  # a file of its own
    (tmp_path / os.fsdecode(b"people/caf\xe9")).mkdir()
    (tmp_path / os.fsdecode(b"people/caf\xe9/1.jpg")).write_bytes(eileen_jpeg + bytes(90))
    done = antigone("enrol", tmp_path / "people", "--gallery", tmp_path / "g", *LAWFUL, "--json")
    assert done.returncode == 0, done.stderr
    assert {line["person"] for line in lines(done)} == {*names, "caf\\xe9"}
    photo = tmp_path / "people" / names[1] / f"{names[1]}.jpg"
    found = in_a_process("search", photo, "--gallery", tmp_path / "g", "--json", env={**os.environ, "LC_ALL": "C"})
    assert found.returncode == 0, found.stderr
    assert {c["person"] for c in lines(found)[0]["candidates"]} == {*names, "caf\\xe9"}
    shown = antigone("search", photo, "--gallery", tmp_path / "g")
    assert "line\\nbreak" in shown.stdout


def test_a_killed_enrolment_goes_on_and_ends_with_the_same_gallery(eileen: np.ndarray, tmp_path: Path) -> None:
    people = tmp_path / "people"
    small = cv2.resize(eileen[20:300, 90:370], (140, 140), interpolation=cv2.INTER_AREA).astype(int)
    for number in range(100):
        (people / f"P{number:03d}").mkdir(parents=True)
        shade = np.clip(small + number - 50, 0, 255).astype(np.uint8)
        (people / f"P{number:03d}" / "1.png").write_bytes(encoded(shade, "PNG", compress_level=1))
    command = [sys.executable, "-m", "antigone", "enrol", people, "--gallery", tmp_path / "killed", *LAWFUL, "--json"]
    with subprocess.Popen(
        [str(c) for c in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=4096,  # it cannot run ahead of what is read, however late this process gets its turn
    ) as process:
        assert process.stdout is not None
        for _ in range(BATCH):  # the first batch is kept, the second is under way
            process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    resumed = antigone("enrol", people, "--gallery", tmp_path / "killed", *LAWFUL, "--json")
    assert resumed.returncode == 0, resumed.stderr
    already = [line["status"] for line in lines(resumed)].count("already")
    assert BATCH <= already < 100
    assert antigone("enrol", people, "--gallery", tmp_path / "whole", *LAWFUL).returncode == 0
    with open_gallery(tmp_path / "killed") as one, open_gallery(tmp_path / "whole") as other:
        assert one.seal.fingerprint == other.seal.fingerprint
        assert one.seal.index == other.seal.index
        assert one.problems() == []


def test_a_person_can_be_taken_out_again(gallery: Path, incident: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(gallery, tmp_path / "own"))
    with open_gallery(own) as opened:
        before = opened.seal
    person = next(iter(sorted((incident / "references").iterdir()))).name
    assert antigone("gallery", "remove", "--person", person, "--gallery", own).returncode == 0
    info = antigone("gallery", "info", "--gallery", own)
    assert json.loads(info.stdout)["persons"] == before.persons - 1
    assert antigone("gallery", "verify", "--gallery", own).returncode == 0
    assert antigone("gallery", "remove", "--person", person, "--gallery", own).returncode == 3
    assert antigone("gallery", "remove", "--gallery", own).returncode == 2


def test_a_damaged_gallery_is_refused_and_said_to_be(gallery: Path, incident: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(gallery, tmp_path / "own"))
    data = bytearray((own / "index-000.faiss").read_bytes())
    data[len(data) // 2] ^= 1
    (own / "index-000.faiss").write_bytes(bytes(data))
    for command in (("search", next((incident / "unidentified").glob("*.jpg"))), ("gallery", "verify")):
        done = antigone(*command, "--gallery", own)
        assert done.returncode == 3 and "rebuild" in done.stderr
    assert antigone("gallery", "rebuild", "--gallery", own).returncode == 0
    assert antigone("gallery", "verify", "--gallery", own).returncode == 0


def test_analyse_lists_every_face_and_draws_them(eileen: np.ndarray, tmp_path: Path) -> None:
    head = eileen[20:300, 90:370]
    (tmp_path / "two.png").write_bytes(encoded(np.hstack([head, turned(head, 90)]), "PNG"))
    done = antigone("analyse", tmp_path / "two.png", "--json", "--annotated", tmp_path / "marked")
    assert done.returncode == 0, done.stderr
    (line,) = lines(done)
    assert len(line["faces"]) == 2 and line["width"] == 560
    assert all(face["quality"]["measures"] for face in line["faces"])
    assert len(list((tmp_path / "marked").glob("*.jpg"))) == 1


def test_embed_writes_a_row_for_every_photo(eileen_jpeg: bytes, tmp_path: Path) -> None:
    (tmp_path / "in" / "eileen").mkdir(parents=True)
    (tmp_path / "in" / "eileen" / "1.jpg").write_bytes(eileen_jpeg)
    (tmp_path / "in" / "eileen" / "2.jpg").write_bytes(eileen_jpeg[:2000])
    done = antigone("embed", tmp_path / "in", "--out", tmp_path / "out.npz")
    assert done.returncode == 1
    with np.load(tmp_path / "out.npz", allow_pickle=False) as arrays:
        assert arrays["paths"].tolist() == ["eileen/1.jpg", "eileen/2.jpg"]
        assert arrays["status"].tolist() == ["", "damaged"]
        assert arrays["templates"].shape == (2, 128) and arrays["templates"].dtype == np.float32
        assert np.linalg.norm(arrays["templates"][0]) == pytest.approx(1, abs=1e-5)
        assert not arrays["templates"][1].any()
        assert abs(arrays["angle"][0]) < 15 and 0 <= arrays["quality"][0] <= 1


def test_a_disk_that_fills_up_loses_nothing(incident: Path, tmp_path: Path) -> None:
    """The operating system refuses to let any file grow past 40 kB, as a full disk would: these photos need 45."""
    import resource

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    # Python would keep the bytecode of a large module cut off at 40 kB, and every later process would fail over it.
    limits = {"preexec_fn": small, "env": {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}}
    some = incident / "some.csv"
    some.write_text("".join((incident / "references.csv").read_text(encoding="utf-8").splitlines(True)[:21]))
    full = in_a_process("enrol", some, "--gallery", tmp_path / "g", **limits)
    assert full.returncode == 3 and "space" in full.stderr, full.stderr
    again = antigone("enrol", some, "--gallery", tmp_path / "g")
    assert again.returncode == 0, again.stderr
    with open_gallery(tmp_path / "g") as opened:
        assert opened.problems() == []
    report = tmp_path / "report.html"
    photo = next((incident / "unidentified").glob("*.jpg"))
    full = in_a_process("search", photo, "--gallery", tmp_path / "g", "--report", report, **limits)
    assert full.returncode == 3 and not report.exists()
    assert [p.name for p in tmp_path.iterdir() if "report" in p.name] == []
