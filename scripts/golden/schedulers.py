"""Writes src/core/diffusion/golden/schedulers.json: what diffusers' own schedulers do with a network that can be computed by hand.

In a virtual environment of its own, outside the tree (training/ has other pins):
pip install torch==2.13.0; pip install -r scripts/golden/diffusers-requirements.txt; python scripts/golden/schedulers.py
"""

import json
from pathlib import Path

import diffusers
import torch

OUT = Path(__file__).resolve().parents[2] / "src/core/diffusion/golden/schedulers.json"
START = [0.9, -1.3, 0.25, 2.1, -0.4, 0.05]

STABLE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
"""The noise of Stable Diffusion."""

CASES = [
    # As stable-diffusion-inpainting and its fine-tuned descendants ship.
    ("PNDMScheduler", 10, {**STABLE, "skip_prk_steps": True, "steps_offset": 1, "set_alpha_to_one": False}),
    ("PNDMScheduler", 7, {**STABLE, "skip_prk_steps": True, "prediction_type": "v_prediction", "timestep_spacing": "trailing", "set_alpha_to_one": True}),
    ("PNDMScheduler", 5, {"skip_prk_steps": True, "timestep_spacing": "linspace", "beta_schedule": "squaredcos_cap_v2"}),
    ("PNDMScheduler", 1, {**STABLE, "skip_prk_steps": True, "steps_offset": 1}),
    ("PNDMScheduler", 2, {**STABLE, "skip_prk_steps": True, "steps_offset": 1}),
    ("DDIMScheduler", 10, {**STABLE, "clip_sample": False, "steps_offset": 1, "set_alpha_to_one": False}),
    ("DDIMScheduler", 16, {**STABLE, "clip_sample": False, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}),
    ("DDIMScheduler", 7, {"prediction_type": "sample", "timestep_spacing": "linspace", "beta_schedule": "squaredcos_cap_v2"}),
    ("DDIMScheduler", 4, {"clip_sample_range": 1.5}),
    ("EulerDiscreteScheduler", 10, {**STABLE, "timestep_spacing": "leading", "steps_offset": 1}),
    ("EulerDiscreteScheduler", 7, {**STABLE, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}),
    # Leading: from the last timestep of this schedule, sigma 20,000, diffusers itself loses four digits in single precision.
    ("EulerDiscreteScheduler", 6, {"prediction_type": "sample", "beta_schedule": "squaredcos_cap_v2", "timestep_spacing": "leading"}),
    ("EulerDiscreteScheduler", 5, {"final_sigmas_type": "sigma_min"}),
]  # fmt: skip


def network(x: torch.Tensor, t: float) -> torch.Tensor:
    """Depends on every input, stays bounded, and is exact in any language: no library function but arithmetic."""
    return 0.6 * x / (1 + x * x) + 0.2 * t / 1000 - 0.1


def follow(name: str, steps: int, options: dict) -> dict:
    scheduler = getattr(diffusers, name)(**options)
    scheduler.set_timesteps(steps)
    sigma = float(scheduler.init_noise_sigma)
    x = torch.tensor(START) * sigma
    states = []
    for t in scheduler.timesteps:
        output = network(scheduler.scale_model_input(x, t), float(t))
        x = scheduler.step(output, t, x, return_dict=False)[0]
        states.append(x.tolist())
    config = {"_class_name": name, **{k: v for k, v in scheduler.config.items() if not k.startswith("_")}}
    return {
        "steps": steps,
        "config": config,
        "initialNoiseSigma": sigma,
        "timesteps": scheduler.timesteps.tolist(),
        "states": states,
    }


if __name__ == "__main__":
    golden = {"start": START, "cases": [follow(*case) for case in CASES]}
    OUT.write_text(json.dumps(golden) + "\n")
    print(f"{OUT.name}: {len(CASES)} cases, diffusers {diffusers.__version__}")
