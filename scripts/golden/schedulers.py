"""Writes src/core/diffusion/golden/schedulers.json: what diffusers' own schedulers do with a network that can be computed by hand.

In a virtual environment of its own, outside the tree (training/ has other pins):
pip install torch==2.13.0; pip install -r scripts/golden/diffusers-requirements.txt; python scripts/golden/schedulers.py
"""

import json
import math
from pathlib import Path
from unittest.mock import patch

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
    ("EulerDiscreteScheduler", 8, {**STABLE, "use_karras_sigmas": True}),
    ("EulerDiscreteScheduler", 5, {**STABLE, "use_karras_sigmas": True, "timestep_spacing": "leading", "steps_offset": 1}),
    ("DPMSolverMultistepScheduler", 20, {**STABLE, "steps_offset": 1}),
    ("DPMSolverMultistepScheduler", 8, {**STABLE, "use_karras_sigmas": True, "solver_type": "heun"}),
    ("DPMSolverMultistepScheduler", 7, {"solver_order": 3, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}),
    ("DPMSolverMultistepScheduler", 16, {"solver_order": 3, "prediction_type": "sample", "timestep_spacing": "leading", "final_sigmas_type": "sigma_min"}),
    ("DPMSolverMultistepScheduler", 6, {"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1, "lower_order_final": False}),
    ("DPMSolverMultistepScheduler", 6, {"use_karras_sigmas": True, "solver_order": 1}),
    ("DPMSolverMultistepScheduler", 5, {**STABLE, "euler_at_final": True, "timestep_spacing": "trailing", "lambda_min_clipped": -2.0}),
    ("DPMSolverMultistepScheduler", 1, STABLE),
    ("DPMSolverMultistepScheduler", 2, {**STABLE, "solver_order": 3}),
    ("LCMScheduler", 4, {}),
    ("LCMScheduler", 1, {}),
    ("LCMScheduler", 7, {"prediction_type": "v_prediction", "original_inference_steps": 20, "clip_sample": True, "timestep_scaling": 3.0}),
    ("LCMScheduler", 3, {"prediction_type": "sample", "beta_schedule": "squaredcos_cap_v2"}),
]  # fmt: skip

NOISE = [[0.3, -0.8, 1.4, 0.1, -1.9, 0.6], [-0.5, 1.1, 0.2, -0.7, 0.9, -1.2], [1.6, 0.4, -0.3, 2.2, -0.1, 0.8]]
"""What stands for the noise that a sampler draws between its calls, in turn."""


def network(x: torch.Tensor, t: float) -> torch.Tensor:
    """Depends on every input, stays bounded, and is exact in any language: no library function but arithmetic."""
    return 0.6 * x / (1 + x * x) + 0.2 * t / 1000 - 0.1


def follow(name: str, steps: int, options: dict) -> dict:
    scheduler = getattr(diffusers, name)(**options)
    scheduler.set_timesteps(steps)
    sigma = float(scheduler.init_noise_sigma)
    x = torch.tensor(START) * sigma
    states = []
    for index, t in enumerate(scheduler.timesteps):
        output = network(scheduler.scale_model_input(x, t), float(t))
        with patch(f"{type(scheduler).__module__}.randn_tensor", lambda *_, **__: torch.tensor(NOISE[index % 3]), create=True):
            x = scheduler.step(output, t, x, return_dict=False)[0]
        states.append(x.tolist())
    config = {"_class_name": name, **{k: v for k, v in scheduler.config.items() if not k.startswith("_")}}
    config = {k: "-Infinity" if v == -math.inf else v for k, v in config.items()}
    return {
        "steps": steps,
        "config": config,
        "initialNoiseSigma": sigma,
        "timesteps": scheduler.timesteps.tolist(),
        "states": states,
    }


if __name__ == "__main__":
    golden = {"start": START, "noise": NOISE, "cases": [follow(*case) for case in CASES]}
    OUT.write_text(json.dumps(golden) + "\n")
    print(f"{OUT.name}: {len(CASES)} cases, diffusers {diffusers.__version__}")
