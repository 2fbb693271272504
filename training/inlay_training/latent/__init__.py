"""The generator at 224 px: a U-Net on a fixed linear transform of 8x8 blocks (docs/adr/0035)."""
