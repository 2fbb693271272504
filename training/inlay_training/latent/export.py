"""The network and its space as ONNX graphs: the U-Net, the two halves of the autoencoder, and the gradient by what a lab may teach."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch._decomp import core_aten_decompositions
from torch.fx.experimental.proxy_tensor import make_fx

from ..bundle.export import OPSET, written
from .network import LatentUNet, written_out
from .space import Space

INPUTS = ("sample", "timestep", "class_vector", "example", "attributes", "low_rank_in", "low_rank_out")
TAUGHT = ("class_vector", "low_rank_in", "low_rank_out")


def example_inputs(network: LatentUNet, batch: int, rank: int = 4, grid: int | None = None) -> dict[str, Tensor]:
    """Random inputs of the right shapes."""
    c, g = network.config, torch.Generator().manual_seed(3)
    side = grid or c.grid

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=g)

    return {
        "sample": torch.cat([normal(batch, 2 * c.coefficients, side, side), torch.rand(batch, 2, side, side, generator=g)], dim=1),
        "timestep": torch.rand(batch, generator=g),
        "class_vector": normal(batch, c.class_size), "example": normal(batch, c.example_size + 2), "attributes": normal(batch, c.attributes),
        "low_rank_in": normal(rank, c.embedding) * 0.1, "low_rank_out": normal(network.modulation.out_features, rank) * 0.1,
    }  # fmt: skip


class Encoder(nn.Module):
    """forward(sample [N,3,S,S] in [-1,1]) -> latent [N,C,S/8,S/8]"""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space

    def forward(self, sample: Tensor) -> Tensor:
        return self.space.encode(sample)


class Decoder(nn.Module):
    """forward(latent [N,C,h,w]) -> sample [N,3,8h,8w] in [-1,1], not clamped; a matrix product and a reshape"""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.kernel = nn.Parameter(
            (space.basis / space.scale[:, None, None, None]).permute(1, 2, 3, 0).reshape(-1, space.coefficients)
        )
        self.mean = nn.Parameter(space.mean)

    def forward(self, latent: Tensor) -> Tensor:
        made = F.conv2d(latent, self.kernel[:, :, None, None])  # [N,192,h,w]: colour, row and column within the block
        return F.pixel_shuffle(made, 8) + self.mean[None, :, None, None]


def export_network(network: LatentUNet, path: Path) -> onnx.ModelProto:
    """Writes the graph of the velocity, with a free batch and a free rank."""
    inputs = example_inputs(network, 2)
    batch, rank = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("rank", min=1, max=64)
    free = {name: {0: batch} for name in INPUTS[:-2]} | {"low_rank_in": {0: rank}, "low_rank_out": {1: rank}}
    program = torch.onnx.export(
        network.eval(), kwargs=inputs, dynamo=True, opset_version=OPSET, input_names=list(INPUTS), output_names=["out_sample"],
        dynamic_shapes=free, optimize=True, verbose=False,
    )  # fmt: skip
    return written(program, path)


def export_half(half: Encoder | Decoder, size: tuple[int, ...], name: str, output: str, path: Path) -> onnx.ModelProto:
    """Writes one half of the autoencoder with a free batch; `size` is [C,H,W] of its input."""
    batch = torch.export.Dim("batch", min=1, max=64)
    program = torch.onnx.export(
        half.eval(), (torch.zeros(2, *size),), dynamo=True, opset_version=OPSET, input_names=[name], output_names=[output],
        dynamic_shapes=({0: batch},), optimize=True, verbose=False,
    )  # fmt: skip
    return written(program, path)


def _convolution_backward(go, x, weight, bias, stride, padding, dilation, transposed, output_padding, groups, mask):
    """By the input alone: a transposed convolution. The weights are held."""
    assert not any((transposed, *mask[1:]))
    spare = [
        x.shape[2 + d] - ((go.shape[2 + d] - 1) * stride[d] - 2 * padding[d] + weight.shape[2 + d]) for d in range(2)
    ]
    return (
        torch.ops.aten.convolution.default(go, weight, None, stride, padding, dilation, True, spare, groups),
        None,
        None,
    )


def _upsample_backward(go, output_size, input_size, scale_h=None, scale_w=None):
    return F.avg_pool2d(go, 2) * 4


class Taught(nn.Module):
    """The loss of a batch and its gradient by the class's vector and by the low-rank change of the modulations: what training in a browser needs.

    forward(sample, timestep, class_vector [1,E], example, attributes, low_rank_in, low_rank_out, target, weight [N,C,g,g])
      -> loss (the mean over the views of their weighted squared errors), gradients by class_vector, low_rank_in and low_rank_out
    """

    def __init__(self, network: LatentUNet) -> None:
        super().__init__()
        self.network = network.eval().requires_grad_(False)

    def loss(self, vector: Tensor, low_in: Tensor, low_out: Tensor, rest: tuple[Tensor, ...]) -> Tensor:
        sample, timestep, example, attributes, target, weight = rest
        told = vector.expand(len(sample), -1)
        velocity = self.network(sample, timestep, told, example, attributes, low_in, low_out)
        return ((velocity - target) ** 2 * weight).sum() / len(sample)

    def forward(
        self, sample: Tensor, timestep: Tensor, class_vector: Tensor, example: Tensor, attributes: Tensor,
        low_rank_in: Tensor, low_rank_out: Tensor, target: Tensor, weight: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        rest = (sample, timestep, example, attributes, target, weight)
        (by_vector, by_in, by_out), value = torch.func.grad_and_value(self.loss, argnums=(0, 1, 2))(
            class_vector, low_rank_in, low_rank_out, rest
        )
        return value, by_vector, by_in, by_out


def taught_inputs(network: LatentUNet, batch: int = 2, rank: int = 4, grid: int | None = None) -> dict[str, Tensor]:
    found = example_inputs(network, batch, rank, grid)
    found["class_vector"] = found["class_vector"][:1]
    sample = found["sample"]
    target = torch.randn_like(sample[:, : network.config.coefficients])
    return {**found, "target": target, "weight": torch.rand_like(target) / target[0].numel()}


def export_gradient(
    network: LatentUNet, path: Path, batch: int = 2, rank: int = 4, grid: int | None = None
) -> onnx.ModelProto:
    """Writes the gradient graph for a fixed batch and rank."""
    inputs = taught_inputs(network, batch, rank, grid)
    table = core_aten_decompositions()
    table[torch.ops.aten.convolution_backward.default] = _convolution_backward
    table[torch.ops.aten.upsample_nearest2d_backward.default] = _upsample_backward
    taught = Taught(network)
    with written_out():
        traced = make_fx(lambda *values: taught(*values), decomposition_table=table)(*inputs.values())
        program = torch.onnx.export(
            traced, tuple(inputs.values()), dynamo=True, opset_version=OPSET, input_names=list(inputs),
            output_names=["loss", *(f"by_{name}" for name in TAUGHT)], verbose=False,
        )  # fmt: skip
    return written(program, path)
