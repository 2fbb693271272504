"""The judges learn the toy's lesions and are what they were when read back."""

from pathlib import Path

import torch

from inlay_training.config import JudgeTraining
from inlay_training.data.batches import ViewSampler, step_generator
from inlay_training.data.prepare import Pack
from inlay_training.evaluate import evaluation as evaluate
from inlay_training.models import judges as models
from inlay_training.train import judges


def test_the_outliner_finds_drawn_lesions(toy_pack: Pack, tmp_path: Path) -> None:
    config = JudgeTraining("toy", imagenet=False, size_px=64, images=1_600, batch=16, learning_rate=3e-3)
    path = judges.train("outliner", config, ViewSampler(toy_pack, "train", 64, 0.5), tmp_path)
    model = models.load(path)
    assert isinstance(model, models.Outliner)
    views = ViewSampler(toy_pack, "test", 64, 0.5)
    g = step_generator(1, 1)
    images, masks = views.lesion_views(views.rows, g)
    found = models.outlines(model, images * 2 - 1)
    overlap = (found * masks).sum((1, 2, 3)) / torch.maximum(found, masks).sum((1, 2, 3))
    assert overlap.mean() > 0.6
    before = path.stat().st_mtime_ns
    judges.train("outliner", config, views, tmp_path)
    assert path.stat().st_mtime_ns == before


def test_composites_differ_from_their_background_only_where_pasted(toy_pack: Pack) -> None:
    views = ViewSampler(toy_pack, "train", 64, 0.5)
    rows, others = views.rows[:6], views.rows[6:12]
    made = judges.composites(views, rows, others, step_generator(2, 0))
    assert made.shape == (6, 3, 64, 64)
    assert made.min() >= 0
    assert made.max() <= 1
    assert torch.equal(made, judges.composites(views, rows, others, step_generator(2, 0)))


def test_blurred_lesions_are_less_sharp_inside_the_mask() -> None:
    g = torch.Generator().manual_seed(0)
    images, masks = torch.rand(2, 3, 32, 32, generator=g), torch.zeros(2, 1, 32, 32)
    masks[:, :, 8:24, 8:24] = 1
    soft = evaluate.sharpness(torch.nn.functional.avg_pool2d(images, 3, 1, 1), masks)
    assert (soft < 0.5 * evaluate.sharpness(images, masks)).all()
