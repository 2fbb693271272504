"""The numbers of the generator that ships, and the page that says them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inlay_training.classes import LESION_CODES
from inlay_training.config import BASE
from inlay_training.latent import (
    classify,
    measure,
    membership,
    models_page,
    outliner,
    page,
    paint,
    shipped,
    small_lab,
    train,
)
from inlay_training.latent.network import LatentUNet
from inlay_training.models.classifiers import fresh
from inlay_training.models.efficientnet import EfficientNetLite
from inlay_training.models.unet import InpaintUNet

from .latent_toy import NETWORK


@pytest.fixture(scope="module")
def painter(latent_material: train.Material) -> shipped.Painter:
    torch.manual_seed(1)
    return shipped.Painter(
        LatentUNet(NETWORK).eval(), latent_material.space, replace(paint.SCHEDULE, steps=1, guidance=1.0)
    )


@pytest.fixture(scope="module")
def instruments(latent_material: train.Material) -> measure.Instruments:
    torch.manual_seed(2)
    judge = fresh("reader", "toy", imagenet=False).eval()
    config = classify.Training("reader", "toy", 224, 1, 1e-3)
    real = measure.real_lesions(latent_material.pack)
    return measure.Instruments(judge, config, EfficientNetLite("toy").eval(), real)


def test_a_page_says_every_bar_beside_the_earlier_bundle(
    painter: shipped.Painter, instruments: measure.Instruments, latent_material: train.Material, tmp_path: Path
) -> None:
    pack, describe = latent_material.pack, small_lab.Features("toy")
    sets = shipped.sets(painter, InpaintUNet(replace(BASE.unet, channels=(16, 16, 16))).eval(), pack, 2)
    drawn = shipped.draws(painter, pack, 2, each=2)
    worth = measure.lab(describe, pack, {**sets, **drawn}, 2)
    find = outliner.Outliner(EfficientNetLite("toy")).eval()
    own = f"{shipped.NAME}, scenes of the class"
    assert sets[own].images.shape == (16, 224, 224, 3)
    inside, outside = sets[own].masks > 0, sets[own].masks == 0
    scenes = pack.images[sets[own].scenes].astype(int)
    assert (
        np.abs(sets[own].images.astype(int) - scenes)[inside].mean() > np.abs(sets[own].images - scenes)[outside].mean()
    )
    value = {
        "views": 12, "each": 2, "draws": list(drawn), "lab": worth,
        "sets": {name: measure.measure(instruments, made) for name, made in sets.items()},
        "overDraws": {way: shipped.over_draws(worth, list(drawn), way, page.RIDGE) for way in page.WAYS},
        "ownLesions": shipped.own_lesions(painter, pack, describe, 2, repeats=1, each=2),
        "obedience": {name: shipped.obedience(find, made) for name, made in sets.items()},
        "removal": shipped.removal(painter, find, pack, 2),
        "membership": membership.attack(instruments, painter.network, latent_material.space, pack, sets[f"{shipped.NAME}, scenes of nevi"]),
        "copies": {name: shipped.copied(instruments, shipped.known_lesions(instruments, pack), sets[name]) for name in (own, f"{shipped.EARLIER}, scenes of the class")},
    }  # fmt: skip
    (tmp_path / "shipped.json").write_text(
        json.dumps({"date": "2026-11-29", "machine": "a machine", "torch": "2", "value": value})
    )
    text = models_page.render(tmp_path)
    assert text is not None
    assert "after 12 views" in text
    bars = text.split("## Against the bars")[1].split("## A small lab")[0]
    assert bars.count("\n|") == 2 + 13
    assert all(f"| {code} " in text for code in LESION_CODES)
    assert "| by the nearest sample |" in text


def test_there_is_no_page_before_there_are_numbers(tmp_path: Path) -> None:
    assert models_page.render(tmp_path) is None


def test_an_interval_over_draws_takes_in_labs_and_draws() -> None:
    def row(rare: float) -> dict:
        return {page.RIDGE: {"rare": rare, "se": 0.03}, "classes": {"DF": rare, "NV": -rare}}

    worth = {"draw 1, alone": row(0.0), "draw 2, alone": row(0.08)}
    found = shipped.over_draws(worth, ["draw 1", "draw 2"], "alone", page.RIDGE)
    assert found["rare"] == pytest.approx(0.04)
    assert found["se"] == pytest.approx(np.hypot(0.03, np.std([0, 0.08], ddof=1) / 2**0.5))
    assert (found["least"], found["most"]) == (0.0, 0.08)
    assert found["classes"] == pytest.approx({"DF": 0.04, "NV": -0.04})


def test_a_real_training_lesion_is_called_a_copy(
    instruments: measure.Instruments, latent_material: train.Material
) -> None:
    pack = latent_material.pack
    rows = pack.rows("train")[:12]
    elsewhere = np.full(len(rows), pack.rows("test")[0])
    again = paint.Made(pack.images[rows], pack.masks[rows], pack.labels[rows], elsewhere)
    assert shipped.copied(instruments, shipped.known_lesions(instruments, pack), again)["share"] == 1.0


def test_an_attack_is_scored_within_each_source_and_tells_what_was_learnt_by_heart(
    instruments: measure.Instruments, latent_material: train.Material
) -> None:
    pack = latent_material.pack
    kept = membership.targets(pack, 100, without=np.array([], dtype=int))
    assert [len(sources) for sources in kept] == [2] * len(LESION_CODES)
    first = {int(row): 1.0 for t in kept[0] for row in t.train} | {int(row): 0.0 for t in kept[0] for row in t.held}
    assert membership.told(kept[0], first)["auroc"] == 1.0
    by_source = {int(row): float(pack.source[row]) for t in kept[0] for row in np.r_[t.train, t.held]}
    assert membership.told(kept[0], by_source)["auroc"] == 0.5  # the source tells nothing
    rows = np.concatenate([t.train for sources in kept for t in sources])
    again = paint.Made(pack.images[rows], pack.masks[rows], pack.labels[rows], np.full(len(rows), -1))
    every = np.concatenate([np.r_[t.train, t.held] for sources in kept for t in sources])
    scores = dict(zip(every.tolist(), membership.by_samples(instruments, pack, every, again).tolist(), strict=True))
    assert all(membership.told(sources, scores)["auroc"] > 0.9 for sources in kept)
