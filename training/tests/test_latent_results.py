"""The files of a latent bundle, the oracle of a format, and the page of the measurements."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.torch import load_file

from inlay_training.latent import (
    ablate,
    classify,
    export,
    kept_generator,
    measure,
    oracle,
    pack,
    page,
    paint,
    small_lab,
    space,
    student,
    train,
    travel,
    weights,
)
from inlay_training.models.classifiers import fresh
from inlay_training.models.efficientnet import EfficientNetLite
from inlay_training.train.checkpoint import CheckpointMismatch

from .latent_toy import BUNDLED, LatentBundle


def test_the_files_of_a_bundle_fit_each_other(latent_bundle: LatentBundle) -> None:
    folder, network = latent_bundle.folder, latent_bundle.network
    config = json.loads((folder / "unet/config.json").read_text())
    assert config["in_channels"] == 14
    assert config["attributes"].count(1.0) == 1
    vectors = load_file(folder / "unet/classes.safetensors")["class_vectors"]
    assert torch.equal(vectors, network.table.weight)
    assert torch.equal(vectors, vectors.half().float())  # rounded as the weights are
    inputs = export.example_inputs(network, 2)
    session = onnxruntime.InferenceSession(folder / "unet/model_fp16.onnx", providers=["CPUExecutionProvider"])
    made = session.run(None, {name: value.numpy() for name, value in inputs.items()})[0]
    with torch.no_grad():
        assert np.abs(made - network(**inputs).numpy()).max() < 1e-4
    scheduler = json.loads((folder / "scheduler/scheduler_config.json").read_text())
    assert scheduler["guidance_times"] == [0.2, 0.85]


def test_a_format_keeps_more_with_more_coefficients() -> None:
    rng = np.random.default_rng(2)
    images = rng.integers(0, 255, (4, 216, 216, 3), dtype=np.uint8)
    blocks = space.fit(images, 96, 0.5)
    quality = [oracle.psnr(images, oracle.through(images, form)) for form in oracle.forms(blocks, (24, 96)).values()]
    untouched, few, many, small = quality
    assert untouched > many > few
    assert untouched > 50
    assert small < untouched


def test_an_image_saved_alike_is_off_the_grid_and_of_one_size() -> None:
    rng = np.random.default_rng(3)
    image = rng.integers(0, 255, (224, 224, 3), dtype=np.uint8)
    cuts = [small_lab.saved_alike(image, rng) for _ in range(20)]
    assert {cut.shape for cut in cuts} == {(192, 192, 3)}
    assert small_lab.saved_alike(image[:216, :216], rng).shape == (192, 192, 3)


def test_every_ablation_changes_one_thing() -> None:
    base = json.dumps(train.asdict(ablate.BASE))
    for name, (question, config) in ablate.RUNS.items():
        assert question
        assert (json.dumps(train.asdict(config)) == base) == (name == "base")
        assert train.training_of(json.loads(json.dumps(train.asdict(config)))) == config


def test_the_page_says_what_is_measured_and_what_is_not(tmp_path: Path) -> None:
    judge = {"test, HAM10000": {"balanced": 0.65, "DF": 0.6}}
    (tmp_path / "judge.json").write_text(json.dumps({"date": "2026-11-29", "value": judge}))
    codes = {code: {"read": 0.5} for code in ("AK", "DF", "VASC", "SCC")}
    sets = {"named": {"read": 0.4, "kid": 0.3, "coverage": 0.8, "vendi": 0.9, "classes": codes}}
    row = {"name": "base", "question": "what it is", "views": 16000, "sets": sets}
    row["lab"] = {"named, with counterparts": {page.RIDGE: {"rare": -0.012}}}
    for name in ("ablations", "campaign"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    text = page.render(tmp_path)
    assert "| test, HAM10000 | .65 |" in text
    assert "Not measured yet." in text
    assert "-.012 | what it is |" in text
    assert (tmp_path / "campaign.svg").read_text().startswith("<?xml")


def test_kept_weights_make_a_working_folder_again(tmp_path: Path) -> None:
    work, kept, again = tmp_path / "work", tmp_path / "kept", tmp_path / "again"
    work.mkdir()
    rng = np.random.default_rng(1)
    blocks = space.fit(rng.integers(0, 255, (8, 64, 64, 3), dtype=np.uint8), 6, 0.5)
    space.save(blocks, work / "space.pt")
    model = fresh("encoder", "toy", imagenet=False)
    config = train.asdict(classify.ENCODER) | {"variant": "toy"}
    torch.save({"config": config, "step": 3, "ema": model.state_dict(), "model": {}}, work / "encoder.pt")
    matrix = {"mean": torch.randn(5), "projection": torch.randn(5, 2)}
    torch.save({"values": torch.zeros(9, 2), **matrix}, work / "examples.pt")
    assert {path.stem for path in weights.keep(work, kept)} == {"encoder", "space", "examples"}
    assert {path.stem for path in weights.restore(kept, again)} == {"encoder", "space", "examples"}
    assert weights.restore(kept, again) == []
    assert torch.equal(space.load(again / "space.pt").basis, blocks.basis)
    assert torch.equal(torch.load(again / "examples.pt", weights_only=True)["projection"], matrix["projection"])
    found, _ = classify.load(again / "encoder.pt")
    for name, value in found.state_dict().items():
        assert torch.allclose(value.float(), model.state_dict()[name].float(), atol=2e-3)


def test_a_kept_generator_and_its_student_are_found_again(tmp_path: Path) -> None:
    taught = student.StudentTraining(paint.SCHEDULE)
    work, kept = tmp_path / "work", tmp_path / "kept"
    config = train.Training(network=BUNDLED, images=320, batch=32)
    run = train.Run.begin(config, [])
    run.step = 4
    work.mkdir()
    run.save(work / "unet.pt")
    other = train.Run.begin(replace(config, seed=5), [])
    same = {name: value for name, value in run.average.state_dict().items() if student.is_shared(name)}
    other.average.load_state_dict({**other.average.state_dict(), **same})
    pupil = student.home(work / "unet.pt", taught) / "student.pt"
    pupil.parent.mkdir(parents=True)
    other.save(pupil)
    names = [path.name for path in kept_generator.keep(work / "unet.pt", kept, taught)]
    assert names == ["unet.safetensors", "student.safetensors"]
    again, found = kept_generator.restore(kept, tmp_path / "again", taught)
    network, _, seen = train.load_ema(again)
    assert seen == 128
    assert found == student.home(again, taught) / "student.pt"
    wanted = other.average.state_dict()
    for name, value in student.load(found, network).state_dict().items():
        assert torch.allclose(value, wanted[name], atol=2e-3)
    assert kept_generator.restore(kept, tmp_path / "again", taught) == []


def test_a_run_begins_with_kept_weights_at_their_step(tmp_path: Path) -> None:
    config = train.Training(network=BUNDLED, images=320, batch=32)
    run = train.Run.begin(config, [])
    run.step = 4
    run.save(tmp_path / "unet.pt")
    weights.keep(tmp_path, tmp_path / "kept")
    other = train.Run.begin(replace(config, seed=5), [])
    other.start_from(tmp_path / "kept/unet.safetensors")
    assert other.step == 4
    a, b = run.average.state_dict(), other.model.state_dict()
    assert all(torch.allclose(a[name], b[name], atol=1e-3) for name in a)
    with pytest.raises(CheckpointMismatch, match="Choose another folder"):
        train.Run.begin(replace(config, power=1.0), []).start_from(tmp_path / "kept/unet.safetensors")
    with pytest.raises(FileNotFoundError, match="run the keep step"):
        other.start_from(tmp_path / "none.safetensors")


def test_what_travels_holds_every_rare_lesion_and_keeps_to_its_limit() -> None:
    n = 200
    labels = np.r_[np.full(20, 5), np.arange(n - 20) % 3]  # DF, and three common classes
    blank = np.zeros((n, 1, 1), np.uint8)
    everything = pack.Pack(
        blank[..., None], blank, labels, np.zeros(n, int), np.zeros(n, int), np.arange(n) % 4 == 0, np.ones(n, bool),
        np.full(n, -1), np.zeros((n, 6)), np.full(n, -1), [""] * n, [str(i) for i in range(n)], [str(i) for i in range(n)],
    )  # fmt: skip
    sizes = np.full(n, 100)
    rows = travel.chosen_rows(everything, sizes, 8000)
    assert set(range(20)) <= set(rows.tolist())
    assert sizes[rows].sum() <= 8000
    counts = np.bincount(labels[rows], minlength=3)[:3]
    assert counts.max() - counts.min() <= 1
    assert everything.coarse[rows[rows >= 20]].sum() == 0  # there are fine ones enough


def test_a_set_is_measured_against_held_out_lesions() -> None:
    torch.manual_seed(2)
    rng = np.random.default_rng(4)
    labels = np.repeat([4, 5], 8)
    masks = np.zeros((16, 224, 224), np.uint8)
    masks[:, 70:150, 70:150] = 1
    images = rng.integers(0, 255, (16, 224, 224, 3), dtype=np.uint8)
    real = paint.Made(images, masks, labels, np.arange(16))
    judge = fresh("reader", "toy", imagenet=False).eval()
    by = measure.Instruments(
        judge, classify.Training("reader", "toy", 224, 1, 1e-3), EfficientNetLite("toy").eval(), real
    )
    found = measure.measure(by, real)
    assert set(found["classes"]) == {"BKL", "DF"}
    assert found["classes"]["DF"]["bands"] == [1.0, 1.0, 1.0]
    assert found["coverage"] == 1.0
    assert found["classes"]["DF"]["read"] == found["classes"]["DF"]["readReal"]
