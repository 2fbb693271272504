"""Text from outside in a model card is text."""

from __future__ import annotations

import pytest

from inlay_training.bundle.markdown import text


@pytest.mark.parametrize("usual", ["CC-BY-NC-SA-4.0", "Inlay dermoscopy, 224 px", "AMD EPYC, 2 cores"])
def test_usual_text_stays(usual: str) -> None:
    assert text(usual) == usual


def test_signs_are_text() -> None:
    assert text("<b>x</b>\n# y | `z`") == r"\<b\>x\</b\> \# y \| \`z\`"
