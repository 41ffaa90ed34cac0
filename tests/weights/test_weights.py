"""A model is the file its card describes, or it is not used at all."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from antigone.engine import Engine
from antigone.errors import AntigoneError, CardInvalid, UsageError, WeightsAltered, WeightsMissing
from antigone.face.embed import Embedder
from antigone.types import Profile
from antigone.weights import catalogue, store
from antigone.weights.card import parse_card
from antigone.weights.fold import fold
from antigone.weights.session import open_network, try_card
from conftest import SHARED, photo_of

CARD = Path(__file__).resolve().parents[2] / "docs/cards/face-reidentification-retail-0095.toml"


def test_the_shipped_models_are_the_files_they_should_be() -> None:
    for card in catalogue.shipped():
        assert hashlib.sha256(store.read_verified(card)).hexdigest() == card.sha256
        assert card.licence in ("MIT", "Apache-2.0")


@pytest.mark.parametrize("model", ["sface", catalogue.UNDER_COVER])
def test_an_altered_or_missing_file_is_never_used(tmp_path: Path, model: str) -> None:
    card = catalogue.find(model)
    (tmp_path / card.file).write_bytes(store.read_verified(card)[:-1] + b"x")
    with pytest.raises(WeightsAltered, match="Reinstall"):
        open_network(card, folder=tmp_path)
    other = parse_card(CARD.read_text(), "card")
    with pytest.raises(WeightsMissing):
        open_network(other, folder=tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[output]\nsize = 256", "[output]\nsize = -1"),
        ('colour = "bgr"', 'colour = "cmyk"'),
        ("size = [128, 128]", "size = [128]"),
        ("[40.392800", "[400.392800"),
        ('licence = "Apache-2.0"', 'licence = ""'),
        ('sha256 = "38b8', 'sha256 = "38B8'),
        ('file = "', 'file = "../'),
        ('task = "embed"', 'task = "embed"\nspeed = "fast"'),
        ('name = "', "name = "),
    ],
)
def test_a_wrong_card_is_refused_with_the_field_that_is_wrong(old: str, new: str) -> None:
    text = CARD.read_text()
    assert old in text
    with pytest.raises(CardInvalid) as caught:
        parse_card(text.replace(old, new, 1), "card")
    assert "docs/models.md" in caught.value.hint


def test_unknown_models_and_models_twice_are_refused() -> None:
    for names in ("nothing", "yunet", catalogue.UNDER_COVER, "sface+sface", "sface+"):
        with pytest.raises(UsageError):
            catalogue.find_embedders(names)


def _quantised(block: int) -> tuple[bytes, np.ndarray]:
    """A graph that returns a constant stored in blocks of 8-bit numbers, and the constant by the standard's text."""
    random = np.random.default_rng(0)
    values = random.integers(-128, 127, (4, 10), np.int8)
    scales = random.random((4, -(-10 // block)), np.float32) + 0.1
    weights = [numpy_helper.from_array(values, "v"), numpy_helper.from_array(scales, "s")]
    nodes = [
        helper.make_node("DequantizeLinear", ["v", "s"], ["w"], axis=1, block_size=block),
        helper.make_node("MatMul", ["w", "x"], ["y"]),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [10, 3])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [4, 3])
    model = helper.make_model(
        helper.make_graph(nodes, "g", [x], [y], weights), opset_imports=[helper.make_opsetid("", 21)]
    )
    expected = np.array([[values[r, c] * scales[r, c // block] for c in range(10)] for r in range(4)], np.float32)
    return model.SerializeToString(), expected


@pytest.mark.parametrize("block", [1, 2, 5, 10])
def test_folding_computes_what_the_standard_says(block: int) -> None:
    data, expected = _quantised(block)
    folded = onnx.load_model_from_string(fold(data, "test"))
    assert [node.op_type for node in folded.graph.node] == ["MatMul"]
    np.testing.assert_allclose(numpy_helper.to_array(folded.graph.initializer[0]), expected, rtol=1e-6)


@pytest.mark.slow
def test_the_folded_detector_agrees_with_opencvs_own_runner(eileen: np.ndarray) -> None:
    import cv2

    from antigone.face.detect import detect

    theirs = cv2.FaceDetectorYN.create(str(store.locate(catalogue.find("yunet"))), "", (512, 512), 0.6)
    (expected,) = theirs.detect(eileen)[1]
    (found,) = detect(open_network(catalogue.find("yunet")), eileen, 0.6)
    assert found.score == pytest.approx(float(expected[14]), abs=2e-3)
    np.testing.assert_allclose(found.landmarks.ravel(), expected[4:14], atol=0.3)


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(CardInvalid):
        fold(b"not a model", "test")


@pytest.mark.slow
def test_nothing_that_reports_home_is_imported() -> None:
    code = "import antigone.cli.main as main, sys; [main.antigone_command.get_command(None, n) for n in main.COMMANDS]"
    code += "; assert sys.modules.get('openvino_telemetry') is None; import openvino"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_half_precision_hardly_moves_a_template(eileen: np.ndarray) -> None:
    vectors = []
    for precision in ("f32", "bf16"):
        probe = Engine.open(precision=precision, threads=1).probe(photo_of(eileen), Profile.PM)
        vectors.append(probe.template.vector)  # type: ignore[union-attr]
    assert float(vectors[0] @ vectors[1]) > 0.999


@pytest.mark.shared
def test_a_model_brought_along_works_alone_and_fused(eileen: np.ndarray) -> None:
    file = SHARED / "models" / "face-reidentification-retail-0095.onnx"
    try_card(parse_card(CARD.read_text(), "card"), file)
    card = store.add(file, CARD)
    photo = photo_of(eileen)
    own = Engine.open("sface", threads=1).probe(photo, Profile.PM).template.vector  # type: ignore[union-attr]
    brought = Engine.open(card.name, threads=1).probe(photo, Profile.PM).template  # type: ignore[union-attr]
    fused = Engine.open(f"sface+{card.name}", threads=1).probe(photo, Profile.PM).template  # type: ignore[union-attr]
    assert brought.vector.shape == (256,) and card.sha256[:12] in brought.model
    np.testing.assert_allclose(fused.vector * np.sqrt(2), np.concatenate([own, brought.vector]), atol=1e-5)


@pytest.mark.shared
def test_a_card_that_does_not_fit_the_model_is_found_out_before_use(tmp_path: Path) -> None:
    file = SHARED / "models" / "face-reidentification-retail-0095.onnx"
    text = CARD.read_text()
    for old, new in (("size = 256", "size = 128"), ('sha256 = "38b8', 'sha256 = "48b8')):
        with pytest.raises(AntigoneError):
            try_card(parse_card(text.replace(old, new), "card"), file)


@pytest.mark.slow
def test_a_centre_is_taken_off_every_template_and_is_part_of_the_models_id(engine: Engine, eileen: np.ndarray) -> None:
    photo = photo_of(eileen)
    network = engine.embedder.networks[0]
    plain = dataclasses.replace(network, card=dataclasses.replace(network.card, centre=()))
    face = engine.probe(photo, Profile.AM).choice.face
    before, after = (Embedder((n,)).template(photo, face) for n in (plain, network))
    expected = before.vector - np.array(network.card.centre)
    assert after.vector == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)
    assert plain.card.id != network.card.id
    assert after.model.startswith(f"{plain.card.id}-")


@pytest.mark.slow
def test_a_centre_of_another_size_than_the_template_is_refused() -> None:
    with pytest.raises(CardInvalid, match=r"output.centre.*256 numbers"):
        parse_card(CARD.read_text() + "centre = [0.1, 0.2]\n", "card")


_AT_ONCE = """
import threading
import numpy as np
from antigone.weights.catalogue import DETECTOR, find
from antigone.weights.session import open_network

network, start = open_network(find(DETECTOR)), threading.Barrier(8)
picture = np.zeros((1, 64, 64, 3), np.uint8)

def first() -> None:
    start.wait()
    network.run(picture)

threads = [threading.Thread(target=first) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.slow
def test_threads_that_start_at_once_do_not_wait_for_each_other_for_ever() -> None:
    for _ in range(8):
        subprocess.run([sys.executable, "-c", _AT_ONCE], check=True, timeout=600)
