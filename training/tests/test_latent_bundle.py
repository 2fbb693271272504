"""The 224 px bundle: every file is listed, the graphs give what PyTorch gives, the student shares weights, the card says what was measured."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.torch import load_file

from inlay_training.classes import LESION_CODES
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.latent import assemble, card, pack, teach
from inlay_training.latent.network import LatentUNet
from inlay_training.latent.outliner import Outliner
from inlay_training.models.classifiers import fresh
from inlay_training.models.efficientnet import EfficientNetLite

from .latent_toy import BUNDLED, LatentBundle

SCHEDULE = SamplingSchedule(4, 2.0, 2.0, (0.3, 1.0))
SET = {"read": 0.5, "kid": 1.25, "coverage": 0.8, "classes": {code: {"read": 0.5, "readReal": 0.6} for code in LESION_CODES}}  # fmt: skip
FACTS = card.Facts(
    "Toy", 640, {code: (3, 4) for code in LESION_CODES}, "a machine", 1000, each=24, measured={"the network": SET}, lab={"the network": 0.04}
)  # fmt: skip


def finder() -> Outliner:
    torch.manual_seed(5)
    return Outliner(EfficientNetLite("toy")).eval()


@pytest.fixture(scope="module")
def bundle(latent_bundle: LatentBundle, latent_pack: pack.Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(3)
    student = LatentUNet(BUNDLED).eval()
    student.load_state_dict(latent_bundle.network.state_dict())
    for name, parameter in student.named_parameters():
        if not name.startswith("middle"):
            parameter.data += 0.05 * torch.randn_like(parameter)
    encoder = fresh("encoder", "toy", imagenet=False).eval()
    few = SamplingSchedule(2, 1.0, 2.0, (0.3, 1.0))
    parts = assemble.Parts(
        latent_bundle.network, student, few, encoder, 32, finder(), latent_bundle.blocks, SCHEDULE, latent_pack,
        teach.Whitening(torch.zeros(8), torch.ones(8, BUNDLED.example_size)),
    )  # fmt: skip
    out = tmp_path_factory.mktemp("built") / "toy"
    return assemble.build(out, "toy", "0.0.1", "2026-01-01T00:00:00Z", parts, FACTS)


def test_every_file_is_listed_with_its_hash(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    listed = {entry["path"]: entry for entry in manifest["files"]}
    there = {p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()} - {"manifest.json"}
    assert there == set(listed)
    for path, entry in listed.items():
        data = (bundle / path).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert manifest["pipeline"] == "InlayLatentInpaintPipeline"
    assert manifest["student"] == {"path": "unet/student_fp16.onnx", "steps": 2, "guidance": 2.0}
    for graph in manifest["graphs"]:
        assert graph["path"] in listed
        assert all(str(Path(path).as_posix()) in listed for path in graph["externalData"])


def test_the_graphs_give_what_the_parity_tensors_say(bundle: Path) -> None:
    tensors = load_file(bundle / "reference/parity.safetensors")
    for path, prefix in (("unet/model_fp16.onnx", ""), ("unet/student_fp16.onnx", "student_")):
        session = onnxruntime.InferenceSession(bundle / path, providers=["CPUExecutionProvider"])
        given = {value.name: tensors[value.name].numpy() for value in session.get_inputs()}
        (made,) = session.run(None, given)
        assert np.abs(made - tensors[f"{prefix}out_sample"].numpy()).max() < 1e-3
    outside = tensors["mask"][0, 0] == 0
    assert torch.equal(tensors["image"][0][:, outside], tensors["known"][0][:, outside])


def test_what_teaching_needs_comes_later_and_shares_the_weights(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    later = {entry["path"] for entry in manifest["files"] if entry.get("later")}
    assert {teach.GRAPH, teach.NUMBERS} <= later <= {teach.GRAPH, f"{teach.GRAPH}_data", teach.NUMBERS}
    assert manifest["teaching"] == {"path": teach.GRAPH, "numbers": teach.NUMBERS, "batch": 2, "rank": 4}
    assert load_file(bundle / teach.NUMBERS)["channel_weights"].mean() == pytest.approx(1)
    session = onnxruntime.InferenceSession(bundle / teach.GRAPH, providers=["CPUExecutionProvider"])
    assert [value.name for value in session.get_outputs()] == [
        "loss",
        "by_class_vector",
        "by_low_rank_in",
        "by_low_rank_out",
    ]


def test_the_outliner_gives_the_probability_of_lesion_a_pixel(bundle: Path) -> None:
    session = onnxruntime.InferenceSession(bundle / "outliner/model_fp16.onnx", providers=["CPUExecutionProvider"])
    images = torch.rand(2, 3, 224, 224, generator=torch.Generator().manual_seed(1)) * 2 - 1
    (made,) = session.run(["lesion"], {"pixel_values": images.numpy()})
    with torch.no_grad():
        wanted = finder()(images).sigmoid()
    assert made.shape == (2, 1, 224, 224)
    assert np.abs(made - wanted.numpy()).max() < 0.02  # weights in fp16


def test_student_and_network_share_the_weights_of_the_coarsest_level(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (student,) = [graph for graph in manifest["graphs"] if graph["path"] == "unet/student_fp16.onnx"]
    assert "unet/model_fp16.onnx_data" in student["externalData"]


def test_the_card_says_what_was_measured(bundle: Path) -> None:
    text = (bundle / "README.md").read_text()
    assert "640 augmented views of 1,000 that are planned" in text
    assert (
        "| the network | 0.50 | 0.50 | 0.50 | 0.50 | 0.50 | 0.50 | 0.50 | 0.50 | 0.50 | 1.25 | 0.80 | +0.040 |" in text
    )
