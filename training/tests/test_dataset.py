"""Every layout is read for what it is, and what is wrong with a data set is said by name."""

from pathlib import Path

import pytest

from inlay_training.classes import LESION_CODES
from inlay_training.data.dataset import DataError, read_dataset, without_copies

from . import drawn


def codes_of(root: Path) -> set[str]:
    return {LESION_CODES[record.label] for record in read_dataset(root)}


def test_ham10000_with_its_lesions_and_masks(tmp_path: Path) -> None:
    records = read_dataset(drawn.ham10000(tmp_path))
    assert {LESION_CODES[r.label] for r in records} == {"NV", "DF"}
    assert len({r.lesion for r in records}) * 2 == len(records)
    assert all(r.mask is not None and r.mask.is_file() for r in records)
    assert {r.site for r in records} == {"back"}


def test_ham10000_without_the_eight_classes_takes_its_own_seven(tmp_path: Path) -> None:
    root = drawn.ham10000(tmp_path)
    (root / "GroundTruth.csv").unlink()
    assert codes_of(root) == {"NV", "DF"}


def test_isic2019_where_an_image_without_a_lesion_counts_as_its_own(tmp_path: Path) -> None:
    records = read_dataset(drawn.isic2019(tmp_path))
    assert {LESION_CODES[r.label] for r in records} == {"NV", "SCC"}
    assert sum(r.lesion == r.id for r in records) == 2


def test_a_folder_a_class_by_code_or_by_name(tmp_path: Path) -> None:
    root = drawn.image_folder(tmp_path)
    drawn.draw(root / "notes/sketch.png", 1)  # a folder that is no class
    assert codes_of(root) == {"NV", "DF"}


def test_a_class_with_one_image_is_refused(tmp_path: Path) -> None:
    root = drawn.image_folder(tmp_path)
    drawn.draw(root / "VASC/only.png", 9)
    with pytest.raises(DataError, match=r"Too few lesions: VASC 1\."):
        read_dataset(root)


def test_an_image_that_the_table_names_but_the_folder_lacks(tmp_path: Path) -> None:
    root = drawn.ham10000(tmp_path)
    (root / "images/ISIC_0000003.jpg").unlink()
    with pytest.raises(DataError, match=r"ISIC_0000003 is in .* but its image is missing"):
        read_dataset(root)


def test_tables_without_images(tmp_path: Path) -> None:
    root = drawn.isic2019(tmp_path)
    for path in (root / "ISIC_2019_Training_Input").iterdir():
        path.unlink()
    with pytest.raises(DataError, match="tables but no images"):
        read_dataset(root)


def test_two_classes_for_one_image(tmp_path: Path) -> None:
    root = drawn.isic2019(tmp_path)
    table = root / "ISIC_2019_Training_GroundTruth.csv"
    table.write_text(table.read_text().replace("ISIC_0000000,0,1,", "ISIC_0000000,1,1,"))
    with pytest.raises(DataError, match="ISIC_0000000 has two classes, MEL and NV"):
        read_dataset(root)


def test_a_table_without_its_column(tmp_path: Path) -> None:
    root = drawn.ham10000(tmp_path)
    table = root / "HAM10000_metadata.csv"
    table.write_text(table.read_text().replace("image_id", "picture"))
    with pytest.raises(DataError, match="no column image_id; it has lesion_id, picture, dx"):
        read_dataset(root)


def test_a_folder_that_is_no_data_set(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no data set that is known here"):
        read_dataset(tmp_path)


def test_an_image_that_is_anothers_to_the_byte_is_left_out(tmp_path: Path) -> None:
    records = read_dataset(drawn.ham10000(tmp_path))
    records[3].image.write_bytes(records[0].image.read_bytes())
    assert [r.id for r in without_copies(records)] == [r.id for r in records if r is not records[3]]
