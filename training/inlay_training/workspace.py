"""Where the files of a configuration lie, and what is read from them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from .config import CONFIGS, Config, Course
from .data.batches import ViewSampler
from .data.prepare import Pack, load_pack
from .evaluate.evaluation import Sampler
from .files import digest
from .models.classifiers import Reader, load_trunk
from .models.efficientnet import EfficientNetLite
from .models.unet import InpaintUNet
from .train import student
from .train.classifier import load_classifier
from .train.run import load_ema

ROOT = Path(__file__).resolve().parents[2]


class Workspace:
    """Where a configuration's files lie, and the pack, loaded once."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.config: Config = CONFIGS["smoke" if args.smoke else args.config]
        self.args = args
        self.work: Path = args.work
        self.out = self.work / self.config.name
        self.pack_path = self.work / ("toy.npz" if args.smoke else "pack.npz")
        self.public: Path = args.public if args.public else (self.out / "public" if args.smoke else ROOT / "public")
        self.identity = "inlay-smoke" if args.smoke else "inlay-ham10000"
        self._pack: Pack | None = None

    @property
    def pack(self) -> Pack:
        if self._pack is None:
            self._pack = load_pack(self.pack_path)
        return self._pack

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
        """The student of the U-Net that is here, where one was trained."""
        return load_ema(self.student_path) if self.student_path.is_file() else None

    def upsampler(self) -> InpaintUNet | None:
        path = self.out / "upsampler.pt"
        return load_ema(path) if path.is_file() else None

    def samplers(self, courses: Iterable[Course]) -> list[Sampler]:
        """The U-Net on each course, then the student where there is one."""
        model, of = self.unet(), digest(self.out / "unet.pt")
        found = [Sampler(model, course, digest=of) for course in courses]
        pupil, name = self.student(), f"student of guidance {self.config.course.guidance:g}"
        if pupil is not None:
            found.append(Sampler(pupil, student.own_course(self.config), name, digest(self.student_path)))
        return found

    def reader(self) -> Reader:
        reader = load_classifier(self.out / "reader.pt")
        assert isinstance(reader, Reader)
        return reader

    def general_trunk(self) -> EfficientNetLite:
        """What KID, coverage and copies are measured with: not the encoder's trunk, which has taught the U-Net."""
        return load_trunk(self.config.judges.variant, self.config.judges.imagenet).eval()
