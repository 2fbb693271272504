"""Turns trained networks into ONNX graphs: one in fp32, one that stores fp16 weights and computes in fp32.

Weights are rounded to fp16 before either is written, so that both files, and the PyTorch reference, hold the same numbers.
"""

from __future__ import annotations

import copy
import hashlib
import io
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..files import write_atomically
from ..models.classifiers import Encoder
from ..models.unet import InpaintUNet

OPSET = 21
"""The first with GroupNormalization as one operator for any shape."""


def fuse_norms(model: nn.Module) -> nn.Module:
    """Folds every batch norm into the convolution before it, in a copy in evaluation mode."""
    model = copy.deepcopy(model).eval()
    for module in model.modules():
        if isinstance(module, nn.Sequential):
            for index in range(len(module) - 1):
                conv, norm = module[index], module[index + 1]
                if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                    module[index], module[index + 1] = fuse_conv_bn_eval(conv, norm), nn.Identity()
    return model


def round_weights(model: nn.Module) -> nn.Module:
    """A copy whose parameters are fp16 numbers in fp32 storage."""
    model = copy.deepcopy(model).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    return model


def shipped(model: nn.Module) -> nn.Module:
    """The network exactly as the bundle holds it."""
    model = round_weights(fuse_norms(model))
    return pad_stem(model) if isinstance(model, InpaintUNet) else model


def pad_stem(model: InpaintUNet) -> InpaintUNet:
    """The same function with the first convolution's inputs filled up to a multiple of four, the fillers weighing nothing.

    ONNX Runtime 1.30's WebGPU convolution gives wrong numbers for 63 input channels (docs/adr/0010).
    """
    stem = model.stem
    spare = -stem.in_channels % 4
    if spare:
        wide = nn.Conv2d(stem.in_channels + spare, stem.out_channels, stem.kernel_size, padding=stem.padding)
        with torch.no_grad():
            wide.weight.zero_()
            wide.weight[:, : stem.in_channels].copy_(stem.weight)
            wide.bias.copy_(stem.bias)
        model.stem = wide
    return model


def export_unet(model: InpaintUNet, path: Path) -> onnx.ModelProto:
    """Writes the fp32 graph: sample, timestep, class_labels -> x0, with a free batch."""
    size, classes = model.config.size_px, model.config.num_classes + 1
    inputs = (torch.zeros(2, 7, size, size), torch.ones(2), torch.eye(classes)[:2])
    return _export(model, inputs, ["sample", "timestep", "class_labels"], ["x0"], path)


def export_encoder(model: Encoder, size_px: int, path: Path) -> onnx.ModelProto:
    """Writes the fp32 graph: pixel_values -> features_mid, features, logits, with a free batch."""
    return _export(
        model, (torch.zeros(2, 3, size_px, size_px),), ["pixel_values"], ["features_mid", "features", "logits"], path
    )


def export_outliner(model: nn.Module, size_px: int, path: Path) -> onnx.ModelProto:
    """Writes the fp32 graph of a network of logits: pixel_values -> lesion, the probability a pixel, with a free batch."""
    return _export(
        nn.Sequential(model, nn.Sigmoid()), (torch.zeros(2, 3, size_px, size_px),), ["pixel_values"], ["lesion"], path
    )


def _export(
    model: nn.Module, inputs: tuple[Tensor, ...], names: list[str], outputs: list[str], path: Path
) -> onnx.ModelProto:
    batch = torch.export.Dim("batch", min=1, max=64)
    program = torch.onnx.export(
        model.eval(), inputs, dynamo=True, opset_version=OPSET, input_names=names, output_names=outputs,
        dynamic_shapes=tuple({0: batch} for _ in inputs), optimize=True, verbose=False,
    )  # fmt: skip
    return written(program, path)


def written(program: torch.onnx.ONNXProgram | None, path: Path) -> onnx.ModelProto:
    """Writes an exported graph without what only the exporter needs."""
    assert program is not None
    buffer = io.BytesIO()
    program.save(buffer)
    graph = onnx.load_from_string(buffer.getvalue())
    for node in [*graph.graph.node, *graph.graph.value_info]:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    del graph.graph.value_info[:]
    del graph.metadata_props[:]
    onnx.checker.check_model(graph)
    save(graph, path)
    return graph


def with_half_storage(graph: onnx.ModelProto, smallest: int = 16) -> onnx.ModelProto:
    """The same graph with fp32 initializers stored as fp16, each followed by a Cast that the runtime folds away.

    Raises ValueError when a weight is not exactly an fp16 number (round_weights was forgotten).
    """
    graph = copy.deepcopy(graph)
    casts = []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < smallest:
            continue
        half = values.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), values):
            continue  # constants computed at export (norms' ones, frequencies) keep their precision
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}_fp16"))
        casts.append(helper.make_node("Cast", [f"{name}_fp16"], [name], name=f"{name}_to_fp32", to=TensorProto.FLOAT))
    nodes = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(graph)
    return graph


SMALLEST_APART = 1024
"""Bytes; smaller tensors stay in the graph."""


class WeightFiles:
    """Weights of several graphs of one folder, beside the graphs: what two of them have alike is stored once.

    ONNX external data, with offsets into `<graph>_data`; a graph may refer to the file of one that was saved before.
    """

    def __init__(self) -> None:
        self.places: dict[bytes, tuple[str, int]] = {}

    def save(self, graph: onnx.ModelProto, path: Path) -> list[str]:
        """Writes the graph and, for what is new, `<path>_data`; returns the names of the weight files that it needs."""
        graph = copy.deepcopy(graph)
        own, needed, data = f"{path.name}_data", [], bytearray()
        for tensor in graph.graph.initializer:
            if len(tensor.raw_data) < SMALLEST_APART:
                continue
            key = hashlib.sha256(tensor.raw_data).digest()
            if key not in self.places:
                self.places[key] = (own, len(data))
                data += tensor.raw_data
            location, offset = self.places[key]
            set_external_data(tensor, location, offset, len(tensor.raw_data))
            tensor.ClearField("raw_data")
            if location not in needed:
                needed.append(location)
        if data:
            with write_atomically(path.with_name(own)) as file:
                file.write(data)
        save(graph, path)
        return needed


def with_half_arithmetic(graph: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph computing in fp16, except norms and softmax; inputs and outputs stay fp32.

    A candidate for GPUs with shader-f16, measured by `npm run parity`. onnxruntime's own converter does the work.
    """
    folded = fold_casts(graph)
    typed = {value.name for value in folded.graph.output}
    for node in folded.graph.node:  # shape inference stops at GroupNormalization; every activation here is fp32
        folded.graph.value_info.extend(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in node.output if name not in typed
        )
    kept = [*DEFAULT_OP_BLOCK_LIST, "GroupNormalization", "Softmax", "Sin", "Cos"]
    half = convert_float_to_float16(folded, keep_io_types=True, op_block_list=kept, disable_shape_infer=True)
    model = OnnxModel(half)
    model.topological_sort()
    del model.model.graph.value_info[:]
    return model.model


def fold_casts(graph: onnx.ModelProto) -> onnx.ModelProto:
    """Undoes `with_half_storage`: fp16 initializers become fp32 under their old names, the casts go."""
    graph = copy.deepcopy(graph)
    stored = {tensor.name: tensor for tensor in graph.graph.initializer}
    nodes = []
    for node in graph.graph.node:
        tensor = stored.get(node.input[0]) if node.op_type == "Cast" else None
        if tensor is None:
            nodes.append(node)
        else:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), node.output[0]))
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    onnx.checker.check_model(graph)
    return graph


def save(graph: onnx.ModelProto, path: Path) -> None:
    with write_atomically(path) as file:
        file.write(graph.SerializeToString())


def operators(graph: onnx.ModelProto) -> dict[str, int]:
    """How often each operator occurs: for the card and for a test that nothing exotic slipped in."""
    counts: dict[str, int] = {}
    for node in graph.graph.node:
        counts[node.op_type] = counts.get(node.op_type, 0) + 1
    return dict(sorted(counts.items()))
