"""Writes src/engine/golden: tiny inpainting models with random weights, and what diffusers itself paints with them.

`stable-diffusion/` is run by diffusers' StableDiffusionInpaintPipeline, and `lcm/` with another U-Net, which is told the guidance, and
all else of the first; `latent/` by `paint_by_class` below, the reference of InlayLatentInpaintPipeline. The files lie as Optimum lays them, under its names. Environment: see schedulers.py.
"""

import shutil
import warnings
from pathlib import Path
from unittest.mock import patch

import diffusers
import onnx
import torch
from diffusers import AutoencoderKL, StableDiffusionInpaintPipeline, UNet2DConditionModel, UNet2DModel
from safetensors.torch import save_file
from tiny_export import (
    IMAGE_PX,
    LATENT_PX,
    TEXTS,
    Named,
    config_of,
    export,
    export_text_encoder,
    make_text_encoder,
    make_tokenizer,
    make_vae,
    write,
)

OUT = Path(__file__).resolve().parents[2] / "src/engine/golden"
NULL_CLASS = 9

STABLE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
PNDM = {"_class_name": "PNDMScheduler", **STABLE, "skip_prk_steps": True, "steps_offset": 1, "set_alpha_to_one": False}
DDIM = {"_class_name": "DDIMScheduler", **STABLE, "clip_sample": False, "steps_offset": 1, "set_alpha_to_one": False}
EULER = {"_class_name": "EulerDiscreteScheduler", **STABLE}

def start(seed: int) -> dict[str, torch.Tensor]:
    """A background in [-1,1] with a gradient, a mask that does not keep to the latent cells, and noise."""
    g = torch.Generator().manual_seed(seed)
    ramp = torch.linspace(0.7, -0.1, IMAGE_PX)
    known = ramp[None, None, None, :] * torch.tensor([1.0, 0.6, 0.4])[None, :, None, None]
    known = (known + 0.1 * torch.randn(1, 3, IMAGE_PX, IMAGE_PX, generator=g)).clamp(-1, 1)
    mask = torch.zeros(1, 1, IMAGE_PX, IMAGE_PX)
    mask[:, :, 7:22, 9:27] = 1
    return {"known": known, "mask": mask, "noise": torch.randn(1, 4, LATENT_PX, LATENT_PX, generator=g)}


def encode_mode(vae: AutoencoderKL, known: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The masked image's latents: the mode of the encoder's distribution, where diffusers would draw from it. See src/engine/vae.ts."""
    return vae.encode(known * (mask < 0.5)).latent_dist.mode() * vae.config.scaling_factor


def make_scheduler(config: dict):
    return getattr(diffusers, config["_class_name"]).from_config(dict(config))


def finish(folder: Path, index: dict, scheduler: dict, tensors: dict, cases: list[dict], extra: dict) -> None:
    write(folder / "model_index.json", index)
    write(folder / "scheduler/scheduler_config.json", scheduler)
    save_file({name: value[0].contiguous().clone() for name, value in tensors.items()}, folder / "expected.safetensors")
    write(folder / "expected.json", {"made": f"diffusers {diffusers.__version__}", "cases": cases, **extra})
    spread = {name: round(float(value.std()), 3) for name, value in tensors.items() if name.startswith("image")}
    print(folder.name, spread)


def stable_diffusion() -> dict:
    """Returns the parts that `lcm` takes over."""
    torch.manual_seed(7)
    folder = OUT / "stable-diffusion"
    tokenizer = make_tokenizer(folder / "tokenizer")
    text = make_text_encoder(tokenizer)
    unet = UNet2DConditionModel(
        sample_size=LATENT_PX, in_channels=9, out_channels=4, block_out_channels=(8, 16), layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=16, attention_head_dim=2, norm_num_groups=4,
    ).eval()  # fmt: skip
    with torch.no_grad():
        unet.conv_out.weight *= 4
    vae = make_vae(folder)
    export_text_encoder(folder / "text_encoder", text)
    export(
        Named(unet, lambda part, x, t, c: part(x, t, encoder_hidden_states=c).sample), folder / "unet",
        {"sample": torch.randn(2, 9, LATENT_PX, LATENT_PX), "timestep": torch.tensor([3]), "encoder_hidden_states": torch.randn(2, 77, 16)},
        ["out_sample"],
        {"sample": ["batch_size", None, "height", "width"], "timestep": ["steps"], "encoder_hidden_states": ["batch_size", "sequence_length", None]},
    )  # fmt: skip
    write(folder / "unet/config.json", config_of(unet))

    tensors, cases = start(1), []
    for name, scheduler, steps, guidance in [
        ("pndm", PNDM, 6, 7.5),
        ("ddim-v", {**DDIM, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}, 5, 3.0),
        ("euler-leading", {**EULER, "timestep_spacing": "leading", "steps_offset": 1}, 5, 4.0),
        ("unguided", DDIM, 4, 1.0),
    ]:
        pipe = StableDiffusionInpaintPipeline(
            vae=vae, text_encoder=text, tokenizer=tokenizer, unet=unet, scheduler=make_scheduler(scheduler),
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip
        pipe.set_progress_bar_config(disable=True)
        with torch.no_grad():
            tensors[f"image-{name}"] = pipe(
                prompt=TEXTS[0], image=tensors["known"], mask_image=tensors["mask"], num_inference_steps=steps,
                guidance_scale=guidance, latents=tensors["noise"].clone(), output_type="pt",
                masked_image_latents=encode_mode(vae, tensors["known"], tensors["mask"]),
            ).images  # fmt: skip
        cases.append({"name": name, "class": "DF", "steps": steps, "guidance": guidance, "scheduler": scheduler})
    rows = [tokenizer(t, padding="max_length", max_length=77, truncation=True).input_ids for t in TEXTS]
    index = {
        "_class_name": "StableDiffusionInpaintPipeline", "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", "PNDMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
        "vae_decoder": ["diffusers", "AutoencoderKL"], "vae_encoder": ["diffusers", "AutoencoderKL"],
    }  # fmt: skip
    finish(folder, index, PNDM, tensors, cases, {"texts": [{"text": t, "ids": r} for t, r in zip(TEXTS, rows, strict=True)]})
    return {"vae": vae, "text_encoder": text, "tokenizer": tokenizer}


def lcm(parts: dict) -> None:
    """A consistency model: the guidance is an input of its U-Net, and new noise comes between the calls."""
    torch.manual_seed(9)
    folder = OUT / "lcm"
    unet = UNet2DConditionModel(
        sample_size=LATENT_PX, in_channels=9, out_channels=4, block_out_channels=(8, 16), layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=16, attention_head_dim=2, norm_num_groups=4, time_cond_proj_dim=12,
    ).eval()  # fmt: skip
    with torch.no_grad():
        unet.conv_out.weight *= 4
    export(
        Named(unet, lambda part, x, t, c, w: part(x, t, encoder_hidden_states=c, timestep_cond=w).sample), folder / "unet",
        {"sample": torch.randn(2, 9, LATENT_PX, LATENT_PX), "timestep": torch.tensor([3]), "encoder_hidden_states": torch.randn(2, 77, 16),
         "timestep_cond": torch.randn(2, 12)},
        ["out_sample"],
        {"sample": ["batch_size", None, "height", "width"], "timestep": ["steps"],
         "encoder_hidden_states": ["batch_size", "sequence_length", None], "timestep_cond": ["batch_size", None]},
    )  # fmt: skip
    write(folder / "unet/config.json", config_of(unet))
    tensors, cases, steps, guidance = start(3), [], 4, 3.5
    tensors["noise"] = torch.randn(steps, 4, LATENT_PX, LATENT_PX, generator=torch.Generator().manual_seed(4))  # to start with, then between the calls
    for name, scheduler in [("lcm", {"_class_name": "LCMScheduler"}), ("dpm", {"_class_name": "DPMSolverMultistepScheduler", **STABLE})]:
        pipe = StableDiffusionInpaintPipeline(
            **parts, unet=unet, scheduler=make_scheduler(scheduler),
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip
        pipe.set_progress_bar_config(disable=True)
        fresh = iter(tensors["noise"][1:])
        with torch.no_grad(), patch("diffusers.schedulers.scheduling_lcm.randn_tensor", lambda *_, **__: next(fresh)[None]):
            tensors[f"image-{name}"] = pipe(
                prompt=TEXTS[0], image=tensors["known"], mask_image=tensors["mask"], num_inference_steps=steps,
                guidance_scale=guidance, latents=tensors["noise"][:1].clone(), output_type="pt",
                masked_image_latents=encode_mode(parts["vae"], tensors["known"], tensors["mask"]),
            ).images  # fmt: skip
        cases.append({"name": name, "class": "DF", "steps": steps, "guidance": guidance, "scheduler": scheduler})
    tensors["noise"] = tensors["noise"][None]
    index = {"_class_name": "StableDiffusionInpaintPipeline", "_diffusers_version": diffusers.__version__}
    finish(folder, index, {"_class_name": "LCMScheduler"}, tensors, cases, {})


@torch.no_grad()
def paint_by_class(unet, vae, scheduler, given: dict, label: int, steps: int, guidance: float) -> torch.Tensor:
    """InlayLatentInpaintPipeline: StableDiffusionInpaintPipeline's loop with a class where that has a text."""
    scheduler.set_timesteps(steps)
    hole = torch.nn.functional.interpolate(given["mask"], size=(LATENT_PX, LATENT_PX))
    known = encode_mode(vae, given["known"], given["mask"])
    latents = given["noise"] * scheduler.init_noise_sigma
    labels = [NULL_CLASS, label] if guidance > 1 else [label]
    for t in scheduler.timesteps:
        seen = torch.cat([scheduler.scale_model_input(latents, t), hole, known], dim=1)
        outputs = unet(seen.repeat(len(labels), 1, 1, 1), t, class_labels=torch.tensor(labels)).sample
        guided = outputs[-1:] if guidance <= 1 else outputs[:1] + guidance * (outputs[1:] - outputs[:1])
        latents = scheduler.step(guided, t, latents, return_dict=False)[0]
    return (vae.decode(latents / vae.config.scaling_factor).sample / 2 + 0.5).clamp(0, 1)


def latent() -> None:
    torch.manual_seed(8)
    folder = OUT / "latent"
    unet = UNet2DModel(
        sample_size=LATENT_PX, in_channels=9, out_channels=4, block_out_channels=(8, 16), layers_per_block=1,
        down_block_types=("DownBlock2D", "AttnDownBlock2D"), up_block_types=("AttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4, norm_num_groups=4, num_class_embeds=NULL_CLASS + 1,
    ).eval()  # fmt: skip
    with torch.no_grad():
        unet.conv_out.weight *= 4
        unet.class_embedding.weight *= 4
    vae = make_vae(folder)
    export(
        Named(unet, lambda part, x, t, c: part(x, t, class_labels=c).sample), folder / "unet",
        {"sample": torch.randn(2, 9, LATENT_PX, LATENT_PX), "timestep": torch.tensor([3.0, 4.0]), "class_labels": torch.tensor([1, 2])},
        ["out_sample"],
        {"sample": ["batch_size", None, "height", "width"], "timestep": ["batch_size"], "class_labels": ["batch_size"]},
    )  # fmt: skip
    graph = folder / "unet/model.onnx"
    onnx.save(onnx.load(graph), graph, save_as_external_data=True, location="model.onnx_data", size_threshold=256)
    write(folder / "unet/config.json", config_of(unet))
    tensors, cases = start(2), []
    for name, scheduler, steps, guidance, code, label in [
        ("euler", EULER, 6, 3.0, "DF", 5),
        ("ddim-sample", {**DDIM, "prediction_type": "sample", "timestep_spacing": "linspace"}, 5, 2.0, "SKIN", 8),
        ("pndm-v", {**PNDM, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}, 5, 2.0, "MEL", 0),
        ("unguided", EULER, 3, 1.0, "DF", 5),
    ]:
        tensors[f"image-{name}"] = paint_by_class(unet, vae, make_scheduler(scheduler), tensors, label, steps, guidance)
        cases.append({"name": name, "class": code, "steps": steps, "guidance": guidance, "scheduler": scheduler})
    index = {
        "_class_name": "InlayLatentInpaintPipeline", "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", "EulerDiscreteScheduler"], "unet": ["diffusers", "UNet2DModel"],
        "vae_decoder": ["diffusers", "AutoencoderKL"], "vae_encoder": ["diffusers", "AutoencoderKL"],
    }  # fmt: skip
    feeds = {"sample": torch.randn(2, 9, LATENT_PX, LATENT_PX), "timestep": torch.tensor([900.0, 20.0]), "class_labels": torch.tensor([5, NULL_CLASS])}
    with torch.no_grad():
        made = unet(feeds["sample"], feeds["timestep"], class_labels=feeds["class_labels"]).sample
    save_file({**feeds, "out_sample": made}, OUT / "latent-parity.safetensors")
    finish(folder, index, EULER, tensors, cases, {})


def types() -> None:
    """A graph of every type that is fed: gives 2 sample + ids + timestep in half precision."""
    kinds = onnx.TensorProto
    value = onnx.helper.make_tensor_value_info
    node = onnx.helper.make_node
    graph = onnx.helper.make_graph(
        [
            node("Cast", ["ids"], ["ids16"], to=kinds.FLOAT16),
            node("Cast", ["timestep"], ["t16"], to=kinds.FLOAT16),
            node("Add", ["sample", "sample"], ["twice"]),
            node("Add", ["twice", "ids16"], ["sum"]),
            node("Add", ["sum", "t16"], ["out_sample"]),
        ],
        "types",
        [value("sample", kinds.FLOAT16, ["n"]), value("ids", kinds.INT32, ["n"]), value("timestep", kinds.INT64, [])],
        [value("out_sample", kinds.FLOAT16, ["n"])],
    )
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9), OUT / "types.onnx")


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    shutil.rmtree(OUT, ignore_errors=True)
    lcm(stable_diffusion())
    latent()
    types()
    size = sum(path.stat().st_size for path in OUT.rglob("*") if path.is_file())
    print(f"{size / 1e6:.2f} MB")
