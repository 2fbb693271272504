"""Named configurations: `tiny` trains on two CPU cores within an hour, `base` in half an hour of a data-centre GPU or some
hours of two cores, `smoke` proves the whole chain in under two minutes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .diffusion.schedule import SamplingSchedule
from .models.unet import UNetConfig


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
    fine_share: float = 0.8
    """Share of the views that come from the finer images, where there are any."""
    log_sigma_mean: float = 0.3
    log_sigma_sd: float = 1.1
    weighting: str = "velocity"
    ring_px: int = 4
    ring_weight: float = 0.25
    reading_weight: float = 0.0
    """Weight of the loss of the class that the encoder reads in the estimate (auxiliary.py); 0 needs no encoder."""
    earlier_reading_weights: tuple[tuple[int, float], ...] = ()
    """(views, weight): as long as fewer views were shown, this weight instead."""
    seed: int = 2605

    def reading_weight_at(self, seen: int) -> float:
        """After `seen` views."""
        earlier = (weight for views, weight in self.earlier_reading_weights if seen < views)
        return next(earlier, self.reading_weight)


@dataclass(frozen=True)
class ClassifierTraining:
    """How an encoder or an independent classifier is trained (real images only)."""

    variant: str = "lite0"
    """Trunk, see efficientnet.py."""
    imagenet: bool = True
    size_px: int = 96
    images: int = 24_000
    batch: int = 64
    learning_rate: float = 1e-3
    balance: float = 0.35
    contrast: float = 0.0
    """Weight of the self-supervised loss beside the supervised one; above 0, two views of each image are shown."""
    softened: float = 0.0
    """Share of the views that are reduced and enlarged again: a judge of samples must not take softness for a class."""
    seed: int = 11


@dataclass(frozen=True)
class JudgeTraining:
    """How the outliner and the detector of composites are trained; images counts views shown."""

    variant: str = "lite1"
    imagenet: bool = True
    size_px: int = 96
    images: int = 8_000
    batch: int = 32
    learning_rate: float = 1e-3
    balance: float = 0.5
    seed: int = 41


@dataclass(frozen=True)
class StudentTraining:
    """How the few-step student is distilled; paths are whole samples of the teacher, images counts states shown.

    The teacher paints on the configuration's schedule, whose guidance is folded in.
    """

    steps: int = 4
    """A divisor of the schedule's steps."""
    paths: int = 384
    images: int = 10_000
    batch: int = 32
    learning_rate: float = 2e-4
    seed: int = 71


@dataclass(frozen=True)
class UpsamplerTraining:
    """The second stage, which enlarges and sharpens what the U-Net painted; images counts views shown."""

    unet: UNetConfig = field(
        default_factory=lambda: UNetConfig(
            size_px=128, patch_px=2, channels=(32, 64, 96), blocks=1, heads=2, embedding=128, parametrisation="v"
        )
    )
    low_px: int = 64
    """Size of the first stage."""
    learnt_time: float = 0.5
    """The noisiest that it learns to start from, between the image (0) and noise (1)."""
    from_time: float = 0.25
    """Where it starts."""
    start_share: float = 0.5
    """Share of the views whose noisy image is that of painting's first step: made from the enlarged sample."""
    steps: int = 4
    repaints: int = 2_560
    """Training views painted over by the first stage, whose faults the second one learns to mend."""
    repaint_times: tuple[float, float] = (0.25, 0.65)
    """How far back the first stage goes for a repaint: further, and it no longer shows what the image shows."""
    repaint_steps: int = 4
    repaint_guidance: float = 1.5
    repaint_from: int = 40_000
    """Views shown before half of each batch is repaints."""
    images: int = 60_000
    batch: int = 32
    learning_rate: float = 1e-3
    seed: int = 83


@dataclass(frozen=True)
class Config:
    name: str
    unet: UNetConfig = field(default_factory=UNetConfig)
    diffusion: DiffusionTraining = field(default_factory=DiffusionTraining)
    schedule: SamplingSchedule = field(default_factory=SamplingSchedule)
    """Of the shipped bundle; steps and guidance are what the studio starts with."""
    encoder: ClassifierTraining = field(default_factory=lambda: ClassifierTraining(contrast=0.3))
    classifier: ClassifierTraining = field(
        default_factory=lambda: ClassifierTraining(variant="lite2", softened=0.5, seed=97)
    )
    judges: JudgeTraining = field(default_factory=JudgeTraining)
    student: StudentTraining = field(default_factory=StudentTraining)
    upsampler: UpsamplerTraining = field(default_factory=UpsamplerTraining)
    checkpoint_s: int = 300


TINY = Config(
    "tiny",
    unet=UNetConfig(size_px=64, patch_px=2, channels=(48, 96, 160)),
    diffusion=DiffusionTraining(images=32_000, warmup_images=3_200, learning_rate=1e-3),
)
BASE = Config(
    "base",
    unet=UNetConfig(size_px=64, patch_px=2, parametrisation="v"),
    diffusion=DiffusionTraining(images=120_000, warmup_images=3_200, balance=0.3, reading_weight=0.01),
    schedule=SamplingSchedule(guidance=2.0, shift=0.35, guidance_times=(0.25, 0.8)),
)
PAPER = Config(
    "paper",
    unet=UNetConfig(size_px=128, patch_px=2, channels=(96, 192, 320, 384), heads=6, groups=32, parametrisation="v"),
    diffusion=DiffusionTraining(
        images=12_000_000, batch=512, learning_rate=3e-4, warmup_images=200_000, ema=0.9999, fine_share=1.0
    ),
)
"""For all of ISIC 2019 on several GPUs: `torchrun --nproc-per-node 8 -m inlay_training unet --config paper --dataset ISIC`."""
SMOKE = Config(
    "smoke",
    unet=UNetConfig(size_px=32, patch_px=4, channels=(16, 32), blocks=1, heads=2, embedding=32, groups=8),
    diffusion=replace(DiffusionTraining(), images=1_600, batch=16, warmup_images=160),
    schedule=SamplingSchedule(steps=4, guidance=3.0, shift=0.6, guidance_times=(0.1, 0.95)),
    encoder=ClassifierTraining("toy", imagenet=False, size_px=32, images=1_600, batch=32, contrast=0.3),
    classifier=ClassifierTraining("toy", imagenet=False, size_px=32, images=1_600, batch=32, seed=97),
    judges=JudgeTraining("toy", imagenet=False, size_px=32, images=480, batch=16),
    student=StudentTraining(steps=2, paths=32, images=640, batch=16),
    upsampler=UpsamplerTraining(
        UNetConfig(64, 4, (16, 32), blocks=1, heads=2, embedding=32, groups=8, parametrisation="v"),
        low_px=32,
        steps=2,
        repaints=32,
        repaint_from=800,
        images=1_600,
        batch=16,
        learning_rate=5e-3,
    ),
)
CONFIGS: dict[str, Config] = {config.name: config for config in (TINY, BASE, PAPER, SMOKE)}
