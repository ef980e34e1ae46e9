"""The pictures in ``reports/html`` show what the report looks like now."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.html.pictures import FOLDER, PICTURES, draw, fonts

if TYPE_CHECKING:
    from pathlib import Path

TOLERANCE = 0.01
"""Share of the pixels that may differ by more than a shade."""
SHADE = 48
COARSE = 8
"""Pixels that are compared as one: a text that stands two pixels lower is the same picture."""
MOST_BYTES = 300_000
TRIES = 3
"""A picture that was taken on a busy machine may be of a page that is not drawn to its end."""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_is_drawn_now(browser: Any, tmp_path: Path, name: str) -> None:
    """With the same fonts, all but a hundredth of the pixels are the same."""
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    if abs(fonts(browser) - float((FOLDER / "fonts.txt").read_text())) > 0.5:
        pytest.skip("other fonts than those of the pictures")
    kept = image.open(FOLDER / name).convert("L").reduce(COARSE)
    assert any(
        _alike(image.open(io.BytesIO(draw(browser, name, tmp_path))).convert("L").reduce(COARSE), kept)
        for _ in range(TRIES)
    )


def _alike(now: Any, kept: Any) -> bool:
    pairs = zip(now.tobytes(), kept.tobytes(), strict=False)
    different = sum(abs(one - other) > SHADE for one, other in pairs)
    return bool(now.size == kept.size and different <= TOLERANCE * len(kept.tobytes()))


def test_pictures_are_small() -> None:
    """Each takes less than 300 kB of the repository."""
    assert all((FOLDER / name).stat().st_size < MOST_BYTES for name in PICTURES)
