"""Several processes that train one network, started by torchrun; one process where there is no torchrun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class Place:
    """Which of how many processes this is, and the device it computes on."""

    rank: int
    world: int
    device: str

    @property
    def first(self) -> bool:
        """Whether this process writes checkpoints and logs."""
        return self.rank == 0

    def share_of(self, batch: int) -> int:
        """How many of a batch's images this process draws. Raises ValueError when they cannot be shared evenly."""
        if batch % self.world:
            raise ValueError(f"A batch of {batch} cannot be shared by {self.world} processes.")
        return batch // self.world

    def draw(self, step: int) -> int:
        """The number of this process's part of a step's batch: with one process, the step itself."""
        return step * self.world + self.rank

    def together(self, model: nn.Module) -> nn.Module:
        """The network with gradients averaged over the processes."""
        return DistributedDataParallel(model) if self.world > 1 else model


@contextmanager
def place(device: str) -> Iterator[Place]:
    """Joins the group that torchrun describes in the environment (RANK, WORLD_SIZE, LOCAL_RANK) and leaves it at the end."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        yield Place(0, 1, device)
        return
    on_gpu = device.startswith("cuda")
    if on_gpu:
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if on_gpu else "gloo")
    try:
        yield Place(dist.get_rank(), world, device)
    finally:
        dist.destroy_process_group()
