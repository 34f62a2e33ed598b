"""Writes the encoder as an ONNX graph, straight from the packed weights.

Three precisions of the layers' matrices share one graph: ``fp32``; ``int8`` (weights
by column, activations by token at run time); ``q4`` (the weight file's own 4-bit blocks,
nothing lost). The word embeddings stay 4-bit blocks in all three: a row is unpacked
when looked up, which is exact and keeps 384 MB of floats off the disk and out of memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.model.weights import BLOCK, Quantized, Weights

Precision = Literal["fp32", "int8", "q4"]
OPSET = 20
CONTRIB = "com.microsoft"
MASKED = -1e9  # added to the score of a padding token before softmax
GELU_LEAST = -0.17  # the minimum of the activation, rounded outward
INT8_ACTIVATIONS = 4  # MatMulNBits accuracy_level: multiply in int8 with a scale per block


def write_graphs(weights: Weights, folder: Path) -> None:
    """Writes ``fp32.onnx`` (140 MB), ``int8.onnx`` (76 MB) and ``q4.onnx`` (68 MB)."""
    folder.mkdir(exist_ok=True)
    for precision in get_args(Precision):
        onnx.save(EncoderGraph(weights, precision).model(), folder / f"{precision}.onnx")


class _Graph:
    """Nodes and initializers, collected in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self._count = 0

    def constant(self, value: npt.ArrayLike, name: str = "") -> str:
        name = name or self._name("constant")
        self.initializers.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def add(self, operator: str, *inputs: str, output: str = "", domain: str = "", **attributes: Any) -> str:
        output = output or self._name(operator)
        node = helper.make_node(operator, list(inputs), [output], output, domain=domain, **attributes)
        self.nodes.append(node)
        return output

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"


class EncoderGraph:
    """Builds one model file of the given precision."""

    def __init__(self, weights: Weights, precision: Precision) -> None:
        self.weights = weights
        self.precision = precision
        self.graph = _Graph()

    def model(self) -> onnx.ModelProto:
        """Inputs ``input_ids``, ``attention_mask``; outputs hidden states and the pooled unit vector."""
        graph = self.graph
        mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
        bias = self._mask_bias(mask)
        hidden = self._embeddings()
        for layer in range(self.weights.shape.layers):
            last = layer == self.weights.shape.layers - 1
            hidden = self._layer(f"l{layer}", hidden, bias, "last_hidden_state" if last else "")
        self._pooled(hidden, mask)
        return self._packed()

    def _mask_bias(self, mask: str) -> str:
        graph = self.graph
        wide = graph.add("Unsqueeze", mask, graph.integers(1, 2))
        absent = graph.add("Sub", graph.constant(np.float32(1)), wide)
        return graph.add("Mul", absent, graph.constant(np.float32(MASKED)))

    def _embeddings(self) -> str:
        graph, vectors, hidden = self.graph, self.weights.vectors, self.weights.shape.hidden
        words = self.weights.matrices["emb.word"]
        nibbles = graph.add("Gather", graph.constant(words.nibbles, "emb.word.nibbles"), "input_ids")
        scales = graph.add("Gather", graph.constant(words.scales, "emb.word.scales"), "input_ids")
        whole = graph.add("Cast", nibbles, to=1)
        low = graph.add("Cast", graph.add("BitwiseAnd", nibbles, graph.constant(np.uint8(15))), to=1)
        # arithmetic instead of BitShift: OpenVINO 2026.4 rounds where it should cut off
        high = graph.add("Mul", graph.add("Sub", whole, low), graph.constant(np.float32(1 / 16)))
        both = graph.add("Sub", graph.add("Concat", low, high, axis=-1), graph.constant(np.float32(8)))
        scale = graph.add("Unsqueeze", graph.add("Cast", scales, to=1), graph.integers(-1))
        flat = graph.add("Reshape", graph.add("Mul", both, scale), graph.integers(0, 0, hidden))
        table = vectors["emb.pos"].reshape(-1, hidden) + vectors["emb.type"][:hidden]
        length = graph.add("Shape", "input_ids", start=1, end=2)
        places = graph.add("Slice", graph.constant(table), graph.integers(0), length)
        return self._normalised(graph.add("Add", flat, places), "emb.ln")

    def _normalised(self, value: str, name: str, output: str = "") -> str:
        graph, vectors = self.graph, self.weights.vectors
        scale, shift = graph.constant(vectors[name + ".w"]), graph.constant(vectors[name + ".b"])
        epsilon = self.weights.shape.epsilon
        return graph.add("LayerNormalization", value, scale, shift, output=output, axis=-1, epsilon=epsilon)

    def _layer(self, name: str, hidden: str, bias: str, output: str) -> str:
        graph = self.graph
        attended = self._linear(self._attention(name, hidden, bias), [name + ".ao"])
        hidden = self._normalised(graph.add("Add", attended, hidden), name + ".aln")
        wide = graph.add("Gelu", self._linear(hidden, [name + ".fi"]))
        narrow = self._linear(wide, [name + ".fo"])
        return self._normalised(graph.add("Add", narrow, hidden), name + ".oln", output)

    def _attention(self, name: str, hidden: str, bias: str) -> str:
        graph, shape = self.graph, self.weights.shape
        width = shape.hidden // shape.heads
        joint = self._linear(hidden, [f"{name}.{part}" for part in "qkv"])
        split = [f"{name}.{part}" for part in "qkv"]
        graph.nodes.append(helper.make_node("Split", [joint], split, name + ".split", axis=-1, num_outputs=3))
        heads = graph.integers(0, 0, shape.heads, width)
        query, key, value = (graph.add("Reshape", part, heads) for part in split)
        query = graph.add("Transpose", query, perm=[0, 2, 1, 3])
        key = graph.add("Transpose", key, perm=[0, 2, 3, 1])
        value = graph.add("Transpose", value, perm=[0, 2, 1, 3])
        scores = graph.add("MatMul", query, key)
        scores = graph.add("Mul", scores, graph.constant(np.float32(width**-0.5)))
        shares = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
        mixed = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return graph.add("Reshape", mixed, graph.integers(0, 0, shape.hidden))

    def _linear(self, value: str, names: list[str]) -> str:
        """``value @ W.T + b`` with the matrices of ``names`` side by side."""
        matrix = Quantized.stacked([self.weights.matrices[name + ".w"] for name in names])
        bias = np.concatenate([self.weights.vectors[name + ".b"] for name in names])
        product = {"fp32": self._float, "int8": self._int8, "q4": self._blocks}[self.precision](value, matrix)
        return self.graph.add("Add", product, self.graph.constant(bias))

    def _float(self, value: str, matrix: Quantized) -> str:
        return self.graph.add("MatMul", value, self.graph.constant(matrix.dequantized().T))

    def _int8(self, value: str, matrix: Quantized) -> str:
        """Scales by output column and by input row.

        A scale per row costs a quarter of the speed of one per tensor, and buys that a
        vector does not depend on what else is in its batch, and a drift eight times less:
        in layers 0, 4 and 5 single tokens reach far beyond the range of the others.
        """
        floats = matrix.dequantized().T
        columns = np.abs(floats).max(axis=0) / 127
        whole = np.clip(np.rint(floats / columns), -127, 127).astype(np.int8)
        graph = self.graph
        steps = self._row_steps(value, after_gelu=matrix.columns == self.weights.shape.intermediate)
        middle, one = graph.constant(np.uint8(128)), graph.constant(np.float32(1))
        flat = graph.add("Reshape", value, graph.integers(-1, matrix.columns))
        vector = graph.add("Reshape", steps, graph.integers(-1))
        middles = graph.add("Expand", middle, graph.add("Shape", vector))
        rows = graph.add("QuantizeLinear", flat, vector, middles, axis=0)
        rows = graph.add("Reshape", rows, graph.add("Shape", value))
        factors = [rows, graph.constant(whole), one, graph.constant(columns.astype(np.float32)), middle]
        return graph.add("Mul", graph.add("MatMulIntegerToFloat", *factors, domain=CONTRIB), steps)

    def _row_steps(self, value: str, after_gelu: bool) -> str:
        """What one int8 step of each row stands for: its largest absolute value over 127."""
        graph = self.graph
        if after_gelu:  # never below GELU_LEAST: the larger side is enough, and half the work
            top = graph.add("ReduceMax", value, graph.integers(-1), keepdims=1)
            largest = graph.add("Max", top, graph.constant(np.float32(-GELU_LEAST)))
        else:
            largest = graph.add("ReduceMax", graph.add("Abs", value), graph.integers(-1), keepdims=1)
        return graph.add("Mul", largest, graph.constant(np.float32(1 / 127)))

    def _blocks(self, value: str, matrix: Quantized) -> str:
        values = matrix.values().reshape(len(matrix.nibbles), -1, BLOCK)
        packed = (values[:, :, 0::2] | values[:, :, 1::2] << 4).astype(np.uint8)
        graph = self.graph
        scales = graph.constant(matrix.scales.astype(np.float32))
        return graph.add(
            "MatMulNBits", value, graph.constant(packed), scales, domain=CONTRIB, bits=4, block_size=BLOCK,
            K=matrix.columns, N=len(values), accuracy_level=INT8_ACTIVATIONS,
        )  # fmt: skip

    def _pooled(self, hidden: str, mask: str) -> None:
        graph = self.graph
        wide = graph.add("Unsqueeze", mask, graph.integers(-1))
        total = graph.add("ReduceSum", graph.add("Mul", hidden, wide), graph.integers(1), keepdims=0)
        graph.add("LpNormalization", total, output="sentence_embedding", axis=-1, p=2)

    def _packed(self) -> onnx.ModelProto:
        hidden = self.weights.shape.hidden
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask")
        ]
        outputs = [
            helper.make_tensor_value_info("last_hidden_state", 1, ["batch", "length", hidden]),
            helper.make_tensor_value_info("sentence_embedding", 1, ["batch", hidden]),
        ]
        graph = self.graph
        body = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.initializers)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(body, opset_imports=opsets, ir_version=10, producer_name="tracuu")
