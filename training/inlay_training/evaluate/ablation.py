"""Ablations on equal compute: the same small network and the same number of views, one choice changed at a time.

Measured on the calibration lesions; the test lesions are kept for the model that ships.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from ..classes import LESION_CODES
from ..config import BASE, TINY, Config
from ..data.batches import ViewSampler, lesion_squares
from ..data.prepare import Pack
from ..diffusion.schedule import SamplingSchedule
from ..files import append_log, digest, lines_of, write_atomically
from ..models.classifiers import Classifier, load_classifier
from ..models.efficientnet import EfficientNetLite, pretrained
from ..models.judges import Detector, load_detector
from ..models.unet import InpaintUNet
from ..train import unet as train_unet
from ..train.run import load_ema
from . import measures, reading
from .evaluation import Sampler, says, seam

SPLIT = "calibration"
COUNT = 40


@dataclass(frozen=True)
class Run:
    """One training run of the table and its question."""

    name: str
    question: str
    config: Config


def changed(unet: dict | None = None, **diffusion: object) -> Config:
    return replace(TINY, unet=replace(TINY.unet, **(unet or {})), diffusion=replace(TINY.diffusion, **diffusion))  # type: ignore[arg-type]


def shortened(config: Config, factor: int) -> Config:
    """The same run with fewer views, its warm-up shortened alike."""
    d = config.diffusion
    return replace(config, diffusion=replace(d, images=d.images // factor, warmup_images=d.warmup_images // factor))


V = {"parametrisation": "v"}
SHORT = shortened(changed(V), 2)


def of_short(**diffusion: object) -> Config:
    return replace(SHORT, diffusion=replace(SHORT.diffusion, **diffusion))  # type: ignore[arg-type]


READING = of_short(reading_weight=0.01)
RUNS = (
    Run("x", "x-prediction (flow matching, 64 px, class balance 0.5, SKIN)", TINY),
    Run("v", "v-prediction; the reference of the rows below", changed(V)),
    Run("edm", "EDM: its preconditioning, weights and noise levels", changed({"parametrisation": "edm"}, weighting="edm", log_sigma_mean=-1.2, log_sigma_sd=1.2)),
    Run("edm-high", "EDM preconditioning and weights, noise levels of flow matching", changed({"parametrisation": "edm"}, weighting="edm")),
    Run("v-96px", "96 px in patches of 3: the same work a call", changed({**V, "size_px": 96, "patch_px": 3})),
    Run("v-16k", "v-prediction; the reference of the rows below", SHORT),
    Run("v-plain", "plain sampling of the classes", of_short(balance=1.0)),
    Run("v-balanced", "fully balanced sampling", of_short(balance=0.0)),
    Run("v-no-skin", "without SKIN", of_short(skin_share=0.0)),
    Run("v-read", "with the loss of what the encoder reads in the estimate", READING),
    Run("v-read-8k", "the same with half the views", shortened(READING, 2)),
)  # fmt: skip
CURVE = ("v-read-8k", "v-read")
"""Runs that differ in compute alone; the shipped network is the last point."""
CURVE_GUIDANCE = 2.0


def real_features(
    trunk: EfficientNetLite, views: ViewSampler, pack: Pack, splits: tuple[str, ...]
) -> list[torch.Tensor]:
    """General features of the real lesions of these splits, a tensor a class."""
    found = []
    for label in range(len(LESION_CODES)):
        rows = torch.from_numpy(np.concatenate([pack.rows(split, label) for split in splits]))
        found.append(measures.general_features(trunk, lesion_squares(views, rows)))
    return found


def measure(
    model: InpaintUNet,
    classifier: Classifier,
    trunk: EfficientNetLite,
    detector: Detector,
    pack: Pack,
    schedule: SamplingSchedule,
) -> dict:
    """Class reading, KID, coverage and seams: means over the classes, on the calibration lesions."""
    views = ViewSampler(pack, SPLIT, model.config.size_px, 1.0)
    made = reading.paint_all(model, reading.held_out_scenes(pack, views, COUNT, seed=5, split=SPLIT), schedule)
    row, _ = reading.class_reading(made, classifier, pack, views, BASE.classifier.size_px, SPLIT)
    real = real_features(trunk, views, pack, (SPLIT,))
    kids, coverages, seams = [], [], []
    for label in range(len(LESION_CODES)):
        features = measures.general_features(trunk, made[label])
        kids.append(measures.kid(real[label], features))
        coverages.append(measures.prdc(real[label], features)["coverage"])
        seams.append(seam(detector, lesion_squares(views, torch.from_numpy(pack.rows(SPLIT, label))), made[label]))
    return {
        "steps": schedule.steps, "guidance": schedule.guidance, "calls": schedule.calls, "reading": row["mean"], "ratio": row["ratio"], "worstRatio": row["worstRatio"],
        "intended": row["intended"], "kid": float(np.mean(kids)), "coverage": float(np.mean(coverages)), "seam": float(np.mean(seams)),
    }  # fmt: skip


def run(
    work: Path, results: Path, pack: Pack, pack_path: Path, only: list[str], device: str, compile_model: bool
) -> None:
    """Trains and measures each run that this classifier has not read into a line of `results`. Resumable."""
    out, classifier_path = work / "ablation", work / BASE.name / "reader.pt"
    read_by = digest(classifier_path)
    done = {row["run"] for row in lines_of(results) if row["readBy"] == read_by}
    classifier = load_classifier(classifier_path)
    assert isinstance(classifier, Classifier)
    trunk, detector = pretrained("lite0").eval(), load_detector(work / BASE.name / "detector.pt")
    for run in RUNS:
        if run.name in done or (only and run.name not in only):
            continue
        started = time.monotonic()
        checkpoint = train_unet.train(
            run.config, pack_path, out / run.name, device, compile_model, encoder=work / BASE.name / "encoder.pt"
        )
        minutes = (time.monotonic() - started) / 60
        model = load_ema(checkpoint)
        rows = [
            measure(model, classifier, trunk, detector, pack, SamplingSchedule(guidance=guidance))
            for guidance in (1.0, CURVE_GUIDANCE)
        ]
        append_log(
            results, run=run.name, question=run.question, readBy=read_by, views=run.config.diffusion.images,
            minutes=round(minutes, 1), rows=rows,
        )  # fmt: skip
        print(
            run.name,
            [(r["guidance"], round(r["reading"], 3), round(r["kid"], 4), round(r["coverage"], 3)) for r in rows],
            flush=True,
        )


def sweep_schedules(schedule: SamplingSchedule) -> list[SamplingSchedule]:
    """The shipped schedule; without its shift, without its times of guidance, without both (and 1.5, which is about as strong there); then
    guidance 1 to 4 at its steps, and 4 to 50 steps."""
    always = (0.0, 1.0)
    return [
        schedule,
        replace(schedule, shift=1.0),
        replace(schedule, guidance_times=always),
        replace(schedule, shift=1.0, guidance_times=always),
        replace(schedule, shift=1.0, guidance_times=always, guidance=1.5),
        *(replace(schedule, guidance=guidance) for guidance in (1.0, 1.5, 3.0, 4.0) if guidance != schedule.guidance),
        *(replace(schedule, steps=steps) for steps in (4, 8, 32, 50)),
    ]


def sweep(
    samplers: list[Sampler],
    classifier: Classifier,
    trunk: EfficientNetLite,
    detector: Detector,
    pack: Pack,
    results: Path,
) -> None:
    """Measures the samplers that are not yet a line of `results`; lines of other networks are dropped. Resumable."""
    kept = [row for row in lines_of(results) if any(says(row, sampler.identity()) for sampler in samplers)]
    with write_atomically(results) as file:
        file.write("".join(json.dumps(row) + "\n" for row in kept).encode())
    for sampler in samplers:
        if not any(says(row, sampler.identity()) for row in kept):
            append_log(
                results,
                **sampler.identity(),
                **measure(sampler.model, classifier, trunk, detector, pack, sampler.schedule),
            )
