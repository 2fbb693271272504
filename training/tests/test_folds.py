"""Cross-validation by image and by lesion."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inlay_experiment import folds
from inlay_experiment.arms import Material
from inlay_experiment.folds_page import folded, folds_section
from inlay_experiment.frozen import Frozen
from inlay_experiment.squares import SyntheticSet, real_squares
from inlay_experiment.table import RunTable
from inlay_training.data.prepare import Pack

FROZEN = Frozen(variant="toy", imagenet=False, size_px=32, penalties=(1e-2,))


def test_folds_by_lesion_part_no_lesion_and_those_by_image_do(toy_pack: Pack) -> None:
    real = real_squares(toy_pack, 32)
    twice = replace(real, lesions=np.arange(len(real.lesions)) // 2)
    by_lesion, by_image = (folds.parts_of(twice, way, 1) for way in folds.WAYS[::-1])
    assert (by_lesion[0::2] == by_lesion[1::2]).all()
    assert (by_image[0::2] != by_image[1::2]).any()
    assert set(by_lesion) == set(by_image) == set(range(folds.PARTS))


def test_folds_are_run_once_and_are_called_what_they_are(
    material: Material, made: SyntheticSet, toy_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = real_squares(toy_pack, 32)
    assert folded(folds.collected(FROZEN, real, material, tmp_path, RunTable())) is None
    folds.run(FROZEN, real, material, tmp_path, tmp_path)
    table = folds.collected(FROZEN, real, material, tmp_path, RunTable())
    found = folded(table)
    assert found is not None
    assert all(set(arms) == set(folds.FOLDED_ARMS) for arms in found.places.values())
    assert all(np.isfinite(list(row.metrics.values())).all() for row in table.rows)
    monkeypatch.setattr(Frozen, "fitted", lambda *_: pytest.fail("a finished fold was trained again"))
    folds.run(FROZEN, real, material, tmp_path, tmp_path)
    assert folds.run(FROZEN, real, material, tmp_path / "elsewhere", tmp_path, table) == 0
    assert {row.digest for row in table.rows} == folds.digests(FROZEN, material)
    text = "\n".join(folds_section(found))
    assert "Not evidence that samples help" in text
    assert "| by image | real + gated 1x |" in text
