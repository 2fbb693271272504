"""The whole chain as a toy: resumable, atomic, and its bundle holds what its manifest says."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import helper, numpy_helper
from safetensors.numpy import load_file

from inlay_training.__main__ import main
from inlay_training.bundle import build as bundle
from inlay_training.bundle.export import WeightFiles, operators
from inlay_training.config import SMOKE, TINY
from inlay_training.data.dataset import read_dataset
from inlay_training.data.toy import PER_CLASS, make_pack
from inlay_training.models.unet import InpaintUNet
from inlay_training.recipe import Recipe
from inlay_training.train import student
from inlay_training.train import unet as train_unet
from inlay_training.train.checkpoint import CheckpointMismatch
from inlay_training.train.run import load_ema


def bundle_of(work: Path) -> Path:
    return work / "smoke/public/models/inlay-smoke"


def test_every_file_matches_the_manifest(smoke: Path) -> None:
    root = bundle_of(smoke)
    manifest = json.loads((root / "manifest.json").read_text())
    listed = {entry["path"] for entry in manifest["files"]}
    found = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} - {"manifest.json"}
    assert listed == found
    for entry in manifest["files"]:
        data = (root / entry["path"]).read_bytes()
        assert len(data) == entry["bytes"]
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert manifest["gflopPerStep"] < 0.05
    assert "toy" in (root / "README.md").read_text()


@pytest.mark.parametrize(("graph", "inputs", "outputs"), [
    ("unet/model_fp16.onnx", ("sample", "timestep", "class_labels"), ("x0",)),
    ("encoder/onnx/model_fp16.onnx", ("pixel_values",), ("features_mid", "features", "logits")),
])  # fmt: skip
def test_onnx_runtime_agrees_with_pytorch(
    smoke: Path, graph: str, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> None:
    tensors = load_file(bundle_of(smoke) / "reference/parity.safetensors")
    session = onnxruntime.InferenceSession(bundle_of(smoke) / graph, providers=["CPUExecutionProvider"])
    made = session.run(list(outputs), {name: tensors[name] for name in inputs})
    for name, value in zip(outputs, made, strict=True):
        assert np.abs(value - tensors[name]).max() < 1e-4


@pytest.mark.parametrize(("graph", "prefix", "output"), [
    ("unet/student_fp16.onnx", "", "student_x0"), ("upsampler/model_fp16.onnx", "fine_", "fine_x0"),
])  # fmt: skip
def test_the_further_networks_agree_with_pytorch(smoke: Path, graph: str, prefix: str, output: str) -> None:
    tensors = load_file(bundle_of(smoke) / "reference/parity.safetensors")
    session = onnxruntime.InferenceSession(bundle_of(smoke) / graph, providers=["CPUExecutionProvider"])
    feeds = {name: tensors[prefix + name] for name in ("sample", "timestep", "class_labels")}
    assert np.abs(session.run(["x0"], feeds)[0] - tensors[output]).max() < 1e-4


def test_student_and_teacher_keep_what_they_share_once(smoke: Path) -> None:
    root = bundle_of(smoke)
    manifest = json.loads((root / "manifest.json").read_text())
    needed = {graph["path"]: graph["externalData"] for graph in manifest["graphs"]}
    assert needed["unet/model_fp16.onnx"] == ["unet/model_fp16.onnx_data"]
    assert set(needed["unet/student_fp16.onnx"]) == {"unet/model_fp16.onnx_data", "unet/student_fp16.onnx_data"}
    whole, own = ((root / f"unet/{name}_fp16.onnx_data").stat().st_size for name in ("model", "student"))
    assert own < 0.8 * whole
    teacher = load_ema(smoke / "smoke/unet.pt").state_dict()
    pupil = load_ema(student.home(smoke / "smoke", SMOKE) / "student.pt").state_dict()
    shared = student.frozen(InpaintUNet(SMOKE.unet))
    assert shared
    assert all(torch.equal(pupil[name], teacher[name]) for name in shared)
    assert not all(torch.equal(pupil[name], teacher[name]) for name in teacher)


def test_a_new_bundle_keeps_the_real_images_of_the_same_encoder_alone(tmp_path: Path) -> None:
    before, same, other = (tmp_path / name for name in ("before", "same", "other"))
    for folder, encoder in ((before, b"a"), (same, b"a"), (other, b"b")):
        for path, data in (("encoder/onnx/model_fp16.onnx", encoder), ("reference/masks.json", b"m")):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    bundle.keep_real_images(before, same)  # nothing was fitted yet
    for name in ("images.safetensors", "gates.json"):
        (before / "reference" / name).write_bytes(name.encode())
    for folder, kept in ((same, True), (other, False)):
        bundle.keep_real_images(before, folder)
        found = {path.name for path in (folder / "reference").iterdir()}
        assert ({"images.safetensors", "gates.json"} <= found) is kept


def test_graphs_hold_plain_operators_only(smoke: Path) -> None:
    found = operators(onnx.load(bundle_of(smoke) / "unet/model_fp16.onnx"))
    assert not {"Einsum", "Loop", "If", "ScatterND", "NonZero"} & set(found)


def test_the_drawn_lesions_are_a_data_set_too(smoke: Path) -> None:
    records = read_dataset(smoke / "toy")
    assert len(records) == 8 * PER_CLASS
    assert all(record.mask is not None for record in records)


def test_skins_have_an_index_that_matches(smoke: Path) -> None:
    folder = smoke / "smoke/public/skin"
    index = json.loads((folder / "index.json").read_text())
    assert len(index) == 4
    assert all((folder / entry["file"]).is_file() for entry in index)


def test_finished_training_is_not_repeated(smoke: Path) -> None:
    before = (smoke / "smoke/unet.pt").stat().st_mtime_ns
    assert main(["unet", "--smoke", "--work", str(smoke)]) == 0
    assert (smoke / "smoke/unet.pt").stat().st_mtime_ns == before


SHORT = """
[config]
name = "smoke"
[config.unet]
size_px = 32
patch_px = 4
channels = [16, 32]
blocks = 1
heads = 2
embedding = 32
groups = 8
[config.diffusion]
images = 160
batch = 16
warmup_images = 16
"""


def test_two_processes_train_one_network(tmp_path: Path) -> None:
    work, recipe = tmp_path / "work", tmp_path / "short.toml"
    make_pack(work / "toy.npz")
    recipe.write_text(SHORT)
    subprocess.run(
        [
            sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
            "-m", "inlay_training", "unet", "--smoke", "--recipe", str(recipe), "--work", str(work),
        ],
        cwd=Path(__file__).parents[1], check=True, timeout=300, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    steps = [json.loads(line) for line in (work / "smoke/unet.log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in steps] == [10]  # one process writes
    assert steps[-1]["images"] == Recipe.load(recipe).config.diffusion.images
    assert load_ema(work / "smoke/unet.pt").config == SMOKE.unet


def test_training_can_start_from_a_bundle(smoke: Path) -> None:
    fresh = InpaintUNet(SMOKE.unet)
    train_unet.start_from_bundle(fresh, bundle_of(smoke))
    trained = load_ema(smoke / "smoke/unet.pt")
    for ours, theirs in zip(fresh.parameters(), trained.parameters(), strict=True):
        assert torch.allclose(ours, theirs, atol=2e-3)


def test_a_bundle_of_another_network_is_no_start(smoke: Path) -> None:
    other = InpaintUNet(replace(SMOKE.unet, channels=(16, 48)))
    with pytest.raises(CheckpointMismatch, match="another network"):
        train_unet.start_from_bundle(other, bundle_of(smoke))


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "toy.npz")

    def run(out: Path, images: int) -> dict:
        config = replace(SMOKE, diffusion=replace(SMOKE.diffusion, images=images, decay_from=1.0))
        return torch.load(train_unet.train(config, pack, out, compile_model=False), weights_only=True)

    run(tmp_path / "halves", 48)
    halves, whole = run(tmp_path / "halves", 96), run(tmp_path / "whole", 96)
    assert halves["step"] == whole["step"] == 6
    for name, value in whole["model"].items():
        assert torch.equal(value, halves["model"][name]), name


def test_a_checkpoint_of_another_network_is_refused(smoke: Path) -> None:
    with pytest.raises(CheckpointMismatch, match="Choose another"):
        train_unet.train(TINY, smoke / "toy.npz", smoke / "smoke", compile_model=False)


def test_a_full_disk_leaves_no_half_bundle(
    smoke: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = (bundle_of(smoke) / "manifest.json").read_bytes()
    monkeypatch.setattr("os.fsync", full)
    assert main(["bundle", "--smoke", "--work", str(smoke)]) == 3
    assert "No space left" in capsys.readouterr().err
    assert (bundle_of(smoke) / "manifest.json").read_bytes() == before


def test_what_two_graphs_share_is_stored_once(tmp_path: Path) -> None:
    def graph(name: str, values: np.ndarray) -> onnx.ModelProto:
        shared = numpy_helper.from_array(np.arange(512, dtype=np.float32), "shared")
        own = numpy_helper.from_array(values, "own")
        x, y = (helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, [512]) for n in ("x", "y"))
        nodes = [helper.make_node("Mul", ["x", "shared"], ["m"]), helper.make_node("Add", ["m", "own"], ["y"])]
        return helper.make_model(
            helper.make_graph(nodes, name, [x], [y], [shared, own]),
            opset_imports=[helper.make_opsetid("", 21)],
            ir_version=10,
        )

    files = WeightFiles()
    assert files.save(graph("a", np.full(512, 1, np.float32)), tmp_path / "a.onnx") == ["a.onnx_data"]
    assert files.save(graph("b", np.full(512, 2, np.float32)), tmp_path / "b.onnx") == ["a.onnx_data", "b.onnx_data"]
    assert (tmp_path / "a.onnx_data").stat().st_size == 2 * (tmp_path / "b.onnx_data").stat().st_size == 4096
    for name, own in (("a", 1), ("b", 2)):
        session = onnxruntime.InferenceSession(tmp_path / f"{name}.onnx", providers=["CPUExecutionProvider"])
        made = session.run(None, {"x": np.full(512, 3, np.float32)})[0]
        assert np.array_equal(made, 3 * np.arange(512, dtype=np.float32) + own)
