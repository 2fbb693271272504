"""Writes the parts of a latent bundle: network, table of classes, the two halves of the autoencoder, sampler (docs/formats/bundle.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save as save_tensors

from ..bundle.build import graph_info, write
from ..bundle.export import WeightFiles, round_weights, with_half_storage
from ..diffusion.schedule import SamplingSchedule
from . import export
from .conditions import attributes_for
from .network import LatentUNet
from .space import BLOCK_PX, Space


def as_json(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def unet_config(network: LatentUNet) -> dict:
    """What an engine must know of the U-Net; `attributes` is what a sample is made with where nothing else is said."""
    c = network.config
    return {
        "_class_name": "InlayLatentUNet", "in_channels": 2 * c.coefficients + 2, "out_channels": c.coefficients, "sample_size": c.grid,
        "class_vector_size": c.class_size, "example_size": c.example_size, "attributes": attributes_for()[: c.attributes].tolist(),
        "embedding_size": c.embedding, "modulations": network.modulation.out_features,
    }  # fmt: skip


@dataclass(frozen=True)
class Written:
    """The network exactly as the files hold it, rounded to fp16, and what a manifest says of the graphs."""

    network: LatentUNet
    graphs: list[dict]


def write_parts(
    network: LatentUNet, space: Space, schedule: SamplingSchedule, folder: Path, files: WeightFiles | None = None
) -> Written:
    """Writes all but manifest, card, encoder and references; `files` is for weights that further graphs share."""
    rounded = round_weights(network)
    assert isinstance(rounded, LatentUNet)
    size = network.config.grid * BLOCK_PX
    write(folder / "model_index.json", as_json({"_class_name": "InlayLatentInpaintPipeline"}))
    sampler = {
        "_class_name": "FlowMatchEulerDiscreteScheduler",
        "prediction_type": "flow_prediction",
        "shift": schedule.shift,
    }
    write(
        folder / "scheduler/scheduler_config.json",
        as_json({**sampler, "guidance_times": list(schedule.guidance_times)}),
    )
    write(folder / "unet/config.json", as_json(unet_config(network)))
    write(
        folder / "unet/classes.safetensors", save_tensors({"class_vectors": rounded.table.weight.detach().contiguous()})
    )
    graph = export.export_network(rounded, folder / "unet/model.onnx")
    (folder / "unet/model.onnx").unlink()
    weights = (files or WeightFiles()).save(with_half_storage(graph), folder / "unet/model_fp16.onnx")
    graphs = [graph_info("unet/model_fp16.onnx", graph, weights)]
    halves = (("vae_encoder", export.Encoder(space), (3, size, size), "sample", "latent_sample"),)
    state = (space.coefficients, network.config.grid, network.config.grid)
    halves = (*halves, ("vae_decoder", export.Decoder(space), state, "latent_sample", "sample"))
    for name, half, shape, given, made in halves:
        path = f"{name}/model.onnx"
        graphs.append(graph_info(path, export.export_half(half, shape, given, made, folder / path), []))
    about = {
        "_class_name": "InlayBlockTransform",
        "block_px": BLOCK_PX,
        "latent_channels": space.coefficients,
        "mean": space.mean.tolist(),
    }
    write(folder / "vae_decoder/config.json", as_json(about))
    return Written(rounded, graphs)


@torch.no_grad()
def parity(network: LatentUNet) -> bytes:
    """Inputs of the U-Net and what PyTorch gives for them, under the graph's names."""
    inputs = {name: value.contiguous() for name, value in export.example_inputs(network, 2).items()}
    return save_tensors({**inputs, "out_sample": network(**inputs).contiguous()})
