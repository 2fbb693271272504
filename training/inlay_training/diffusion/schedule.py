"""When a sampler calls the network, and where guidance acts."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class SamplingSchedule:
    """How a network is led from noise to an image (flow.sample_steps)."""

    steps: int = 16
    guidance: float = 1.0
    shift: float = 1.0
    """Of the times, as in Esser et al., arXiv 2403.03206, section 5.3.2: below 1, more of the steps lie near the image."""
    guidance_times: tuple[float, float] = (0.0, 1.0)
    """Guidance acts above the first time and up to the second (Kynkäänniemi et al., arXiv 2404.07724)."""

    @property
    def calls(self) -> int:
        """Calls of the network for one image."""
        times = (self.shifted(1 - index / self.steps) for index in range(self.steps))
        return self.steps + sum(self.guides(time) for time in times)

    def shifted(self, time: float) -> float:
        return self.shift * time / (self.shift * time + (1 - time))

    def guides(self, time: float) -> bool:
        low, high = self.guidance_times
        return self.guidance != 1 and low < time <= high

    def times(self) -> Tensor:
        """[steps+1] float64 from 1 to 0, evenly spaced but for the shift."""
        found = (self.shifted(1 - index / self.steps) for index in range(self.steps + 1))
        return torch.tensor(list(found), dtype=torch.float64)
