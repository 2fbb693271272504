"""Data on the way in: bad folders, bad files, and splits that keep a lesion on one side."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inlay_training.__main__ import main
from inlay_training.classes import LESION_CODES
from inlay_training.data.dataset import DataError, rows_of
from inlay_training.data.prepare import FRAME, lesion_free_squares, load_pack, prepare, split_of, to_frame

from . import drawn


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["prepare", "--data", str(tmp_path / "nowhere"), "--work", str(tmp_path / "work")])
    assert code == 2
    message = capsys.readouterr().err
    assert "is no folder" in message
    assert "--dataset" in message
    assert not (tmp_path / "work/pack.npz").exists()


def test_training_before_preparing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unet", "--work", str(tmp_path)]) == 2
    assert "Run the prepare step first" in capsys.readouterr().err


def test_a_damaged_image_is_named(tmp_path: Path) -> None:
    data = drawn.ham10000(tmp_path / "data")
    victim = data / "images/ISIC_0000002.jpg"
    victim.write_bytes(victim.read_bytes()[:200])
    with pytest.raises(DataError, match=victim.stem):
        prepare(data, tmp_path / "pack.npz")
    assert list(tmp_path.glob("*.npz*")) == []


def test_a_mask_of_another_size_is_named(tmp_path: Path) -> None:
    data = drawn.ham10000(tmp_path / "data")
    Image.new("L", (10, 10)).save(data / "masks/ISIC_0000001_segmentation.png")
    with pytest.raises(DataError, match=r"ISIC_0000001: image .* differ in size"):
        prepare(data, tmp_path / "pack.npz")


def test_a_data_set_without_masks_is_told_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = drawn.ham10000(tmp_path / "data", masks=False)
    assert main(["prepare", "--dataset", str(data), "--data", str(tmp_path), "--work", str(tmp_path / "work")]) == 2
    assert "has no lesion mask" in capsys.readouterr().err
    assert not (tmp_path / "work/pack.npz").exists()


def test_masks_can_be_drawn_by_an_outliner(tmp_path: Path) -> None:
    def outline(image: Image.Image) -> np.ndarray:
        return (np.asarray(image).sum(2) < 400).astype(np.uint8)

    pack = load_pack(prepare(drawn.ham10000(tmp_path / "data", masks=False), tmp_path / "pack.npz", outline=outline))
    assert 0.05 < pack.masks.mean() < 0.4


@pytest.mark.parametrize("layout", [drawn.ham10000, drawn.isic2019, drawn.image_folder])
def test_a_pack_holds_what_the_folder_held(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    pack = load_pack(prepare(layout(tmp_path / "data"), tmp_path / "pack.npz"))
    width, height = FRAME
    assert pack.images.shape == (len(pack.ids), height, width, 3)
    assert pack.masks.shape == (len(pack.ids), height, width)
    assert set(np.unique(pack.masks)) == {0, 1}
    assert not pack.fine.any()
    assert len(pack.skin) == 0
    for lesion in set(pack.lesions):
        assert len({pack.split[i] for i, name in enumerate(pack.lesions) if name == lesion}) == 1


def test_a_finer_centre_replaces_the_coarse_centre(tmp_path: Path) -> None:
    data, finer = drawn.ham10000(tmp_path / "data"), tmp_path / "finer"
    for folder in ("images", "masks"):
        (finer / folder).mkdir(parents=True)
    Image.new("RGB", (64, 64), (10, 200, 30)).save(finer / "images/ISIC_0000004.jpg")
    Image.new("L", (64, 64)).save(finer / "masks/ISIC_0000004_segmentation.png")
    pack = load_pack(prepare(data, tmp_path / "pack.npz", finer))
    row = pack.ids.index("ISIC_0000004")
    assert pack.fine.tolist() == [name == "ISIC_0000004" for name in pack.ids]
    height, width = pack.masks.shape[1:]
    assert np.abs(pack.images[row, height // 2, width // 2].astype(int) - (10, 200, 30)).max() < 12
    assert np.abs(pack.images[row, 3, 3].astype(int) - (10, 200, 30)).max() > 50


def test_a_frame_is_cut_around_the_lesion() -> None:
    image, mask = Image.new("RGB", (400, 1600), (220, 170, 160)), Image.new("L", (400, 1600))
    mask.paste(255, (150, 1300, 250, 1400))
    frame, cut = to_frame(image, mask)
    assert frame.size == cut.size == FRAME
    assert np.asarray(cut).sum() / 255 == pytest.approx(75 * 75, rel=0.1)


def test_every_lesion_lies_in_one_split_and_every_class_in_all(real_data: Path) -> None:
    rows = rows_of(real_data / "ham10000/HAM10000_metadata.csv")
    codes = sorted({row["dx"] for row in rows})
    groups = {row["lesion_id"]: codes.index(row["dx"]) for row in rows}
    split = split_of(groups)
    assert split == split_of(dict(reversed(groups.items())))  # the order of the table does not matter
    for label in range(len(codes)):
        shares = np.bincount([split[name] for name, value in groups.items() if value == label], minlength=3)
        assert (shares > 0).all()
        assert shares[0] / shares.sum() == pytest.approx(0.75, abs=0.02)


def test_lesion_free_squares_hold_no_lesion_and_no_vignette() -> None:
    image = np.full((225, 300, 3), 200, np.uint8)
    image[:, :30] = 10
    mask = np.zeros((225, 300), np.uint8)
    mask[90:150, 180:255] = 1
    squares = lesion_free_squares(image, mask)
    assert squares
    for x, y, side in squares:
        assert x >= 30
        assert mask[y : y + side, x : x + side].sum() == 0


def test_the_class_order_is_that_of_isic_2019() -> None:
    assert LESION_CODES == ("MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC")
