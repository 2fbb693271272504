"""Whether the synthetic images of `npm run set` help a small classifier on real lesions that nothing here has seen.

Four arms, the same number of steps, every class drawn equally often in each: real images alone, and with all synthetic images, with
those that the gates keep, with as many of each class drawn without looking. Results are a line an arm and seed; resumable.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from .ablation import lines_of
from .batches import ELASTIC, crop, jitter_colour, step_generator, uniform
from .benefit_squares import RealSquares, Squares, SyntheticSet, told_apart
from .classes import LESION_CODES
from .classifiers import Reader, fresh, logits_of
from .dataset import DataError
from .efficientnet import EfficientNetLite
from .files import append_log, digest, write_atomically
from .precision import autocast, require_finite
from .train_classifier import soften

ARMS = ("real", "all", "gated", "random")


@dataclass(frozen=True)
class BenefitTraining:
    """How each classifier is trained: the smallest trunk of the project, from its ImageNet weights."""

    variant: str = "lite0"
    imagenet: bool = True
    size_px: int = 64
    seeds: int = 5
    steps: int = 400
    batch: int = 32
    learning_rate: float = 7e-4
    warmup: int = 40
    softened: float = 0.5


def fingerprint(config: BenefitTraining, pack_digest: str, synthetic: list[object]) -> str:
    """Names a training set and how it is trained on: a result of another one is not taken for it."""
    how = {key: value for key, value in asdict(config).items() if key != "seeds"}
    return hashlib.sha256(json.dumps([how, pack_digest, synthetic], sort_keys=True).encode()).hexdigest()[:12]


def batch(pools: list[Tensor], images: Tensor, config: BenefitTraining, seed: int, step: int) -> tuple[Tensor, Tensor]:
    """Views [N,3,S,S] in [-1,1] and their labels; pools holds the rows of `images` a class. Which classes, and how the views are
    changed, depends on seed and step alone, alike in every arm."""
    g = step_generator(seed, step)
    n, size = config.batch, images.shape[-1]
    present = torch.tensor([label for label, pool in enumerate(pools) if len(pool)])
    labels = present[torch.randint(len(present), (n,), generator=g)]
    share = torch.rand(n, generator=g, dtype=torch.float64)
    rows = torch.stack([
        pools[label][int(u * len(pools[label]))] for label, u in zip(labels.tolist(), share, strict=True)
    ])  # fmt: skip
    centre = size / 2 + 0.06 * size * (2 * torch.rand(n, 2, generator=g) - 1)
    side = size * uniform(n, 0.85, 1.15, g)
    turn = torch.randint(0, 4, (n,), generator=g) * (torch.pi / 2) + uniform(n, -0.2, 0.2, g)
    flip = torch.randint(0, 2, (n,), generator=g) * 2.0 - 1
    warp = ELASTIC * torch.randn(n, 2, 5, 5, generator=g)
    views = crop(images[rows].float() / 255, centre, side, size, turn, flip, warp)
    return soften(jitter_colour(views, g) * 2 - 1, config.softened, g), labels


def train(config: BenefitTraining, data: Squares, seed: int, device: str, name: str) -> Reader:
    """One classifier. Raises TrainingDiverged."""
    torch.manual_seed(seed)
    model = (
        fresh("reader", config.variant, config.imagenet).to(device=device, memory_format=torch.channels_last).train()
    )
    assert isinstance(model, Reader)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, weight_decay=0.05, fused=True)
    pools = [torch.from_numpy(np.flatnonzero(data.labels.numpy() == label)) for label in range(len(LESION_CODES))]
    for step in tqdm(range(config.steps), desc=name, unit="step", mininterval=10):
        images, labels = batch(pools, data.images, config, seed, step)
        for group in optimizer.param_groups:
            warm = min(1.0, (step + 1) / config.warmup)
            group["lr"] = config.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * step / config.steps))
        with autocast(device):
            logits = model(images.to(device, memory_format=torch.channels_last))
        value = F.cross_entropy(logits.float(), labels.to(device), label_smoothing=0.05)
        value.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 50 == 0 or step + 1 == config.steps:
            require_finite(float(value.detach()), step)
    return model.eval()


@torch.no_grad()
def probabilities(model: Reader, images: Tensor) -> np.ndarray:
    """Of the classes, with mirror images averaged. images [N,3,S,S] uint8 -> [N,8]"""
    device = next(model.parameters()).device
    found = []
    for part in images.split(256):
        views = part.to(device).float() / 127.5 - 1
        found.append((logits_of(model, views) + logits_of(model, views.flip(3))).div(2).softmax(1).cpu())
    return torch.cat(found).numpy()


class Experiment:
    """The files of the step in `work`/benefit: the real squares, and a line a finished arm and seed."""

    def __init__(self, work: Path, pack_path: Path, config: BenefitTraining, made: SyntheticSet) -> None:
        self.config, self.made = config, made
        if not pack_path.is_file():
            raise DataError(f"{pack_path} is missing. Run the prepare step first.")
        self.pack_digest = digest(pack_path)
        self.real_path = work / f"benefit/real-{self.pack_digest}-{config.size_px}.npz"
        self.results = work / "benefit/results.jsonl"
        self.probe_path = work / "benefit/probe.json"

    def runs(self) -> list[tuple[str, int]]:
        """Seed by seed, so that a stopped experiment has whole pairs."""
        return [(arm, seed) for seed in range(1, self.config.seeds + 1) for arm in ARMS]

    def identity(self, arm: str, seed: int) -> str:
        return fingerprint(self.config, self.pack_digest, self.made.fingerprint(self.made.ids(arm, seed)))

    def rows(self) -> dict[tuple[str, int], dict]:
        """Finished runs of this very experiment."""
        wanted = {run: self.identity(*run) for run in self.runs()}
        found = {(line["arm"], line["seed"]): line for line in lines_of(self.results)
                 if wanted.get((line["arm"], line["seed"])) == line["of"]}  # fmt: skip
        return {run: found[run] for run in self.runs() if run in found}

    def run(self, real: RealSquares, device: str) -> None:
        """Trains what is missing."""
        done, train_set, test = self.rows(), real.of("train"), real.of("test")
        for arm, seed in self.runs():
            if (arm, seed) in done:
                continue
            ids, started = self.made.ids(arm, seed), time.monotonic()
            data = train_set + self.made.squares(ids, self.config.size_px)
            model = train(self.config, data, seed, device, f"{arm} {seed}")
            found = probabilities(model, test.images)
            append_log(
                self.results, arm=arm, seed=seed, of=self.identity(arm, seed), seconds=round(time.monotonic() - started),
                synthetic=self.made.counts(ids), probabilities=found.astype(np.float64).round(7).tolist(),
            )  # fmt: skip

    def probe(self, real: RealSquares, trunk: EfficientNetLite) -> dict[str, float]:
        """told_apart of this very set; measured once."""
        of = fingerprint(self.config, self.pack_digest, self.made.fingerprint(self.made.ids("all", 0)))
        known = json.loads(self.probe_path.read_text()) if self.probe_path.is_file() else {}
        if known.get("of") != of:
            known = {"of": of, "auroc": told_apart(self.made, real, trunk, self.config.size_px)}
            with write_atomically(self.probe_path) as file:
                file.write(json.dumps(known).encode())
        return known["auroc"]
