"""Where things lie that more than one command reads."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""
DATA = Path(os.environ.get("INLAY_DATA") or ROOT.parent / "shared/data")
"""Folder of the data sets: `ham10000/`, and beside it, where there are any, `ham10000-224/`, `milk10k/` and `skin-patches/`."""
WORK = ROOT / "training/work"
"""Checkpoints and logs; git-ignored."""
