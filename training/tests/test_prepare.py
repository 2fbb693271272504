"""Data on the way in: bad folders, bad files, and splits that keep a lesion on one side."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inlay_training.__main__ import main
from inlay_training.classes import LESION_CODES
from inlay_training.prepare import DataError, lesion_free_squares, load_pack, prepare, split_of


def copy_some(real: Path, out: Path, count: int = 6) -> Path:
    """A data folder with the first images of the real one."""
    for name in ("ham10000/images", "ham10000/masks", "skin-patches"):
        (out / name).mkdir(parents=True)
    with (real / "ham10000/GroundTruth.csv").open() as file:
        rows = list(csv.DictReader(file))[:count]
    with (out / "ham10000/GroundTruth.csv").open("w") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    shutil.copy(real / "ham10000/HAM10000_metadata.csv", out / "ham10000")
    for row in rows:
        shutil.copy(real / f"ham10000/images/{row['image']}.jpg", out / "ham10000/images")
        shutil.copy(real / f"ham10000/masks/{row['image']}_segmentation.png", out / "ham10000/masks")
    with (real / "skin-patches/patches.csv").open() as file:
        patches = list(csv.DictReader(file))[:3]
    with (out / "skin-patches/patches.csv").open("w") as file:
        writer = csv.DictWriter(file, patches[0].keys())
        writer.writeheader()
        writer.writerows(patches)
    for row in patches:
        target = out / "skin-patches" / row["patch"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(real / "skin-patches" / row["patch"], target)
    return out


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["prepare", "--data", str(tmp_path / "nowhere"), "--work", str(tmp_path / "work")])
    assert code == 2
    message = capsys.readouterr().err
    assert "GroundTruth.csv is missing" in message
    assert "--data" in message
    assert not (tmp_path / "work/pack.npz").exists()


def test_training_before_preparing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unet", "--work", str(tmp_path)]) == 2
    assert "Run the prepare step first" in capsys.readouterr().err


def test_a_damaged_image_is_named(real_data: Path, tmp_path: Path) -> None:
    data = copy_some(real_data, tmp_path / "data")
    victim = next((data / "ham10000/images").iterdir())
    victim.write_bytes(victim.read_bytes()[:200])
    with pytest.raises(DataError, match=victim.stem):
        prepare(data, tmp_path / "pack.npz")
    assert list(tmp_path.glob("*.npz")) == []


def test_a_mask_of_another_size_is_named(real_data: Path, tmp_path: Path) -> None:
    data = copy_some(real_data, tmp_path / "data")
    victim = next((data / "ham10000/masks").iterdir())
    Image.new("L", (10, 10)).save(victim)
    with pytest.raises(DataError, match="differ in size"):
        prepare(data, tmp_path / "pack.npz")


def test_a_pack_holds_what_the_folder_held(real_data: Path, tmp_path: Path) -> None:
    pack = load_pack(prepare(copy_some(real_data, tmp_path / "data"), tmp_path / "pack.npz"))
    assert pack.images.shape == (6, 150, 200, 3)
    assert pack.masks.shape == (6, 150, 200)
    assert set(np.unique(pack.masks)) <= {0, 1}
    assert pack.skin.shape[1:] == (128, 128, 3)


def test_every_lesion_lies_in_one_split_and_every_class_in_all(real_data: Path) -> None:
    with (real_data / "ham10000/HAM10000_metadata.csv").open() as file:
        rows = list(csv.DictReader(file))
    codes = sorted({row["dx"] for row in rows})
    groups = {row["lesion_id"]: codes.index(row["dx"]) for row in rows}
    split = split_of(groups)
    assert split == split_of(dict(reversed(groups.items())))  # the order of the table does not matter
    for label in range(len(codes)):
        shares = np.bincount([split[name] for name, value in groups.items() if value == label], minlength=3)
        assert (shares > 0).all()
        assert shares[0] / shares.sum() == pytest.approx(0.75, abs=0.02)


def test_lesion_free_squares_hold_no_lesion_and_no_vignette() -> None:
    image = np.full((150, 200, 3), 200, np.uint8)
    image[:, :20] = 10
    mask = np.zeros((150, 200), np.uint8)
    mask[60:100, 120:170] = 1
    squares = lesion_free_squares(image, mask)
    assert squares
    for x, y, side in squares:
        assert x >= 20
        assert mask[y : y + side, x : x + side].sum() == 0


def test_the_class_order_is_that_of_isic_2019() -> None:
    assert LESION_CODES == ("MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC")
