"""What few different words share by chance is no evidence of a copy; what exceeds chance is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document, collection_of
from dedup.matches import Match
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.results import ScanResult


def table(seed: int, cells: int, symbols: list[str]) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(symbols) for _ in range(cells)]


def scanned(*texts: list[str]) -> ScanResult:
    documents = [
        Document(str(n), "\n".join(" ".join(text[i : i + 12]) for i in range(0, len(text), 12)))
        for n, text in enumerate(texts)
    ]
    return scan(collection_of(documents))


DIGITS = [str(digit) for digit in range(10)]


@pytest.mark.parametrize(
    ("symbols", "cells"),
    [(["0", "1"], 3600), (DIGITS, 40_000), (["a", "c", "g", "t"], 12_000), ([f"{n:x}" for n in range(16)], 60_000)],
    ids=["bits", "digits", "bases", "hex"],
)
def test_independent_tables_of_few_symbols_are_no_copies(symbols: list[str], cells: int) -> None:
    """Nearly all of their shingles are equal, and runs of many cells; none of it is more than chance."""
    result = scanned(table(1, cells, symbols), table(2, cells, symbols))
    assert {match.relation for match in result.copies} <= {"partial"}
    assert result.clusters == ()


@pytest.mark.parametrize(("symbols", "cells"), [(["0", "1"], 3600), (DIGITS, 12_000)], ids=["bits", "digits"])
def test_half_of_a_table_in_another_one_is_reuse(symbols: list[str], cells: int) -> None:
    """The first half is one run, far beyond chance; what else the two share does not make one contain the other."""
    one, other = table(1, cells, symbols), table(2, cells, symbols)
    other[: cells // 2] = one[: cells // 2]
    (match,) = scanned(one, other).copies
    assert match.relation == "partial"
    assert match.shared_words >= match.longest_run >= cells // 2


def test_a_table_with_a_changed_cell_in_a_hundred_is_a_copy() -> None:
    """Rows of digits copied with few changes: one text contains the other."""
    one = table(1, 6000, DIGITS)
    chance = random.Random(3)
    other = [str((int(cell) + 1) % 10) if chance.random() < 0.01 else cell for cell in one]
    (match,) = scanned(one, other).copies
    assert isinstance(match, Match)
    assert match.relation in ("contained", "near-identical")


def test_one_word_said_again_and_again_is_a_pattern_and_no_chance() -> None:
    """A text of one word is not drawn at random: both have the same shingles."""
    assert [match.relation for match in scanned(["row"] * 300, ["row"] * 200).copies] == ["near-identical"]
