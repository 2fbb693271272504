"""Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) for convolutions: the momentum of each weight, taken as a matrix of
(outputs, all else), is made orthogonal before it is applied. `torch.optim.Muon` takes matrices only."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """The nearest matrix whose singular values are about one, by a quintic Newton-Schulz iteration. [m,n]"""
    a, b, c = COEFFICIENTS
    x = matrix.T if len(matrix) > matrix.shape[1] else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if len(matrix) > matrix.shape[1] else x


class Muon(torch.optim.Optimizer):
    """Weights of more than two dimensions only; `scale` brings the size of a step to AdamW's, so that both share one rate
    (Liu et al., arXiv 2502.16982)."""

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.01,
        scale: float = 0.2,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "scale": scale})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for weight in (p for p in group["params"] if p.grad is not None):
                gradient = weight.grad.reshape(len(weight), -1)
                state = self.state[weight]
                if not state:
                    state["momentum"] = torch.zeros_like(gradient)
                state["momentum"].lerp_(gradient, 1 - group["momentum"])
                ahead = gradient.lerp(state["momentum"], group["momentum"])
                step = orthogonal(ahead) * group["scale"] * max(ahead.shape) ** 0.5
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.add_(step.reshape(weight.shape), alpha=-group["lr"])


class Both:
    """Muon for a network's convolutions but the last, AdamW for all else, as one optimizer."""

    def __init__(self, network: nn.Module, others: list[nn.Parameter], lr: float) -> None:
        inner = [p for name, p in network.named_parameters() if p.ndim == 4 and not name.startswith("head")]
        chosen = {id(p) for p in inner}
        rest = [*(p for p in network.parameters() if id(p) not in chosen), *others]
        self.parts = [Muon(inner, lr), torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.99), weight_decay=0.01, fused=True)]

    @property
    def param_groups(self) -> list[dict]:
        return [group for part in self.parts for group in part.param_groups]

    def step(self) -> None:
        for part in self.parts:
            part.step()

    def zero_grad(self, set_to_none: bool = True) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none=set_to_none)

    def state_dict(self) -> dict:
        return {"parts": [part.state_dict() for part in self.parts]}

    def load_state_dict(self, state: dict) -> None:
        for part, kept in zip(self.parts, state["parts"], strict=True):
            part.load_state_dict(kept)
