"""Where the files of a configuration lie, and what is read from them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from .config import CONFIGS, Config
from .data.batches import ViewSampler
from .data.prepare import Pack, load_pack
from .diffusion.schedule import SamplingSchedule
from .evaluate.evaluation import Sampler
from .files import digest
from .models.classifiers import Classifier, load_classifier, load_trunk
from .models.efficientnet import EfficientNetLite
from .models.unet import InpaintUNet
from .recipe import Recipe
from .train import student
from .train.run import load_ema


class Workspace:
    """Where a configuration's files lie, and the pack, loaded once."""

    def __init__(self, args: argparse.Namespace) -> None:
        """args: of the step; `config`, `smoke`, `recipe` and `work` among them. Raises Failure and FileNotFoundError of a recipe."""
        named = "smoke" if args.smoke else args.config
        self.recipe = Recipe.load(args.recipe) if args.recipe else Recipe(CONFIGS[named])
        self.config: Config = self.recipe.config
        self.args = args
        self.work: Path = args.work
        self.out = self.work / self.config.name
        self.pack_path = self.work / ("toy.npz" if args.smoke else "pack.npz")
        self.identity = "inlay-smoke" if args.smoke else "inlay-ham10000"

    @property
    def public(self) -> Path:
        """Where bundles and skins are written: not where the studio reads them: that is a step of its own."""
        return self.args.public or self.out / "public"

    @cached_property
    def pack(self) -> Pack:
        return load_pack(self.pack_path)

    @property
    def student_path(self) -> Path:
        return student.home(self.out, self.config) / "student.pt"

    def views(self, size_px: int) -> ViewSampler:
        return ViewSampler(self.pack, "train", size_px, self.config.diffusion.balance)

    def evaluation(self) -> dict:
        path = self.out / "evaluation.json"
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing; run the evaluate step first")
        return json.loads(path.read_text())

    def unet(self) -> InpaintUNet:
        return load_ema(self.out / "unet.pt")

    def student(self) -> InpaintUNet | None:
        """The student of the U-Net that lies there, where it was trained."""
        return load_ema(self.student_path) if self.student_path.is_file() else None

    def upsampler(self) -> InpaintUNet | None:
        path = self.out / "upsampler.pt"
        return load_ema(path) if path.is_file() else None

    def samplers(self, schedules: Iterable[SamplingSchedule]) -> list[Sampler]:
        """The U-Net on each schedule, then the student where there is one."""
        model, network = self.unet(), digest(self.out / "unet.pt")
        found = [Sampler(model, schedule, digest=network) for schedule in schedules]
        pupil, name = self.student(), f"student of guidance {self.config.schedule.guidance:g}"
        if pupil is not None:
            found.append(Sampler(pupil, student.own_schedule(self.config), name, digest(self.student_path)))
        return found

    def classifier(self) -> Classifier:
        """The independent one."""
        found = load_classifier(self.out / "reader.pt")
        assert isinstance(found, Classifier)
        return found

    def general_trunk(self) -> EfficientNetLite:
        """What KID, coverage and copies are measured with: not the encoder's trunk, which has taught the U-Net."""
        return load_trunk(self.config.judges.variant, self.config.judges.imagenet).eval()
