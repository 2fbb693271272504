"""Text from outside as it stands in a model card: whatever signs it holds, it is text. As `src/core/export/markdown.ts` of the studio."""

from __future__ import annotations

import re
import unicodedata

READ = re.compile(r"[\\`*_\[\]<>&|~#!]")
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}


def text(value: str) -> str:
    """One line, with every sign escaped that Markdown or HTML would read; usual text stays as it is."""
    seen = "".join(" " if unicodedata.category(sign) in UNSEEN else sign for sign in value)
    return READ.sub(lambda sign: "\\" + sign.group(), re.sub(r" +", " ", seen).strip())
