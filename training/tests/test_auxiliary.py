"""What the encoder reads in an estimate, as a loss."""

from pathlib import Path

import pytest
import torch

from inlay_training.classes import NULL, SKIN
from inlay_training.diffusion import auxiliary
from inlay_training.files import write_atomically
from inlay_training.models.classifiers import fresh


@pytest.fixture
def encoder_path(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    state = fresh("encoder", "toy", imagenet=False).state_dict()
    path = tmp_path / "encoder.pt"
    with write_atomically(path) as file:
        torch.save({"kind": "encoder", "config": {"variant": "toy", "size_px": 32}, "ema": state}, file)
    return path


def scene(n: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    g = torch.Generator().manual_seed(1)
    masks = torch.zeros(n, 1, 32, 32)
    masks[:, :, 8:24, 8:24] = 1
    estimate = torch.rand(n, 3, 32, 32, generator=g) * 2 - 1
    return estimate, torch.rand(n, 3, 32, 32, generator=g) * 2 - 1, masks


def test_its_gradient_reaches_the_mask_alone(encoder_path: Path) -> None:
    loss = auxiliary.reading(encoder_path, 1.0, "cpu")
    assert loss is not None
    estimate, images, masks = scene(2)
    estimate.requires_grad_(True)
    loss(estimate, images, masks, torch.tensor([0, 5]), torch.tensor([0.1, 0.4])).backward()
    assert estimate.grad is not None
    assert (estimate.grad * masks).abs().sum() > 0
    assert (estimate.grad * (1 - masks)).abs().sum() == 0


def test_skin_the_null_class_and_late_times_add_nothing(encoder_path: Path) -> None:
    loss = auxiliary.reading(encoder_path, 1.0, "cpu")
    assert loss is not None
    estimate, images, masks = scene(3)
    value = loss(estimate, images, masks, torch.tensor([SKIN, NULL, 3]), torch.tensor([0.1, 0.1, auxiliary.READ_UNTIL]))
    assert value == 0
    assert loss(estimate, images, masks, torch.tensor([1, 2, 3]), torch.ones(3)) == 0


def test_the_weight_falls_with_time() -> None:
    logits, labels = torch.zeros(3, 8), torch.tensor([1, 1, 1])
    early, middle, late = auxiliary.reading_loss(logits, labels, torch.tensor([0.0, 0.4, 0.79])).tolist()
    assert early == pytest.approx(2 * middle)
    assert late < 0.05 * early


def test_without_weight_no_encoder_is_needed(tmp_path: Path) -> None:
    assert auxiliary.reading(tmp_path / "none.pt", 0.0, "cpu") is None


def test_a_missing_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run the encoder step first"):
        auxiliary.reading(tmp_path / "encoder.pt", 0.1, "cpu")
