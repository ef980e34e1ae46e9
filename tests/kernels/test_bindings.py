"""Which library of kernels is loaded, and what gets to its functions."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup import kernels
from dedup.errors import DedupError, UsageError
from dedup.kernels import bindings, words
from dedup.kernels.bindings import INT64, OUT_UINT64, UINT64, Kernel
from dedup.kernels.patterns import Pattern, pattern_set
from dedup.words import folding

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

roll = Kernel("rolling_hashes", UINT64, int, OUT_UINT64)
digest = Kernel("digest_words", UINT64, INT64, OUT_UINT64)

DIGEST = """
import numpy as np
from dedup import kernels
from dedup.words import folding
text = " ".join(f"word{i * i % 7919} na\\u00efve \\u201c{i}\\u201d long{'er' * (i % 40)}" for i in range(3000)).encode()
buffer, offsets = np.frombuffer(text, np.uint8), np.array([0, len(text) // 2 + 3, len(text)])
hashes, bounds = kernels.hash_words(buffer, offsets, folding.load())
signed = kernels.sign_texts(buffer, offsets, folding.load(), 5, (np.arange(1, 99, 2, dtype=np.uint32),) * 2)
digests = kernels.digest_words(hashes, bounds)
print(digests.tolist(), signed.tolist(), kernels.winnow(hashes, bounds, 7, 6).keys.tolist())
"""


def levels() -> list[str]:
    """Return the levels of processor that this one has the instructions of."""
    built = sorted(path.stem.rpartition("_")[2] for path in bindings.FOLDER.glob(f"_kernels_*{bindings.SUFFIX}"))
    return [level for level in built if level == "base" or level <= f"v{bindings.load_library().processor_level()}"]


def test_all_levels_give_the_same() -> None:
    """Wider vectors change nothing but the time; the base alone is built where there are no levels."""
    found = set()
    for level in levels():
        environment = {**os.environ, bindings.FORCED: level}
        command = [sys.executable, "-c", DIGEST]
        found.add(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)
    assert len(found) == 1


@pytest.fixture
def _not_loaded() -> None:
    bindings.load_library.cache_clear()


@pytest.mark.usefixtures("_not_loaded")
def test_an_unknown_level_is_told_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong DEDUP_KERNELS is wrong use, not ignored."""
    monkeypatch.setenv(bindings.FORCED, "v9")
    with pytest.raises(UsageError, match=r"must be one of [v\w, ]+, not 'v9'"):
        bindings.load_library()


@pytest.mark.usefixtures("_not_loaded")
@pytest.mark.parametrize("built", [False, True])
def test_kernels_of_other_sources_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, built: bool) -> None:
    """In a source tree that changed since they were built, or was never built, it is said what to do."""
    monkeypatch.setattr(bindings, "FOLDER", tmp_path)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "words.c").touch()
    if built:
        (tmp_path / f"_kernels_v2{bindings.SUFFIX}").touch()
        os.utime(tmp_path / f"_kernels_v2{bindings.SUFFIX}", (0, 0))
    with pytest.raises(DedupError, match="pip install --editable"):
        bindings.load_library()


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(8, np.int64),
        np.zeros(16, np.uint64)[::2],
        np.frombuffer(bytes(64), np.uint64),
        np.zeros(65, np.uint8)[1:].view(np.uint64),
    ],
    ids=["type", "gaps", "read-only", "not aligned"],
)
def test_an_array_that_a_kernel_does_not_take_is_refused(array: NDArray[np.uint64]) -> None:
    """It would read, or write, what is not there."""
    with pytest.raises(TypeError, match="a kernel"):
        roll(np.zeros(8, np.uint64), 1, array)


@pytest.mark.parametrize("offsets", [[], [0, 9], [-1, 8], [0, 5, 3], [8, 0]], ids=str)
def test_offsets_that_leave_their_array_are_refused(offsets: list[int]) -> None:
    """Places beyond an array, or that fall, end in an error and not in a crash."""
    with pytest.raises(ValueError, match="digest_words do not belong together"):
        digest(np.zeros(8, np.uint64), np.array(offsets, np.int64), np.zeros(2 * max(len(offsets) - 1, 0), np.uint64))


def test_numbers_that_leave_their_arrays_are_refused() -> None:
    """Rows, places, texts: whatever points somewhere has to point into its array."""
    words, bounds = np.arange(9, dtype=np.uint64), np.array([0, 4, 9])
    far, near = np.array([9]), np.array([0])
    shingles = kernels.shingle_hashes(words, bounds, 2)
    with pytest.raises(ValueError, match="count_equal_words"):
        kernels.count_equal_words(words, near, far, near + 1, 1)
    with pytest.raises(ValueError, match="extend_seeds"):
        kernels.extend_seeds(words, bounds, (near, far), 1)
    with pytest.raises(ValueError, match="compare_sets"):
        kernels.compare_sets(shingles, np.diff(bounds), (near, near + 2), 2)
    with pytest.raises(ValueError, match="texts_of_words"):
        kernels.texts_of_words(bounds, far + 9)
    with pytest.raises(ValueError, match="rolling_hashes_near"):
        kernels.rolling_hashes_near(words, bounds, far, 2, 2)
    with pytest.raises(ValueError, match="band_keys"):
        kernels.band_keys(np.zeros((3, 8), np.uint32), 5, 2, np.zeros((5, 3), np.uint64))


def test_a_pattern_set_whose_tables_do_not_fit_is_refused() -> None:
    """The kernel checks the whole set before it reads a text."""
    patterns = pattern_set([Pattern(b"reuters", 4)], [([4], 1)], [4])
    line, none = np.frombuffer(b"by Reuters" * 20, np.uint8), np.zeros(1, np.int64)
    assert kernels.match_lines(line, none, none + line.size, patterns).flags.tolist() == [1]
    strings, table = patterns.strings, patterns.table
    for broken in (
        patterns._replace(strings=strings._replace(groups=strings.groups + 1)),
        patterns._replace(table=table._replace(others=table.others + 1)),
        patterns._replace(filter=table._replace(ranks=table.ranks + 1)),
    ):
        with pytest.raises(ValueError, match="match_lines"):
            kernels.match_lines(line, none, none + line.size, broken)
    with pytest.raises(ValueError, match="match_lines"):
        kernels.match_lines(line, none, none + line.size + 1, patterns)


def test_there_has_to_be_room_for_all_words() -> None:
    """Words beyond the arrays that a kernel is given are not written anywhere."""
    text, offsets = np.frombuffer(b"one two three four", np.uint8), np.array([0, 18])
    room, none, bounds = np.zeros(4, np.uint64), np.zeros(0, np.int64), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="split_words"):
        words._split(text, offsets, folding.load(), room[:3], none, none, bounds)
    assert room[3] == 0
    assert words._split(text, offsets, folding.load(), room, none, none, bounds) == 4


def test_threads_do_not_disturb_each_other() -> None:
    """Batches in four threads give what they give one after the other."""
    batches = [
        np.frombuffer(" ".join(f"word{i * k % 7919} naïve “{i}”" for i in range(3000)).encode(), np.uint8)
        for k in range(1, 9)
    ]

    def hashed(batch: NDArray[np.uint8]) -> list[int]:
        hashes, _ = kernels.hash_words(batch, np.array([0, batch.size]), folding.load())
        return [int(value) for value in hashes]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(hashed, batches)) == [hashed(batch) for batch in batches]
