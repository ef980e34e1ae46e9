"""Bytes become blocks of whole lines, and threads work on them ahead of who wants the results."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.reading.line_blocks import blocks_of, parallel_map

if TYPE_CHECKING:
    from collections.abc import Iterator

pieces = st.lists(st.lists(st.sampled_from([b"", b"a", b"bc", b"\n", b"\n\n"]), max_size=8).map(b"".join), max_size=8)


def until_error(items: Iterator[Any]) -> tuple[list[Any], Exception | None]:
    """Return what comes, and the error that ends it."""
    found = []
    try:
        for item in items:
            found.append(item)  # noqa: PERF402 - what comes before the error is to be kept
    except (InputError, OSError) as error:
        return found, error
    return found, None


@given(pieces.map(lambda chunks: [chunk for chunk in chunks if chunk]), st.integers(1, 20))
def test_blocks_are_the_input_cut_behind_lines(chunks: list[bytes], size: int) -> None:
    """Whatever the chunks and the size, nothing is lost, and each block ends with a line feed."""
    blocks = list(blocks_of(chunks, size))
    whole = b"".join(chunks)
    assert b"".join(blocks) == whole + (b"\n" if whole and not whole.endswith(b"\n") else b"")
    assert all(block.endswith(b"\n") for block in blocks)


def test_a_block_ends_with_the_line_with_which_it_is_long_enough() -> None:
    """Chunks of a byte: a block has its size at least, and a line that is longer is not cut."""
    lines = [b"1234567\n", b"12\n", b"123\n", b"x" * 30 + b"\n", b"1\n"]
    chunks = [bytes([byte]) for byte in b"".join(lines)]
    assert list(blocks_of(chunks, 11)) == [b"1234567\n12\n", b"123\n" + b"x" * 30 + b"\n", b"1\n"]


@pytest.mark.parametrize("error", [InputError("x", "truncated"), OSError(5, "Input/output error")])
def test_an_error_of_the_input_comes_behind_its_last_whole_line(error: Exception) -> None:
    """The lines before it are given, the one that it cuts off is not."""

    def failing() -> Iterator[bytes]:
        yield b"one\ntwo\nthr"
        raise error

    assert until_error(blocks_of(failing())) == ([b"one\ntwo\n"], error)


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    """However many threads work, and however long each takes."""
    assert list(parallel_map(lambda item: item * item, range(50), workers)) == [item * item for item in range(50)]


def test_only_some_items_are_fetched_ahead() -> None:
    """Whoever takes no results does not have the whole input in memory."""
    fetched: list[int] = []
    assert list(parallel_map(str, range(5), 2)) == ["0", "1", "2", "3", "4"]
    before = threading.active_count()  # with the threads that are kept

    def items() -> Iterator[int]:
        for item in range(100):
            fetched.append(item)
            yield item

    results = parallel_map(lambda item: item, items(), 2)
    assert next(results) == 0
    assert len(fetched) <= 4
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_input_comes_behind_the_results_before_it(workers: int) -> None:
    """What was fetched before it is worked on and given first."""
    error = InputError("x", "damaged")

    def items() -> Iterator[int]:
        yield from range(5)
        raise error

    assert until_error(parallel_map(lambda item: item, items(), workers)) == ([0, 1, 2, 3, 4], error)
