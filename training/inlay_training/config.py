"""Named configurations: `tiny` trains on two CPU cores, `smoke` proves the whole chain in under two minutes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .unet import UNetConfig


@dataclass(frozen=True)
class DiffusionTraining:
    """How the U-Net is trained; images counts augmented views shown, not files."""

    images: int = 100_000
    batch: int = 32
    learning_rate: float = 7e-4
    warmup_images: int = 10_000
    decay_from: float = 0.5
    ema: float = 0.999
    null_share: float = 0.12
    skin_share: float = 0.12
    balance: float = 0.5
    """Class probability is proportional to count ** balance: 1 is plain sampling, 0 is fully balanced."""
    ring_px: int = 4
    ring_weight: float = 0.25
    seed: int = 2605


@dataclass(frozen=True)
class ClassifierTraining:
    """How an encoder or an independent classifier is trained (real images only)."""

    size_px: int = 64
    width: int = 32
    images: int = 100_000
    batch: int = 64
    learning_rate: float = 2e-3
    balance: float = 0.35
    seed: int = 11


@dataclass(frozen=True)
class Config:
    name: str
    unet: UNetConfig = field(default_factory=UNetConfig)
    diffusion: DiffusionTraining = field(default_factory=DiffusionTraining)
    encoder: ClassifierTraining = field(default_factory=ClassifierTraining)
    reader: ClassifierTraining = field(default_factory=lambda: ClassifierTraining(seed=97))
    checkpoint_s: int = 300


TINY = Config("tiny")
SMOKE = Config(
    "smoke",
    unet=UNetConfig(size_px=32, patch_px=4, channels=(16, 32), blocks=1, heads=2, embedding=32, groups=8),
    diffusion=replace(DiffusionTraining(), images=1_600, batch=16, warmup_images=160),
    encoder=replace(ClassifierTraining(), size_px=32, width=8, images=1_600, batch=32),
    reader=replace(ClassifierTraining(), size_px=32, width=8, images=1_600, batch=32, seed=97),
)
CONFIGS: dict[str, Config] = {config.name: config for config in (TINY, SMOKE)}
