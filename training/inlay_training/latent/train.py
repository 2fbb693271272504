"""Trains the network over latents. Resumable: stop it at any time, run the same command again."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from ..data.batches import step_generator
from ..files import append_log
from ..models.classifiers import Encoder, load_trunk
from ..train import checkpoint
from ..train.checkpoint import CheckpointMismatch
from ..train.precision import autocast, require_finite
from . import classify, conditions, pack, space, weights
from .conditions import Examples
from .flow import Loss, LossConfig
from .losses import Align, Perceptual, Reading
from .muon import Both
from .network import LatentUNet, NetworkConfig
from .scenes import Drawing, ViewSource

COOLING = {"log_sigma_mean": 0.7, "near_from": 0.1}
"""Of the loss, in a copy that is ended: more of the times at which detail is decided."""
COOLED_EMA = 0.98


@dataclass(frozen=True)
class Training:
    """images counts views shown; the rate is constant after the warm-up and falls linearly over the last `decay_share`."""

    network: NetworkConfig = field(default_factory=lambda: NetworkConfig(prediction="x"))
    drawing: Drawing = field(default_factory=Drawing)
    loss: LossConfig = field(default_factory=lambda: LossConfig(near_from=0.2))
    power: float = 0.5
    """Of the space's scaling: a coefficient is stored times sd^-power."""
    images: int = 16_000
    batch: int = 32
    learning_rate: float = 1e-3
    warmup_images: int = 3_200
    decay_share: float = 0.5
    ema: float = 0.9995
    optimizer: str = "muon"
    """Of the convolutions: "muon" (muon.py) or "adamw"; all else is AdamW's."""
    seed: int = 2605
    align_until: float = 0.5
    """Share of the training after which the alignment ends (HASTE, arXiv 2505.16792)."""

    def rate(self, seen: int) -> float:
        left = (self.images - seen) / max(1.0, self.decay_share * self.images)
        return self.learning_rate * min(1.0, (seen + self.batch) / self.warmup_images) * min(1.0, max(0.0, left))


@dataclass
class Run:
    """What goes on from step to step."""

    config: Training
    model: LatentUNet
    average: LatentUNet
    heads: nn.ModuleList
    optimizer: torch.optim.Optimizer | Both
    step: int = 0

    @classmethod
    def begin(cls, config: Training, heads: list[nn.Module], device: str = "cpu") -> Run:
        torch.manual_seed(config.seed)
        model = LatentUNet(config.network).to(device=device, memory_format=torch.channels_last).train()
        average = LatentUNet(config.network).to(device).requires_grad_(False)
        average.load_state_dict(model.state_dict())
        modules = nn.ModuleList(heads).to(device)
        others = [p for p in modules.parameters() if p.requires_grad]
        optimizer: torch.optim.Optimizer | Both = Both(model, others, config.learning_rate)
        if config.optimizer == "adamw":
            trained = [*model.parameters(), *others]
            optimizer = torch.optim.AdamW(
                trained, lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
            )
        return cls(config, model, average, modules, optimizer)

    def parts(self) -> dict[str, nn.Module | torch.optim.Optimizer | Both]:
        return {"model": self.model, "ema": self.average, "heads": self.heads, "optimizer": self.optimizer}

    def resume(self, path: Path) -> None:
        """Raises CheckpointMismatch when `path` holds another network or another space."""
        if not path.is_file():
            return
        state = torch.load(path, map_location="cpu", weights_only=True)
        self._refuse_another(path, state["config"])
        for name, part in self.parts().items():
            part.load_state_dict(state[name])
        self.step = state["step"]

    def start_from(self, path: Path) -> None:
        """Begins with the average of an earlier run (weights.py), at its step; the optimizer begins anew."""
        tensors, about = weights.read(path)
        self._refuse_another(path, about["config"])
        self.model.load_state_dict(tensors)
        self.average.load_state_dict(tensors)
        self.step = about["step"]

    def _refuse_another(self, path: Path, config: dict) -> None:
        same = config["network"] == json.loads(json.dumps(asdict(self.config.network)))
        if not same or config["power"] != self.config.power:
            raise CheckpointMismatch(
                f"{path} was made with {config['network']}, power {config['power']}. Choose another folder or remove it."
            )

    def update(self, value: Tensor) -> float:
        """One step down the gradient of `value`; returns the gradient's norm before it was cut at 1."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.rate(self.step * self.config.batch)
        value.backward()
        norm = nn.utils.clip_grad_norm_([p for group in self.optimizer.param_groups for p in group["params"]], 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        decay = min(self.config.ema, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        return float(norm)

    def save(self, path: Path) -> None:
        state = {name: part.state_dict() for name, part in self.parts().items()}
        checkpoint.save(path, self.config, step=self.step, **state)


@dataclass(frozen=True)
class Material:
    """What a training reads: pack, lesion-free patches, space, descriptions."""

    pack: pack.Pack
    patches: Tensor
    space: space.Space
    examples: Examples
    encoder: Path | None = None
    """The checkpoint that reads, for a loss that asks for it."""


def source(material: Material, config: Training) -> ViewSource:
    attributes = conditions.attributes(material.pack)
    return ViewSource(
        material.pack, material.patches, attributes, material.examples, config.drawing, material.space.mean
    )


def train(
    config: Training,
    material: Material,
    path: Path,
    device: str = "cpu",
    checkpoint_s: int = 240,
    start_from: Path | None = None,
) -> Path:
    """Trains until `config.images` views were shown; `path` is the checkpoint, the log lies beside it. Without a checkpoint it
    begins with the weights `start_from` (weights.py) where they are given. Raises CheckpointMismatch."""
    c = config.loss
    heads: list[nn.Module] = [Align(config.network.channels[-1], material.examples.values)] if c.align else []
    run = Run.begin(config, heads, device)
    space_here = material.space.to(device)
    if start_from is not None and not path.is_file():
        run.start_from(start_from)
    run.resume(path)
    parts: list[tuple[float, nn.Module]] = []
    if c.perceptual:
        parts.append(
            (
                c.perceptual,
                Perceptual(load_trunk("lite0", imagenet=True), c.perceptual_until, c.perceptual_px).to(device),
            )
        )
    if c.reading:
        if material.encoder is None:
            raise FileNotFoundError("The reading loss needs the encoder's checkpoint; run the encoder step first.")
        encoder, encoder_config = classify.load(material.encoder)
        assert isinstance(encoder, Encoder)
        parts.append((c.reading, Reading(encoder, encoder_config).to(device)))

    def network(*given: Tensor, **more: list[Tensor]) -> Tensor:
        with autocast(device):  # the network alone: the transform and the trunks of the losses stay in float32
            return run.model(*given, **more)

    views = source(material, config)
    log, total = path.with_suffix(".log.jsonl"), -(-config.images // config.batch)
    sums: dict[str, list[float]] = {}
    saved_at = started = time.monotonic()
    while run.step < total:
        batch = views.batch(config.batch, config.seed, run.step).to(device)
        aligned = [(c.align, run.heads[0])] if c.align and run.step < config.align_until * total else []
        loss = Loss(space_here, c, [*parts, *aligned])
        value, found = loss(network, run.model.vectors, batch, step_generator(config.seed + 1, run.step))
        norm = run.update(value)
        for name, number in {**found, "grad": norm}.items():
            sums.setdefault(name, []).append(number)
        if run.step % 50 == 0 or run.step == total:
            means = {name: round(sum(values) / len(values), 5) for name, values in sums.items()}
            require_finite(means["squared"], run.step)
            rate = round(len(sums["squared"]) * config.batch / (time.monotonic() - started), 1)
            append_log(log, step=run.step, images=run.step * config.batch, **means, views_per_s=rate)
            sums, started = {}, time.monotonic()
        if run.step == total or time.monotonic() - saved_at > checkpoint_s:
            require_finite(float(value.detach()), run.step)
            run.save(path)
            saved_at = time.monotonic()
    return path


def cool(campaign: Path, material: Material, path: Path, images: int, device: str = "cpu") -> Path:
    """Ends a copy of a campaign that goes on: `images` more views, the rate falling to nothing, times as COOLING draws them. `path` is
    the copy's checkpoint; where it is there, it is gone on with. The average starts from the network as it is, for the campaign's lags behind."""
    if not path.is_file():
        state = torch.load(campaign, map_location="cpu", weights_only=True)
        config = training_of(state["config"])
        total = state["step"] * config.batch + images
        loss = replace(config.loss, **COOLING)
        cooled = replace(config, images=total, decay_share=images / total, ema=COOLED_EMA, loss=loss)
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = {name: state[name] for name in ("model", "heads", "optimizer")}
        checkpoint.save(path, cooled, step=state["step"], ema=state["model"], **parts)
    _, config, _ = load_ema(path)
    return train(config, material, path, device)


def training_of(values: dict) -> Training:
    """A configuration from its JSON."""
    network = {
        **values["network"],
        "channels": tuple(values["network"]["channels"]),
        "attention": tuple(values["network"]["attention"]),
    }
    drawing = {**values["drawing"], "kinds": tuple(values["drawing"]["kinds"])}
    parts = {"network": NetworkConfig(**network), "drawing": Drawing(**drawing), "loss": LossConfig(**values["loss"])}
    return Training(**{**values, **parts})


def load_ema(path: Path) -> tuple[LatentUNet, Training, int]:
    """The averaged network of a checkpoint in evaluation mode, its configuration and the views it has seen."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    config = training_of(state["config"])
    model = LatentUNet(config.network)
    model.load_state_dict(state["ema"])
    return model.eval(), config, state["step"] * config.batch
