"""The graphs of the 224 px generator give what PyTorch gives, the gradient graph too."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from inlay_training.latent import export
from inlay_training.latent.network import LatentUNet, NetworkConfig
from inlay_training.latent.space import fit

SMALL = NetworkConfig(
    coefficients=8,
    grid=8,
    channels=(16, 24, 32),
    blocks=1,
    heads=2,
    embedding=32,
    class_size=8,
    example_size=4,
    attributes=5,
    groups=8,
)


@pytest.fixture(scope="module")
def network() -> LatentUNet:
    torch.manual_seed(1)
    found = LatentUNet(SMALL).eval()
    for parameter in found.parameters():  # the last layers begin at zero, and a gradient of zero proves nothing
        parameter.data += 0.05 * torch.randn_like(parameter)
    return found


def run(path: Path, inputs: dict[str, torch.Tensor]) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {name: value.numpy() for name, value in inputs.items()})


def test_the_network_as_a_graph(network: LatentUNet, tmp_path: Path) -> None:
    export.export_network(network, tmp_path / "unet.onnx")
    inputs = export.example_inputs(network, 3, rank=2)
    with torch.no_grad():
        wanted = network(**inputs).numpy()
    assert np.abs(run(tmp_path / "unet.onnx", inputs)[0] - wanted).max() < 1e-4


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
    asked = {**inputs, **taught}
    target, weight = asked.pop("target"), asked.pop("weight")
    velocity = network(**{**asked, "class_vector": asked["class_vector"].expand(2, -1)})
    value = ((velocity - target) ** 2 * weight).mean()
    value.backward()
    loss, *gradients = run(tmp_path / "gradient.onnx", inputs)
    assert abs(float(loss) - float(value.detach())) < 1e-5
    for name, found in zip(export.TAUGHT, gradients, strict=True):
        wanted = taught[name].grad
        assert wanted is not None
        assert wanted.abs().max() > 1e-6
        assert np.abs(found - wanted.numpy()).max() < 1e-3 * float(wanted.abs().max())


def test_both_halves_of_the_autoencoder(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    space = fit(rng.integers(0, 255, (12, 64, 64, 3), dtype=np.uint8), 12, 0.5)
    export.export_half(export.Encoder(space), (3, 32, 32), "sample", "latent", tmp_path / "encoder.onnx")
    export.export_half(export.Decoder(space), (12, 4, 4), "latent", "sample", tmp_path / "decoder.onnx")
    images = torch.rand(2, 3, 32, 32) * 2 - 1
    state = run(tmp_path / "encoder.onnx", {"sample": images})[0]
    assert np.abs(state - space.encode(images).numpy()).max() < 1e-4
    made = run(tmp_path / "decoder.onnx", {"latent": torch.from_numpy(state)})[0]
    assert np.abs(made - space.decode(torch.from_numpy(state)).numpy()).max() < 1e-4
