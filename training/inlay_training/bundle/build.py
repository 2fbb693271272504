"""Puts trained networks, parity tensors and the model card into one folder that the studio loads.

What the gates compare with is added by the studio's own code (`npm run fit`), so that real images and samples are described alike.

Written beside its final place and moved there when whole, so that no half bundle is ever read.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from safetensors.torch import save as save_tensors
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from ..classes import CODES, LESION_CLASSES, NULL
from ..config import Config, UpsamplerTraining
from ..data import outlines
from ..data.batches import CONTEXT_SCALE, ViewSampler
from ..data.prepare import Pack
from ..diffusion import second_stage
from ..diffusion.flow import network_input, sample
from ..diffusion.schedule import SamplingSchedule
from ..files import write_atomically
from ..models.classifiers import Encoder
from ..models.unet import InpaintUNet
from ..train.student import own_schedule
from . import card
from .export import WeightFiles, export_encoder, export_unet, save, shipped, with_half_storage

LICENCE = "CC-BY-NC-SA-4.0"
INTENDED_USE = (
    "Research on training and testing classifiers of dermoscopic images. Not a medical device; not for diagnosis, "
    "not for teaching what a lesion looks like, not for commercial use."
)


def gflop(model: InpaintUNet) -> float:
    """Work of one call for one image, in GFLOP (a multiply-add counts as two)."""
    size, classes = model.config.size_px, model.config.num_classes + 1
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(torch.zeros(1, 7, size, size), torch.ones(1), torch.zeros(1, classes))
    return round(counter.get_total_flops() / 1e9, 4)


@torch.no_grad()
def parity_tensors(unet: InpaintUNet, encoder: Encoder, size_px: int, encoder_size_px: int) -> dict[str, Tensor]:
    """Fixed inputs and PyTorch's fp32 outputs: one call with and without the class, and one encoder call."""
    g = torch.Generator().manual_seed(20260503)
    ramp = torch.linspace(-1, 1, size_px)
    known = (
        torch.stack([ramp.expand(size_px, -1), ramp[:, None].expand(-1, size_px), torch.full((size_px, size_px), 0.3)])
        * 0.3
        + 0.3
    )[None]
    centre = torch.linspace(-1, 1, size_px).square()
    mask = (centre[None, :] + centre[:, None] < 0.3).float()[None, None]
    given = (
        network_input(torch.randn(1, 3, size_px, size_px, generator=g), known, mask).expand(2, -1, -1, -1).contiguous()
    )
    timestep, labels = torch.full((2,), 0.7), F.one_hot(torch.tensor([CODES.index("DF"), NULL]), NULL + 1).float()
    pixels = F.interpolate(known, size=(encoder_size_px, encoder_size_px), mode="bilinear", align_corners=False)
    features_mid, features, logits = encoder(pixels)
    return {
        "sample": given, "timestep": timestep, "class_labels": labels, "x0": unet(given, timestep, labels),
        "pixel_values": pixels, "features_mid": features_mid, "features": features, "logits": logits,
    }  # fmt: skip


@torch.no_grad()
def whole_sample(unet: InpaintUNet, tensors: dict[str, Tensor], schedule: SamplingSchedule) -> Tensor:
    """A whole DF sample by PyTorch, from the noise, mask and known pixels of the first row of `sample`. [1,3,S,S]"""
    given = tensors["sample"][:1]
    return sample(unet, given[:, 3:6], given[:, 6:], torch.tensor([CODES.index("DF")]), given[:, :3], schedule)


@torch.no_grad()
def second_stage_tensors(model: InpaintUNet, tensors: dict[str, Tensor], c: UpsamplerTraining) -> dict[str, Tensor]:
    """The same scene at the second stage's size: one call (`fine_x0`), and `image` enlarged and sharpened (`fine_image`)."""
    size, low = model.config.size_px, tensors["image"]
    known = F.interpolate(tensors["sample"][:1, 3:6], size=(size, size), mode="bilinear", align_corners=False)
    mask = F.interpolate(tensors["sample"][:1, 6:], size=(size, size), mode="nearest")
    noise = torch.randn(known.shape, generator=torch.Generator().manual_seed(20260504))
    given = second_stage.condition(low, known, mask)
    stacked = second_stage.network_input((1 - c.from_time) * given + c.from_time * noise, given, mask)
    label, times = torch.tensor([CODES.index("DF")]), torch.full((1,), c.from_time)
    row = F.one_hot(label, NULL + 1).float()
    return {
        "fine_known": known, "fine_mask": mask, "fine_noise": noise,
        "fine_sample": stacked, "fine_timestep": times, "fine_class_labels": row, "fine_x0": model(stacked, times, row),
        "fine_image": second_stage.sample(model, low, known, mask, label, noise, c.from_time, c.steps),
    }  # fmt: skip


def graph_info(path: str, graph: onnx.ModelProto, weights: list[str]) -> dict:
    """What the manifest says of a graph; `weights` are the names of the files beside it that hold its weights."""

    def describe(value: onnx.ValueInfoProto) -> dict:
        shape = [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
        named = ["rank" if d == "rank" else "batch" if isinstance(d, str) else d for d in shape]
        return {"name": value.name, "shape": named, "dtype": "float32"}

    return {
        "path": path,
        "inputs": [describe(v) for v in graph.graph.input],
        "outputs": [describe(v) for v in graph.graph.output],
        "externalData": [str(Path(path).with_name(name)) for name in weights],
    }


def as_json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


def build(
    out: Path, identity: str, version: str, created: str, config: Config, unet: InpaintUNet, encoder: Encoder, pack: Pack,
    views: ViewSampler, facts: card.Facts, full: bool = False,
    student: InpaintUNet | None = None, second: InpaintUNet | None = None,
) -> Path:  # fmt: skip
    """Writes the bundle to `out` and returns it. `views` are of the size that the encoder sees; `full` adds unet/model.onnx in fp32;
    `created` is ISO 8601 in UTC; `student` and `second` are the networks of train/student.py and train/upsampler.py."""
    staging = out.with_name(f".{out.name}.partial")
    shutil.rmtree(staging, ignore_errors=True)
    unet, encoder = shipped(unet), shipped(encoder)
    size, encoder_size = config.unet.size_px, views.size_px
    unet_graph = export_unet(unet, staging / "unet/model.onnx")
    if not full:
        (staging / "unet/model.onnx").unlink()
    files = WeightFiles()
    unet_weights = files.save(with_half_storage(unet_graph), staging / "unet/model_fp16.onnx")
    graphs = [graph_info("unet/model_fp16.onnx", unet_graph, unet_weights)]
    encoder_graph = export_encoder(encoder, encoder_size, staging / "encoder/onnx/model.onnx")
    save(with_half_storage(encoder_graph), staging / "encoder/onnx/model_fp16.onnx")
    (staging / "encoder/onnx/model.onnx").unlink()
    graphs.append(graph_info("encoder/onnx/model_fp16.onnx", encoder_graph, []))
    extra: dict[str, dict] = {}
    tensors = parity_tensors(unet, encoder, size, encoder_size)
    tensors["image"] = whole_sample(unet, tensors, config.schedule)
    if student is not None:
        student, path, c = shipped(student), "unet/student_fp16.onnx", config.student
        graphs.append(export_beside(student, staging, path, files))
        extra["student"] = {"path": path, "steps": c.steps, "guidance": config.schedule.guidance}
        tensors["student_x0"] = single_call(student, tensors)
        tensors["student_image"] = whole_sample(student, tensors, own_schedule(config))
    if second is not None:
        second, path, u = shipped(second), "upsampler/model_fp16.onnx", config.upsampler
        graphs.append(export_beside(second, staging, path, WeightFiles()))
        extra["upsampler"] = {"path": path, "sizePx": u.unet.size_px, "fromTime": u.from_time, "steps": u.steps}
        tensors.update(second_stage_tensors(second, tensors, u))
    write(staging / "model_index.json", as_json({
        "_class_name": "InlayInpaintPipeline", "_diffusers_version": "0.36.0",
        "unet": ["inlay", "InpaintUNet"], "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
    }))  # fmt: skip
    write(staging / "scheduler/scheduler_config.json", as_json({
        "_class_name": "FlowMatchEulerDiscreteScheduler", "prediction_type": "sample", "num_train_timesteps": 1, "shift": config.schedule.shift, "guidance_times": config.schedule.guidance_times,
    }))  # fmt: skip
    write(staging / "unet/config.json", as_json({"_class_name": "InpaintUNet", **config.unet.to_json()}))
    write(staging / "encoder/config.json", as_json({
        "model_type": "inlay-encoder", "image_size": encoder_size, "id2label": dict(enumerate(LESION_CLASSES)), "layers": ["features_mid", "features"],
    }))  # fmt: skip
    write(staging / "reference/masks.json", as_json(outlines.fit(pack)))
    sampler = {"class": "DF", "steps": str(config.schedule.steps), "guidance": str(config.schedule.guidance)}
    write(
        staging / "reference/parity.safetensors", save_tensors({k: v.contiguous() for k, v in tensors.items()}, sampler)
    )
    keep_real_images(out, staging)
    work = gflop(unet)
    text = card.render(
        identity, version, LICENCE, INTENDED_USE, config, work, facts, student is not None, second is not None
    )
    write(staging / "README.md", text.encode())
    paths = sorted(p for p in staging.rglob("*") if p.is_file())
    manifest = {
        "schema": 1, "id": identity, "version": version, "name": facts.name, "licence": LICENCE, "intendedUse": INTENDED_USE,
        "createdAt": created, "pipeline": "InlayInpaintPipeline",
        "classes": [{"code": c, "name": LESION_CLASSES.get(c, "healthy skin"), "index": i} for i, c in enumerate(CODES)],
        "nullIndex": NULL, "nativeSizePx": size, "contextScale": CONTEXT_SCALE, "gflopPerStep": work,
        "defaults": {"steps": config.schedule.steps, "guidance": config.schedule.guidance},
        **extra,
        "files": [file_entry(p, staging) for p in paths],
        "graphs": graphs,
    }  # fmt: skip
    write(staging / "manifest.json", as_json(manifest))
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(out)
    return out


def keep_real_images(before: Path, now: Path) -> None:
    """What `npm run fit` and `npm run scenes` have added stays where the encoder is the same: it depends on nothing else of the bundle."""
    encoder, added = "encoder/onnx/model_fp16.onnx", ("reference/images.safetensors", "reference/gates.json")
    if not all((before / path).is_file() for path in (encoder, *added)):
        return
    if (before / encoder).read_bytes() == (now / encoder).read_bytes():
        for path in (*added, "reference/scenes.json"):
            if (before / path).is_file():
                shutil.copyfile(before / path, now / path)


def write(path: Path, data: bytes) -> None:
    with write_atomically(path) as file:
        file.write(data)


@torch.no_grad()
def single_call(model: InpaintUNet, tensors: dict[str, Tensor]) -> Tensor:
    return model(tensors["sample"], tensors["timestep"], tensors["class_labels"])


def export_beside(model: InpaintUNet, root: Path, path: str, files: WeightFiles) -> dict:
    """Writes a further network of the U-Net's kind into the bundle, in fp16 storage alone; returns its entry in the manifest."""
    full = root / f"{path}.fp32"
    graph = export_unet(model, full)
    full.unlink()
    return graph_info(path, graph, files.save(with_half_storage(graph), root / path))


def file_entry(path: Path, root: Path) -> dict:
    data = path.read_bytes()
    entry = {"path": path.relative_to(root).as_posix(), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    if path.suffix in (".onnx", ".onnx_data"):
        entry["dtype"] = "float16" if path.stem.endswith("_fp16") else "float32"
    return entry
