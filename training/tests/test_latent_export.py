"""The graphs of the 224 px generator give what PyTorch gives, the gradient graph too."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from inlay_training.latent import export
from inlay_training.latent.network import LatentUNet

from .latent_toy import LatentBundle


@pytest.fixture
def network(latent_bundle: LatentBundle) -> LatentUNet:
    return latent_bundle.network


def run(path: Path, inputs: dict[str, torch.Tensor]) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {name: value.numpy() for name, value in inputs.items()})


def test_the_network_as_a_graph(network: LatentUNet, latent_bundle: LatentBundle) -> None:
    inputs = export.example_inputs(network, 3, rank=2)
    with torch.no_grad():
        wanted = network(**inputs).numpy()
    assert np.abs(run(latent_bundle.folder / "unet/model_fp16.onnx", inputs)[0] - wanted).max() < 1e-4


def test_a_low_rank_change_of_zeros_changes_nothing(network: LatentUNet) -> None:
    inputs = export.example_inputs(network, 2)
    zero = {**inputs, "low_rank_out": torch.zeros_like(inputs["low_rank_out"])}
    without = {name: value for name, value in inputs.items() if not name.startswith("low_rank")}
    with torch.no_grad():
        assert torch.equal(network(**zero), network(**without))
        assert not torch.allclose(network(**inputs), network(**without))


def test_the_gradient_graph(network: LatentUNet, tmp_path: Path) -> None:
    export.export_gradient(network, tmp_path / "gradient.onnx")
    inputs = export.taught_inputs(network)
    taught = {name: inputs[name].clone().requires_grad_() for name in export.TAUGHT}
    given = {**inputs, **taught}
    target, weight = given.pop("target"), given.pop("weight")
    velocity = network(**{**given, "class_vector": given["class_vector"].expand(2, -1)})
    value = ((velocity - target) ** 2 * weight).sum() / 2
    value.backward()
    loss, *gradients = run(tmp_path / "gradient.onnx", inputs)
    assert abs(float(loss) - float(value.detach())) < 1e-5
    for name, found in zip(export.TAUGHT, gradients, strict=True):
        wanted = taught[name].grad
        assert wanted is not None
        assert wanted.abs().max() > 1e-6
        assert np.abs(found - wanted.numpy()).max() < 1e-3 * float(wanted.abs().max())


def test_both_halves_of_the_autoencoder(latent_bundle: LatentBundle) -> None:
    folder, blocks = latent_bundle.folder, latent_bundle.blocks
    images = torch.rand(2, 3, 32, 32) * 2 - 1
    state = run(folder / "vae_encoder/model.onnx", {"sample": images})[0]
    assert np.abs(state - blocks.encode(images).numpy()).max() < 1e-4
    made = run(folder / "vae_decoder/model.onnx", {"latent_sample": torch.from_numpy(state)})[0]
    assert np.abs(made - blocks.decode(torch.from_numpy(state)).numpy()).max() < 1e-4
