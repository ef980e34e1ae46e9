"""The lines of CSV files, which records are made of."""

from __future__ import annotations

import random

import pytest

from dedup.filtering.record_shards import _lines


@pytest.mark.parametrize("returns", [False, True])
def test_lines_are_those_of_the_whole_file(returns: bool) -> None:
    """However the bytes come in chunks; where returns end the rows, each line end of any system ends a line."""
    chance = random.Random(7)
    for _ in range(300):
        head = b"id,text\r1,a\r2" if returns else b"id,text\n1,a\n"
        data = head + bytes(chance.choices(b"ab\r\n" if returns else b"ab\n", k=chance.randrange(40)))
        cuts = sorted(chance.choices(range(len(head), len(data) + 1), k=3))
        chunks = [data[low:high] for low, high in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        assert list(_lines([chunk for chunk in chunks if chunk])) == data.splitlines(keepends=True)


def test_a_long_last_line_without_an_end_is_one_line() -> None:
    """A tenth of a megabyte of figures took four seconds: an end was looked for from each of them."""
    last = b"9" * 2_000_000
    assert list(_lines([b"id\ttext\n", last])) == [b"id\ttext\n", last]
