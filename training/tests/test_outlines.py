"""The shape model: turned outlines fit alike, drawn ones look like what it was fitted on, and none is a copy."""

import numpy as np
import pytest

from inlay_training.data import outlines
from inlay_training.data.prepare import Pack


def ellipse(turn: float, size: int = 128, a: float = 40, b: float = 25) -> np.ndarray:
    axis = np.arange(size) - size / 2
    y, x = axis[:, None], axis[None, :]
    u, v = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    return ((u / a) ** 2 + (v / b) ** 2 <= 1).astype(np.uint8)


def test_a_turn_does_not_change_the_coefficients() -> None:
    straight, turned = (outlines.polar(ellipse(turn)) for turn in (0.0, 1.1))
    assert straight is not None
    assert turned is not None
    difference = outlines.aligned(straight)[2:4] - outlines.aligned(turned)[2:4]
    assert np.abs(difference).max() < 0.02
    assert outlines.aligned(turned)[2] == pytest.approx(np.log(40 / 25) / 2, abs=0.05)


def test_an_outline_cut_by_the_frame_is_left_out() -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[:40, 30:70] = 1
    assert outlines.polar(mask) is None


def test_drawn_outlines_are_like_those_fitted(toy_pack: Pack) -> None:
    model = outlines.fit(toy_pack)
    rng = np.random.default_rng(1)
    drawn = np.array([outlines.descriptors(outlines.draw(model, 96, rng)) for _ in range(60)])
    real = np.array([outlines.descriptors(toy_pack.masks[row]) for row in toy_pack.rows("train")])
    assert np.abs(np.median(drawn, axis=0) - np.median(real, axis=0)).max() < 0.12
    assert len({outlines.draw(model, 64, rng).tobytes() for _ in range(20)}) == 20


def test_a_diameter_can_be_asked_for(toy_pack: Pack) -> None:
    model = outlines.fit(toy_pack)
    small, large = (outlines.draw(model, 96, np.random.default_rng(2), d).sum() for d in (0.2, 0.6))
    assert large / small == pytest.approx(9, rel=0.25)
