"""Tiny parts of diffusers' inpainting models with random weights, exported as Optimum does: its folders, its names. For pipelines.py."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import diffusers
import torch
from diffusers import AutoencoderKL
from tokenizers import pre_tokenizers
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

LATENT_PX = 8
FACTOR = 4
"""Of the VAE: three blocks halve twice."""
IMAGE_PX = LATENT_PX * FACTOR

TEXTS = [
    "dermoscopic image of a dermatofibroma",
    "Dermoscopic   image of a Melanoma, 512 px",
    "healthy skin",
    "",
    "it's a naïve café - don't panic!! 🩺",
    "皮膚 pigment\tnetwork\nwith globules",
    "<|endoftext|> and <|startoftext|> inside",
    "blue-white veil over irregular dots and globules " * 12,
]
"""The last is longer than 77 tokens."""


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def export(model: torch.nn.Module, folder: Path, inputs: dict, outputs: list[str], dynamic: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    axes = {name: {int(axis): label for axis, label in enumerate(labels) if label} for name, labels in dynamic.items()}
    torch.onnx.export(
        model, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


class Named(torch.nn.Module):
    """A function of named parts, as a module that torch.onnx can trace."""

    def __init__(self, part: torch.nn.Module, call) -> None:
        super().__init__()
        self.part, self.call = part, call

    def forward(self, *args):
        return self.call(self.part, *args)


def make_tokenizer(folder: Path) -> CLIPTokenizer:
    """CLIP's layout of a vocabulary: bytes, bytes that end a word, merges, the two marks. The merges are learned from TEXTS."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = learn_merges(90)
    words = [*alphabet, *(f"{c}</w>" for c in alphabet), *("".join(pair) for pair in merges)]
    vocabulary = {word: index for index, word in enumerate([*dict.fromkeys(words), "<|startoftext|>", "<|endoftext|>"])}
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=77)
    tokenizer.save_pretrained(folder)
    write(folder / "vocab.json", vocabulary)
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *(" ".join(pair) for pair in merges)]) + "\n")
    return tokenizer


def learn_merges(count: int) -> list[tuple[str, str]]:
    """The most frequent neighbours, again and again (the tokenizers library's own trainer breaks ties by chance)."""
    split = CLIPTokenizer().backend_tokenizer
    words = [
        [*word[:-1], f"{word[-1]}</w>"]
        for text in TEXTS
        for word, _ in split.pre_tokenizer.pre_tokenize_str(split.normalizer.normalize_str(text))
    ]
    merges = []
    while len(merges) < count:
        pairs = Counter(pair for word in words for pair in pairwise(word))
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        for word in words:
            for at in range(len(word) - 2, -1, -1):
                if (word[at], word[at + 1]) == best:
                    word[at : at + 2] = ["".join(best)]
    return merges


def make_vae(folder: Path) -> AutoencoderKL:
    vae = AutoencoderKL(
        block_out_channels=(4, 8, 8), down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3,
        latent_channels=4, norm_num_groups=2, layers_per_block=1, sample_size=IMAGE_PX, mid_block_add_attention=True,
    ).eval()  # fmt: skip
    with torch.no_grad():
        vae.decoder.conv_out.weight *= 3  # random weights alone give a nearly even grey
        vae.quant_conv.weight *= 4
    image, latents = torch.zeros(1, 3, IMAGE_PX, IMAGE_PX), torch.zeros(1, 4, LATENT_PX, LATENT_PX)
    free = ["batch", None, "height", "width"]
    moments = Named(vae, lambda part, x: part.encode(x).latent_dist.parameters)
    export(moments, folder / "vae_encoder", {"sample": image}, ["latent_parameters"], {"sample": free})
    decode = Named(vae, lambda part, z: part.decode(z).sample)
    export(decode, folder / "vae_decoder", {"latent_sample": latents}, ["sample"], {"latent_sample": free})
    for part in ("vae_encoder", "vae_decoder"):
        write(folder / part / "config.json", config_of(vae))
    return vae


def config_of(model: diffusers.ConfigMixin) -> dict:
    return json.loads(model.to_json_string())


def make_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=77, bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
        initializer_factor=10.0, attn_implementation="eager",
    )).eval()  # fmt: skip


def export_text_encoder(folder: Path, text: CLIPTextModel) -> None:
    ids = torch.zeros(1, 77, dtype=torch.int64)
    call = Named(text, lambda part, x: (lambda y: (y.last_hidden_state, y.pooler_output))(part(input_ids=x)))
    names = ["last_hidden_state", "pooler_output"]
    export(call, folder, {"input_ids": ids}, names, {"input_ids": ["batch_size", "sequence_length"]})
    write(folder / "config.json", json.loads(text.config.to_json_string()))
