"""One folder that the studio loads: the networks as graphs, parity tensors, outlines, card and manifest.

`npm run fit` adds what the gates compare with. Written beside its final place and moved there when whole, so that no half bundle is ever read.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save as save_tensors
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from ..bundle.build import INTENDED_USE, LICENCE, as_json, file_entry, graph_info, keep_real_images, write
from ..bundle.export import (
    WeightFiles,
    export_encoder,
    export_outliner,
    round_weights,
    save,
    shipped,
    with_half_storage,
)
from ..classes import CODES, LESION_CLASSES
from ..data import outlines
from ..diffusion.schedule import SamplingSchedule
from ..models.classifiers import Encoder
from . import bundle, card, export, flow, paint, teach
from .classify import CONTEXT_SCALE
from .conditions import attributes_for
from .network import LatentUNet
from .outliner import Outliner
from .pack import SIZE_PX, Pack
from .scenes import in_cells
from .space import Space

FRAME_SHARE = 0.75
"""Side of the square that is painted, at least, over the shorter side of the image: the least that the network was trained on, 168 of 224 px."""
STUDENT_PATH = "unet/student_fp16.onnx"
ENCODER_PATH = "encoder/onnx/model_fp16.onnx"
OUTLINER_PATH = "outliner/model_fp16.onnx"


@dataclass(frozen=True)
class Parts:
    """What a bundle is made of. `encoder_px` is the side of the square that the encoder sees."""

    network: LatentUNet
    student: LatentUNet | None
    student_schedule: SamplingSchedule | None
    encoder: Encoder
    encoder_px: int
    outliner: Outliner
    space: Space
    schedule: SamplingSchedule
    pack: Pack
    whitening: teach.Whitening


def gflop(network: LatentUNet) -> float:
    """Work of one call for one image, in GFLOP (a multiply-add counts as two)."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(**export.example_inputs(network, 1))
    return round(counter.get_total_flops() / 1e9, 4)


@torch.no_grad()
def parity(parts: Parts, network: LatentUNet, student: LatentUNet | None, encoder: Encoder) -> dict[str, Tensor]:
    """Fixed inputs and PyTorch's outputs: one call of each network, and whole DF samples, which are stored as fp16."""
    g, size = torch.Generator().manual_seed(20260503), network.config.grid * 8
    ramp = torch.linspace(-1, 1, size)
    level = torch.stack([ramp.expand(size, -1), ramp[:, None].expand(-1, size), torch.full((size, size), 0.3)])
    known = (level * 0.3 + 0.3)[None].half().float()
    mask = in_cells((ramp.square()[None, :] + ramp.square()[:, None] < 0.2).float()[None, None])
    told = attributes_for()[: network.config.attributes][None]
    noise = torch.randn(1, network.config.coefficients, network.config.grid, network.config.grid, generator=g)
    inputs = {name: value.contiguous() for name, value in export.example_inputs(network, 1).items()}
    pixels = nn.functional.interpolate(known, size=(parts.encoder_px, parts.encoder_px), mode="bilinear")
    features_mid, features, logits = encoder(pixels)
    labels = torch.tensor([CODES.index("DF")])
    request = flow.Request(
        known, mask, mask, noise, labels, told, parts.schedule, away=paint.rows_away(labels, paint.AWAY)
    )
    found = {
        **inputs, "out_sample": network(**inputs), "pixel_values": pixels,
        "features_mid": features_mid, "features": features, "logits": logits,
        "noise": noise, "known": known.half(), "mask": mask.half(), "image": flow.sample(network, parts.space, request).half(),
    }  # fmt: skip
    if student is not None and parts.student_schedule is not None:
        few = flow.Request(known, mask, mask, noise, labels, told, parts.student_schedule)
        found["student_out_sample"] = student(**inputs)
        found["student_image"] = flow.sample(student, parts.space, few).half()
    return found


def listed(path: Path, root: Path) -> dict:
    """What the manifest says of a file: `later`, where the studio fetches it only when a class is shown or taught."""
    entry = file_entry(path, root)
    return {**entry, "later": True} if entry["path"].startswith((teach.GRAPH, teach.NUMBERS)) else entry


def build(out: Path, identity: str, version: str, created: str, parts: Parts, facts: card.Facts) -> Path:
    """Writes the bundle to `out` and returns it; `created` is ISO 8601 in UTC."""
    staging = out.with_name(f".{out.name}.partial")
    shutil.rmtree(staging, ignore_errors=True)
    files = WeightFiles()
    written = bundle.write_parts(parts.network, parts.space, parts.schedule, staging, files)
    network, graphs = written.network, written.graphs
    student, extra = None, {}
    if parts.student is not None and parts.student_schedule is not None:
        student = round_weights(parts.student)
        assert isinstance(student, LatentUNet)
        made = export.export_network(student, staging / "student.onnx")
        (staging / "student.onnx").unlink()
        graphs.append(graph_info(STUDENT_PATH, made, files.save(with_half_storage(made), staging / STUDENT_PATH)))
        few = {"steps": parts.student_schedule.steps, "guidance": parts.schedule.guidance}
        extra["student"] = {"path": STUDENT_PATH, **few}
    taught, extra["teaching"] = teach.write_teaching(network, parts.space, parts.whitening, staging, files)
    graphs.extend(taught)
    encoder = shipped(parts.encoder)
    assert isinstance(encoder, Encoder)
    encoder_graph = export_encoder(encoder, parts.encoder_px, staging / "encoder/onnx/model.onnx")
    save(with_half_storage(encoder_graph), staging / ENCODER_PATH)
    (staging / "encoder/onnx/model.onnx").unlink()
    graphs.append(graph_info(ENCODER_PATH, encoder_graph, []))
    outliner_graph = export_outliner(shipped(parts.outliner), SIZE_PX, staging / "outliner/model.onnx")
    save(with_half_storage(outliner_graph), staging / OUTLINER_PATH)
    (staging / "outliner/model.onnx").unlink()
    graphs.append(graph_info(OUTLINER_PATH, outliner_graph, []))
    about = {"model_type": "inlay-encoder", "image_size": parts.encoder_px, "id2label": dict(enumerate(LESION_CLASSES)), "layers": ["features_mid", "features"]}  # fmt: skip
    write(staging / "encoder/config.json", as_json(about))
    write(staging / "reference/masks.json", as_json(outlines.fit(parts.pack)))
    tensors = {name: value.contiguous() for name, value in parity(parts, network, student, encoder).items()}
    sampler = {"class": "DF", "steps": str(parts.schedule.steps), "guidance": str(parts.schedule.guidance)}
    write(staging / "reference/parity.safetensors", save_tensors(tensors, sampler))
    keep_real_images(out, staging)
    work = gflop(network)
    write(staging / "README.md", card.render(identity, version, LICENCE, INTENDED_USE, work, parts.schedule, extra.get("student"), facts).encode())  # fmt: skip
    manifest = {
        "schema": 1, "id": identity, "version": version, "name": facts.name, "licence": LICENCE, "intendedUse": INTENDED_USE,
        "createdAt": created, "pipeline": "InlayLatentInpaintPipeline",
        "classes": [{"code": c, "name": LESION_CLASSES.get(c, "healthy skin"), "index": i} for i, c in enumerate(CODES)],
        "nullIndex": flow.NONE, "nativeSizePx": network.config.grid * 8, "contextScale": CONTEXT_SCALE, "frameShare": FRAME_SHARE,
        "gflopPerStep": work, "defaults": {"steps": parts.schedule.steps, "guidance": parts.schedule.guidance, "awayFrom": paint.AWAY},
        **extra,
        "files": [listed(p, staging) for p in sorted(p for p in staging.rglob("*") if p.is_file())],
        "graphs": graphs,
    }  # fmt: skip
    write(staging / "manifest.json", as_json(manifest))
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(out)
    return out
