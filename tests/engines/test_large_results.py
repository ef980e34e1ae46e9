"""Large results of work: they come by a file, once, and what goes wrong on the way is a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup.engines.large_results import bytes_of_result, result_of_bytes
from dedup.errors import ClusterError, LimitError

if TYPE_CHECKING:
    from pathlib import Path

LARGE = np.arange(1 << 15)
"""A quarter of a megabyte."""


def test_a_large_result_comes_by_a_file_that_is_gone_afterwards(tmp_path: Path) -> None:
    """What is sent is the name of the file."""
    sent = bytes_of_result(("words", LARGE), str(tmp_path))
    assert len(sent) < 1000
    assert [file.stat().st_size > LARGE.nbytes for file in tmp_path.iterdir()] == [True]
    name, numbers = result_of_bytes(sent)
    assert name == "words"
    assert (numbers == LARGE).all()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("size", "with_folder"), [(100, True), (1 << 15, False)])
def test_a_small_result_and_any_without_a_folder_is_sent(tmp_path: Path, size: int, *, with_folder: bool) -> None:
    """It makes no file."""
    sent = bytes_of_result(LARGE[:size], str(tmp_path) if with_folder else "")
    assert not list(tmp_path.iterdir())
    assert (result_of_bytes(sent) == LARGE[:size]).all()


def test_a_file_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    """As the result is made, its error is the result; when it is read, the error is raised."""
    told = bytes_of_result(LARGE, str(tmp_path / "missing"))
    with pytest.raises(LimitError, match="no such file or directory"):
        result_of_bytes(told)
    sent = bytes_of_result(LARGE, str(tmp_path))
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(ClusterError, match=r"what an executor wrote to .* cannot be read here: No such file"):
        result_of_bytes(sent)
