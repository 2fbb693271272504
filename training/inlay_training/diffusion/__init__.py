"""Flow matching: noise levels, losses, samplers."""
