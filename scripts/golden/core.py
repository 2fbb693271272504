"""Makes the golden values of src/core from SciPy, PyTorch and scikit-learn.

Run from the repository's root, with the packages of training/requirements.txt: python scripts/golden/core.py
"""

import json
import sys
from pathlib import Path

import numpy as np
import scipy.ndimage
import scipy.stats
import torch
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))
from inlay_training.data import prepare  # noqa: E402
from inlay_training.diffusion import flow, second_stage  # noqa: E402
from inlay_training.diffusion.schedule import SamplingSchedule  # noqa: E402


def write(path: str, value: object) -> None:
    target = ROOT / "src/core" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(value) + "\n")


def short(values: torch.Tensor) -> list[float]:
    return [round(v, 6) for v in values.double().flatten().tolist()]


def philox_words(seed: int, count: int) -> np.ndarray:
    """Philox4x32-10 with key (seed, 0) and the block number as counter, in NumPy integers."""
    m0, m1, w0, w1 = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85
    words = []
    for block in range((count + 3) // 4):
        c, k = [block, 0, 0, 0], [seed, 0]
        for _ in range(10):
            p0, p1 = m0 * c[0], m1 * c[2]
            c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, (p0 >> 32) ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
            k = [(k[0] + w0) & 0xFFFFFFFF, (k[1] + w1) & 0xFFFFFFFF]
        words += c
    return np.array(words[:count], dtype=np.uint64)


def normal() -> None:
    p = [2**-33, 1e-9, 1e-5, 0.001, 0.01, 0.0749, 0.0751, 0.2, 0.5, 0.7, 0.925, 0.999, 1 - 2**-33]
    noise = scipy.stats.norm.ppf((philox_words(2605, 4) + 0.5) / 2**32).astype(np.float32)
    write(
        "random/golden/normal.json",
        {"p": p, "z": scipy.stats.norm.ppf(p).tolist(), "bits2605": noise.view(np.uint32).tolist()},
    )


def student_t() -> None:
    freedom = [1, 1.5, 2, 2.4, 3.7, 5, 8, 12.25, 30, 100, 1234.5, 1e4, 1e6]
    write("probe/golden/studentT.json", {"freedom": freedom, "t975": scipy.stats.t.ppf(0.975, freedom).tolist()})


def denoiser(given: torch.Tensor, t: torch.Tensor, one_hot: torch.Tensor) -> torch.Tensor:
    """Stands for a network: a fixed mixture of its inputs, of the time and of the class."""
    time, index = t[:, None, None, None], one_hot.argmax(1)[:, None, None, None]
    return 0.4 * given[:, :3] * (1 - time) + 0.3 * given[:, 3:6] + 0.2 * given[:, 6:] - 0.05 * index * time


def trajectory() -> None:
    size, label, null = 6, 5, flow.NULL
    schedule = SamplingSchedule(steps=7, guidance=2.5, shift=0.6, guidance_times=(0.2, 0.8))
    g = torch.Generator().manual_seed(1)
    known, noise = torch.rand(1, 3, size, size, generator=g) * 2 - 1, torch.randn(1, 3, size, size, generator=g)
    mask = torch.zeros(1, 1, size, size)
    mask[:, :, 1:4, 2:5] = 1

    made = flow.sample_steps(denoiser, known, mask, torch.tensor([label]), noise, schedule)
    write("diffusion/golden/trajectory.json", {
        "sizePx": size, "steps": schedule.steps, "guidance": schedule.guidance, "shift": schedule.shift, "guidanceTimes": schedule.guidance_times, "label": label, "nullLabel": null,
        "known": known.flatten().tolist(), "noise": noise.flatten().tolist(), "mask": mask.flatten().tolist(),
        "estimates": [e.flatten().tolist() for e in made],
    })  # fmt: skip


def upsample() -> None:
    low_size, size, steps, from_time, label = 5, 8, 3, 0.6, 5
    g = torch.Generator().manual_seed(3)
    low = torch.rand(1, 3, low_size, low_size, generator=g) * 2.4 - 1.2  # some of it beyond the range
    known, noise = torch.rand(1, 3, size, size, generator=g) * 2 - 1, torch.randn(1, 3, size, size, generator=g)
    mask = torch.zeros(1, 1, size, size)
    mask[:, :, 2:7, 1:6] = 1
    made = second_stage.sample(denoiser, low, known, mask, torch.tensor([label]), noise, from_time, steps)
    write("diffusion/golden/upsample.json", {
        "lowSizePx": low_size, "sizePx": size, "steps": steps, "fromTime": from_time,
        "low": short(low), "known": short(known), "noise": short(noise), "mask": short(mask),
        "condition": short(second_stage.condition(low, known, mask)), "sample": short(made),
    })  # fmt: skip


def resample() -> None:
    rng = np.random.default_rng(2)
    image = rng.integers(0, 256, (3, 12, 12))
    as_float = torch.from_numpy(image).float()[None] / 127.5 - 1
    area = torch.nn.functional.interpolate(as_float, size=(4, 4), mode="area")
    linear = torch.nn.functional.interpolate(as_float, size=(18, 18), mode="bilinear", align_corners=False)
    cubic = torch.nn.functional.interpolate(as_float, size=(20, 20), mode="bicubic", align_corners=False)
    write("image/golden/resample.json", {
        "image": image.transpose(1, 2, 0).flatten().tolist(), "area4": short(area), "linear18": short(linear), "cubic20": short(cubic),
    })  # fmt: skip


def distance() -> None:
    rng = np.random.default_rng(4)
    mask = scipy.ndimage.gaussian_filter(rng.standard_normal((24, 32)), 2) > 0.05
    inside = scipy.ndimage.distance_transform_edt(mask)
    write(
        "image/golden/distance.json",
        {
            "width": 32,
            "height": 24,
            "mask": mask.astype(int).flatten().tolist(),
            "distance": np.round(inside, 9).flatten().tolist(),
        },
    )


def neighbours() -> None:
    rng = np.random.default_rng(6)
    bank, queries = rng.standard_normal((40, 8)), rng.standard_normal((5, 8))
    unit = bank / np.linalg.norm(bank, axis=1, keepdims=True)
    found = NearestNeighbors(n_neighbors=5, metric="cosine").fit(unit)
    distances, index = found.kneighbors(queries)
    write("features/golden/neighbours.json", {
        "dim": 8, "bank": unit.flatten().tolist(), "queries": queries.flatten().tolist(),
        "knn": distances.mean(1).tolist(), "nearest": index[:, 0].tolist(), "nearestDistance": distances[:, 0].tolist(),
    })  # fmt: skip


def principal() -> None:
    """More rows than numbers in each, and fewer; the axes point to where their weightiest number is positive."""
    rng = np.random.default_rng(7)
    cases = []
    for rows, dim in ((30, 6), (5, 9)):
        real = (rng.standard_normal((rows, dim)) * np.linspace(2, 0.5, dim) + 3).round(4)
        made = rng.standard_normal((4, dim)).round(4)
        pca = PCA(2, svd_solver="full").fit(real)
        axes = pca.components_
        axes = axes * np.sign(axes[np.arange(2), np.abs(axes).argmax(1)])[:, None]
        cases.append({
            "dim": dim, "real": real.flatten().tolist(), "made": made.flatten().tolist(),
            "shares": pca.explained_variance_ratio_.tolist(),
            "realAt": ((real - pca.mean_) @ axes.T).flatten().tolist(), "madeAt": ((made - pca.mean_) @ axes.T).flatten().tolist(),
        })  # fmt: skip
    write("features/golden/principal.json", cases)


def split() -> None:
    groups = {f"HAM_{i * 37:07d}": i % 3 for i in range(50)}
    assigned = prepare.split_of(groups)
    rows = [{"lesion": name, "label": label, "split": assigned[name]} for name, label in groups.items()]
    write("dataset/golden/split.json", rows)


if __name__ == "__main__":
    split()
    normal()
    student_t()
    trajectory()
    upsample()
    resample()
    distance()
    neighbours()
    principal()
