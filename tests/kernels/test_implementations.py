"""The kernels as a whole: the reference has the same functions, and agrees on much text."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from dedup import kernels
from dedup.words import folding
from tests import reference
from tests.kernels.inputs import IMPLEMENTATIONS, SCRIPTS, packed


def test_the_reference_has_the_same_functions() -> None:
    """The reference offers exactly what the kernels offer."""
    assert set(reference.__all__) == set(kernels.__all__)


def test_no_function_hides_a_module() -> None:
    """`from dedup.kernels import NAME` means the module where there is a module of that name."""
    for package in (kernels, reference):
        modules = {path.stem for path in Path(str(package.__file__)).parent.glob("*.py")}
        assert not modules & set(package.__all__)


def _neighbours(rows: np.ndarray, bounds: np.ndarray, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of each row of a group and of the one before it."""
    at = np.setdiff1d(np.arange(rows.size), bounds)
    return positions[rows[at - 1]], positions[rows[at]]


def test_implementations_agree_on_much_text_of_all_scripts() -> None:
    """On texts larger than any block of the kernels every array is the same, for each implementation."""
    chance = random.Random(2)
    alphabet = SCRIPTS + "etaoin shrdlu" * 40 + "".join(map(chr, range(0xA0, 0x3000)))
    phrases = ["".join(chance.choices(SCRIPTS, k=200)) for _ in range(50)]
    documents = ["".join(chance.choices(alphabet, k=chance.choice([0, 1, 30, 3000, 20_000]))) for _ in range(30)]
    documents += ["\n".join(chance.choices(phrases, k=200)) for _ in range(5)]
    buffer, offsets = packed(documents)
    first, *others = (implementation.split_words(buffer, offsets, folding.load()) for implementation in IMPLEMENTATIONS)
    for other in others:
        assert all(np.array_equal(x, y) for x, y in zip(first, other, strict=True))
    shingles = [implementation.shingle_hashes(first.hashes, first.offsets, 5) for implementation in IMPLEMENTATIONS]
    prints = [implementation.winnow(first.hashes, first.offsets, 6, 7) for implementation in IMPLEMENTATIONS]
    a = np.array([chance.getrandbits(32) for _ in range(128)], np.uint32)
    signed = [implementation.sign_shingles(shingles[0], a, a[::-1].copy()) for implementation in IMPLEMENTATIONS]
    seeds = _neighbours(*kernels.group_rows(prints[0].keys), prints[0].positions)
    runs = [implementation.extend_seeds(first.hashes, first.offsets, seeds, 7) for implementation in IMPLEMENTATIONS]
    grouped = [implementation.group_rows(shingles[0].hashes) for implementation in IMPLEMENTATIONS]
    ordered = [implementation.sort_by_key(shingles[0].hashes) for implementation in IMPLEMENTATIONS]
    assert runs[0].a.size > 1000
    for rows in (shingles, prints, runs, grouped, ordered):
        assert all(np.array_equal(x, y) for row in rows[1:] for x, y in zip(rows[0], row, strict=True))
    assert all(np.array_equal(signed[0], each) for each in signed[1:])
