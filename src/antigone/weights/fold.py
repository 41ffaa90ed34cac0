"""Making a model's graph plain: weights stored in blocks of 8-bit numbers become ordinary 32-bit ones.

The shipped files are block-quantised (ONNX opset 21). OpenVINO reads some of those blocks wrongly or not at all, so
the arithmetic that the ONNX standard gives for DequantizeLinear is done here, once, before the graph is compiled.
It is done in memory at each start: a folded copy on disk would be one more file to trust.
"""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from antigone.errors import CardInvalid

Array = NDArray[np.generic]


def fold(data: bytes, name: str) -> bytes:
    """The same network as ``data`` with its constant dequantisations and reshapes carried out.

    Raises:
        CardInvalid: if ``data`` is not a self-contained ONNX model.
    """
    model = _load(data, name)
    graph = model.graph
    known: dict[str, Array] = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    kept = []
    for node in graph.node:
        if node.op_type in _CARRY_OUT and all(not i or i in known for i in node.input):
            known[node.output[0]] = _CARRY_OUT[node.op_type](node, known)
        else:
            kept.append(node)
    used = {name for node in kept for name in node.input}
    _replace(graph.node, kept)
    _replace(graph.initializer, [numpy_helper.from_array(known[n], n) for n in sorted(used & known.keys())])
    # Weights listed among the inputs are an old habit of exporters that makes runtimes treat them as variable.
    _replace(graph.input, [entry for entry in graph.input if entry.name not in known])
    return bytes(model.SerializeToString())


def _load(data: bytes, name: str) -> onnx.ModelProto:
    try:
        model = onnx.load_model_from_string(data)
        onnx.checker.check_model(model)
    except Exception as fault:  # protobuf and the checker raise classes of their own, without a common base
        raise CardInvalid(f"The file of {name!r} is not a valid ONNX model ({fault}).", "Export it again.") from fault
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer):
        raise CardInvalid(
            f"The model {name!r} keeps its weights in a second file, which its SHA-256 does not cover.",
            "Save it as one ONNX file.",
        )
    return model


def _replace(field: object, entries: list[object]) -> None:
    del field[:]  # type: ignore[attr-defined]
    field.extend(entries)  # type: ignore[attr-defined]


def _dequantise(node: onnx.NodeProto, known: dict[str, Array]) -> Array:
    settings = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    axis, block = settings.get("axis", 1), settings.get("block_size", 0)
    values = known[node.input[0]].astype(np.float32)

    def spread(factors: Array) -> Array:
        if factors.ndim == 0:
            return factors
        if block:  # the last block may be shorter than the others
            return np.repeat(factors, block, axis=axis).take(range(values.shape[axis]), axis=axis)
        shape = [1] * values.ndim
        shape[axis] = -1
        return factors.reshape(shape)

    zero = known[node.input[2]] if len(node.input) > 2 and node.input[2] else np.float32(0)
    scale = spread(known[node.input[1]]).astype(np.float32)
    return ((values - spread(np.asarray(zero)).astype(np.float32)) * scale).astype(np.float32)


def _reshape(node: onnx.NodeProto, known: dict[str, Array]) -> Array:
    return known[node.input[0]].reshape([int(side) for side in known[node.input[1]]])


_CARRY_OUT = {"DequantizeLinear": _dequantise, "Reshape": _reshape}
