"""Trains the inpainting U-Net. Resumable: stop it at any time, run the same command again."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from tqdm import tqdm

from ..config import Config, DiffusionTraining
from ..data.batches import ViewSampler, step_generator
from ..data.prepare import load_pack
from ..diffusion import auxiliary, flow
from ..files import append_log
from ..models.unet import InpaintUNet
from .checkpoint import CheckpointMismatch
from .parallel import Place, place
from .precision import autocast, require_finite
from .run import Run


def learning_rate(config: DiffusionTraining, seen: int) -> float:
    """Linear warm-up, constant, then a half cosine to zero."""
    warm = min(1.0, seen / max(1, config.warmup_images))
    start = config.decay_from * config.images
    progress = min(1.0, max(0.0, (seen - start) / max(1.0, config.images - start)))
    return config.learning_rate * warm * 0.5 * (1 + float(torch.cos(torch.tensor(torch.pi * progress))))


def start_from_bundle(model: InpaintUNet, bundle: Path) -> None:
    """Takes the weights of a bundle's unet/model_fp16.onnx, so that training goes on where no checkpoint is left.

    Patches of another size keep the body and have their first layer resampled (`resampled_stem`); the last layer starts afresh
    then, and where the bundle's network gives something else. Raises CheckpointMismatch.
    """
    graph = onnx.load(bundle / "unet/model_fp16.onnx")
    stored = {tensor.name.removesuffix("_fp16"): numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    given = json.loads((bundle / "unet/config.json").read_text())
    same_patch = given["patch_px"] == model.config.patch_px
    same_head = same_patch and given.get("parametrisation", "x") == model.config.parametrisation
    state = model.state_dict()
    for name, own in state.items():
        if name.startswith("head.") and not same_head:
            continue
        value = stored.get(name)
        if name == "stem.weight" and value is not None:
            value = value[:, : 7 * given["patch_px"] ** 2]  # without the fillers of export.pad_stem
            value = resampled_stem(value.astype("float32"), given["patch_px"], model.config.patch_px)
        if value is None or tuple(value.shape) != tuple(own.shape):
            raise CheckpointMismatch(f"{bundle} holds another network: {name} does not fit. Leave --start-from out.")
        own.copy_(torch.from_numpy(value.astype("float32")))
    model.load_state_dict(state)


def resampled_stem(weight: np.ndarray, patch_px: int, wanted_px: int) -> np.ndarray:
    """The first layer [O, 7 * patch_px^2, 3, 3] for patches of another size: what it would give if each patch were enlarged
    linearly first. [O, 7 * wanted_px^2, 3, 3]"""
    if patch_px == wanted_px:
        return weight
    along = F.interpolate(torch.eye(wanted_px)[None], size=patch_px, mode="linear", align_corners=False)[0].numpy()
    patches = weight.reshape(len(weight), 7, patch_px, patch_px, 3, 3)
    return np.einsum("ocijhw,ai,bj->ocabhw", patches, along, along).reshape(len(weight), -1, 3, 3)


def train(
    config: Config,
    pack_path: Path,
    out: Path,
    device: str = "cpu",
    compile_model: bool = True,
    start_from: Path | None = None,
    encoder: Path | None = None,
) -> Path:
    """Trains until `config.diffusion.images` views were shown; returns the checkpoint's path.

    `encoder` is the checkpoint that reads (auxiliary.py), `out`/encoder.pt where it is left out. A run without a checkpoint starts from the weights of the bundle `start_from`, or from nothing. Under torchrun every
    process draws its share of each batch and the first one writes. Raises CheckpointMismatch when `out` holds the
    checkpoint of another network.
    """
    with place(device) as process:
        _train(config, pack_path, out, process, compile_model, start_from, encoder or out / "encoder.pt")
    return out / "unet.pt"


def _train(
    config: Config,
    pack_path: Path,
    out: Path,
    process: Place,
    compile_model: bool,
    start_from: Path | None,
    encoder: Path,
) -> None:
    c, device = config.diffusion, process.device
    share = process.share_of(c.batch)
    path, log = out / "unet.pt", out / "unet.log.jsonl"
    torch.manual_seed(c.seed)
    model = InpaintUNet(config.unet)
    if start_from is not None:
        start_from_bundle(model, start_from)
    run = Run.begin(model, config, device, c.learning_rate)
    run.resume(path)
    views = ViewSampler(load_pack(pack_path), "train", config.unet.size_px, c.balance, c.fine_share)
    network = process.together(run.model)
    if compile_model:
        network = torch.compile(network)
    weights = {c.reading_weight, *(weight for _, weight in c.earlier_reading_weights)}
    reads = {weight: auxiliary.reading(encoder, weight, device) for weight in weights}
    total = -(-c.images // c.batch)
    saved_at = started = time.monotonic()
    recent: list[float] = []
    with tqdm(total=total, initial=run.step, desc="train unet", mininterval=10, disable=not process.first) as bar:
        while run.step < total:
            batch = views.batch(share, c.skin_share, c.seed, process.draw(run.step))
            g = step_generator(c.seed + 1, process.draw(run.step))
            with autocast(device):
                read = reads[c.reading_weight_at(run.step * c.batch)]
                value = flow.loss(network, batch.images, batch.masks, batch.labels, c, g, device, read)
            norm = run.update(value, learning_rate(c, run.step * c.batch), c.ema)
            recent.append(float(value.detach()))
            bar.update()
            if run.step % 100 == 0 or run.step == total:
                mean = sum(recent) / len(recent)
                require_finite(mean, run.step)
                rate = round(len(recent) * c.batch / max(1e-9, time.monotonic() - started), 1)
                if process.first:
                    row = {"loss": round(mean, 5), "grad": round(norm, 4), "images_per_s": rate}
                    append_log(log, step=run.step, images=run.step * c.batch, **row)
                bar.set_postfix(loss=f"{mean:.4f}")
                recent, started = [], time.monotonic()
            if process.first and (run.step == total or time.monotonic() - saved_at > config.checkpoint_s):
                require_finite(float(value.detach()), run.step)
                run.save(path)
                saved_at = time.monotonic()
