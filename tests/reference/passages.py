"""Seeds → maximal runs of equal words, and runs → passages, pair by pair, as a reference for the kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.passages import EXTENSION, EXTENSION_EDIT, Passages, Runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from dedup.kernels.passages import PassageRules

    Hashes = NDArray[np.uint64]

_STEPS = 16
"""The number of words by which all seeds are extended together, before the few long runs are extended one by one."""


def extend_seeds(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    seeds: tuple[NDArray[np.int64], NDArray[np.int64]],
    least: int,
) -> Runs:
    """Return the maximal runs of at least `least` equal words that contain a seed, each once, sorted by (a, b)."""
    first, second = seeds
    equal = words[first] == words[second]
    first, second = first[equal], second[equal]
    text_a, text_b = (np.searchsorted(offsets, at, side="right") - 1 for at in (first, second))
    before = np.minimum(first - offsets[text_a], second - offsets[text_b])
    after = np.minimum(offsets[text_a + 1] - first, offsets[text_b + 1] - second)
    back = count_equal_words(words, first - 1, second - 1, np.minimum(before, _STEPS), -1)
    ahead = count_equal_words(words, first, second, np.minimum(after, _STEPS), 1)
    # Seeds on one diagonal of two texts, in order: those whose reaches touch lie on one run.
    diagonal = second - first
    order = np.lexsort((first, diagonal, text_b, text_a))
    low, high = (first - back)[order], (first + ahead)[order]
    group = np.stack([text_a[order], text_b[order], diagonal[order]])
    low, high, owner = _join_ranges(low, high, group)
    text_a, text_b, diagonal = group[:, owner]
    low, high = _complete(words, offsets, (low, high), (text_a, text_b, diagonal))
    low, high, owner = _join_ranges(low, high, np.stack([text_a, text_b, diagonal]))
    diagonal = diagonal[owner]
    long = high - low >= least
    low, high, diagonal = low[long], high[long], diagonal[long]
    order = np.lexsort((low + diagonal, low))
    return Runs(low[order], (low + diagonal)[order], (high - low)[order])


def count_equal_words(
    words: NDArray[np.uint64], first: NDArray[np.int64], second: NDArray[np.int64], most: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """Return the number of equal words in a row from each two positions on, at most `most` (int64)."""
    count = np.zeros(first.size, np.int64)
    active = np.flatnonzero(most > 0)
    done = 0
    while active.size:
        equal = words[first[active] + step * done] == words[second[active] + step * done]
        active, done = active[equal], done + 1
        count[active] = done
        active = active[most[active] > done]
    return count


def texts_of_words(offsets: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the index (int64) of the text that each word belongs to."""
    return np.searchsorted(offsets, positions, side="right") - 1


def make_passages(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    texts: tuple[NDArray[np.int64], NDArray[np.int64]],
    runs: Runs,
    bounds: NDArray[np.int64],
    rules: PassageRules,
) -> Passages:
    """Return the passages of pairs of texts, in the order of the first text of a pair."""
    rows = [_Run(*row) for row in zip(*(column.tolist() for column in runs), strict=True)]
    made: list[list[_Run]] = []
    pairs = [0]
    for row, (a, b) in enumerate(zip(*(side.tolist() for side in texts), strict=True)):
        sides = words[offsets[a] : offsets[a + 1]], words[offsets[b] : offsets[b + 1]]
        made += _of_pair(rows[bounds[row] : bounds[row + 1]], *sides, rules, within=a == b)
        pairs.append(len(made))
    columns = np.array([run for passage in made for run in passage], np.int64).reshape(-1, 3)
    a_column, b_column, length = (np.ascontiguousarray(column) for column in columns.T)
    first = np.cumsum([0, *map(len, made)]).astype(np.int64)
    return Passages(a_column, b_column, length, first, np.array(pairs, np.int64))


def _join_ranges(
    low: NDArray[np.int64], high: NDArray[np.int64], group: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Join ranges of one group that touch; they come sorted by group and low. Return also the first range of each."""
    if not low.size:
        return low, high, np.zeros(0, np.int64)
    new_group = np.ones(low.size, bool)
    new_group[1:] = (group[:, 1:] != group[:, :-1]).any(axis=0)
    # The highest end so far within the group: ranges of later groups are lifted above all earlier ones.
    lift = (np.cumsum(new_group) - 1) * (int(high.max()) + 1)
    highest = np.maximum.accumulate(high + lift) - lift
    opens = new_group.copy()
    opens[1:] |= low[1:] > highest[:-1]
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], low.size) - 1
    return low[heads], highest[tails], heads


def _complete(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    reach: tuple[NDArray[np.int64], NDArray[np.int64]],
    place: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Extend joined ranges to where the equality ends, one by one: only few are not there yet."""
    low, high = reach[0].copy(), reach[1].copy()
    text_a, text_b, diagonal = place
    start = np.maximum(offsets[text_a], offsets[text_b] - diagonal)
    end = np.minimum(offsets[text_a + 1], offsets[text_b + 1] - diagonal)
    can = (high < end) & (words[np.minimum(high, words.size - 1)] == words[np.minimum(high + diagonal, words.size - 1)])
    for i in np.flatnonzero(can):
        d = diagonal[i]
        high[i] += _equal_from(words[high[i] : end[i]], words[high[i] + d : end[i] + d])
    can = (low > start) & (words[np.maximum(low - 1, 0)] == words[np.maximum(low - 1, 0) + diagonal])
    for i in np.flatnonzero(can):
        d = diagonal[i]
        low[i] -= _equal_from(words[start[i] : low[i]][::-1], words[start[i] + d : low[i] + d][::-1])
    return low, high


def _equal_from(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> int:
    """Return how many leading words are equal, looking at twice as many each time."""
    done, step = 0, 64
    while done < first.size:
        differs = np.flatnonzero(first[done : done + step] != second[done : done + step])
        if differs.size:
            return done + int(differs[0])
        done, step = done + step, step * 2
    return int(first.size)


class _Run(NamedTuple):
    """Equal words: `length` of them, from word `a` of one text and from word `b` of the other."""

    a: int
    b: int
    length: int

    @property
    def a_end(self) -> int:
        return self.a + self.length

    @property
    def b_end(self) -> int:
        return self.b + self.length


def _of_pair(runs: Sequence[_Run], a: Hashes, b: Hashes, rules: PassageRules, *, within: bool) -> list[list[_Run]]:
    """Return the passages of two texts (or of one with itself, `within`), in the order of the first."""
    chosen = runs if len(runs) == 1 else _without_overlap(runs, a.size, b.size, rules, within=within)
    grown = _extend(sorted(chosen), a, b, within=within)
    joined = _join(grown, a, b, rules.join_gap, within=within)
    return [passage for passage in joined if sum(run.length for run in passage) >= rules.min_run]


def _without_overlap(
    runs: Sequence[_Run], size_a: int, size_b: int, rules: PassageRules, *, within: bool
) -> list[_Run]:
    """Return the longest runs, and of the shorter ones the parts that no longer one covers.

    A run of `min_run` words is never lost: if what is left of it is shorter, the part is lengthened to `min_run` words
    again, at the price of a few words that stand in two passages. Within one text the same words may be repeated
    several times; only the repeats must not overlap.
    """
    free_a, free_b = np.ones(size_a, bool), np.ones(size_b, bool)
    chosen = []
    for run in sorted(runs, key=lambda run: (-run.length, run.a, run.b)):
        for low, high in _free_parts(run, free_a, free_b, rules):
            part = _Run(run.a + low, run.b + low, high - low)
            free_a[part.a : part.a_end] = within
            free_b[part.b : part.b_end] = False
            chosen.append(part)
    return chosen


def _free_parts(
    run: _Run, free_a: NDArray[np.bool_], free_b: NDArray[np.bool_], rules: PassageRules
) -> list[tuple[int, int]]:
    """Return the parts of a run (half-open, from its first word) that are free on both sides and long enough."""
    free = free_a[run.a : run.a_end] & free_b[run.b : run.b_end]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]))).reshape(-1, 2).tolist()
    if run.length < rules.min_run:
        return [(low, high) for low, high in edges if high - low >= rules.least_part]
    parts: list[tuple[int, int]] = []
    for low, high in edges:
        start = min(low, run.length - rules.min_run)
        end = max(high, start + rules.min_run)
        if parts and start < parts[-1][1]:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _extend(runs: list[_Run], a: Hashes, b: Hashes, *, within: bool) -> list[list[_Run]]:
    """Extend each run over small edits, up to its neighbours in both texts; runs come in the order of the first."""
    order = sorted(range(len(runs)), key=lambda number: runs[number].b)
    rank = {number: place for place, number in enumerate(order)}
    taken = [(0, 0), *((runs[number].b, runs[number].b_end) for number in order), (len(b), len(b))]
    grown: list[list[_Run]] = []
    low_a = 0
    for number, run in enumerate(runs):
        place = rank[number] + 1
        low_b, high_b = taken[place - 1][1], taken[place + 1][0]
        high_a = runs[number + 1].a if number + 1 < len(runs) else len(a)
        if within:  # the two sides lie in one text and must not run into each other
            low_b = max(low_b, run.a_end)
        before = _walk(a[low_a : run.a][::-1], b[low_b : run.b][::-1])
        parts = [_Run(run.a - i - n, run.b - j - n, n) for i, j, n in reversed(before)] + [run]
        if within:
            high_a = min(high_a, parts[0].b)
        after = _walk(a[run.a_end : high_a], b[run.b_end : high_b])
        parts += [_Run(run.a_end + i, run.b_end + j, n) for i, j, n in after]
        grown.append(parts)
        low_a = parts[-1].a_end
        taken[place] = (parts[0].b, parts[-1].b_end)
    return grown


def _walk(a: Hashes, b: Hashes) -> list[tuple[int, int, int]]:
    """Return the runs (offset in a, offset in b, length) that follow, each over a small edit from the one before."""
    found: list[tuple[int, int, int]] = []
    i = j = 0
    while True:
        step = _next_run(a[i:], b[j:])
        if step is None:
            return found
        di, dj, length = step
        found.append((i + di, j + dj, length))
        i, j = i + di + length, j + dj + length


def _next_run(a: Hashes, b: Hashes) -> tuple[int, int, int] | None:
    """Return the nearest run after an edit: (words of a in the edit, words of b in it, length of the run)."""
    reach = EXTENSION_EDIT + 1
    near_a, near_b = a[:reach], b[:reach]
    rows, columns = np.nonzero(near_a[:, None] == near_b[None, :])
    for di, dj in sorted(zip(rows.tolist(), columns.tolist(), strict=True), key=lambda at: (max(at), sum(at), at)):
        length = _equal(a[di:], b[dj:])
        to_the_end = di + length == a.size and dj + length == b.size
        if length >= max(EXTENSION, di, dj) or (to_the_end and length > max(di, dj)):
            return di, dj, length
    return None


def _equal(a: Hashes, b: Hashes) -> int:
    size = min(a.size, b.size)
    done, step = 0, 32
    while done < size:
        end = min(done + step, size)
        differs = np.flatnonzero(a[done:end] != b[done:end])
        if differs.size:
            return done + int(differs[0])
        done, step = end, step * 2
    return size


def _join(parts: list[list[_Run]], a: Hashes, b: Hashes, gap: int, *, within: bool) -> list[list[_Run]]:
    """Join passages that follow each other in both texts over at most `gap` words, and align what lies between."""
    joined: list[list[_Run]] = []
    for runs in parts:
        last = joined[-1][-1] if joined else None
        if last and 0 <= runs[0].a - last.a_end <= gap and 0 <= runs[0].b - last.b_end <= gap:
            meets = within and runs[-1].a_end > joined[-1][0].b
            if not meets:
                joined[-1] += [*_aligned(last, runs[0], a, b), *runs]
                continue
        joined.append(list(runs))
    return [_merged(runs) for runs in joined]


def _aligned(last: _Run, following: _Run, a: Hashes, b: Hashes) -> Iterable[_Run]:
    """Return the words between two runs that are the same: a longest common subsequence, as runs of one word."""
    x, y = a[last.a_end : following.a].tolist(), b[last.b_end : following.b].tolist()
    best = [[0] * (len(y) + 1) for _ in range(len(x) + 1)]
    for i in reversed(range(len(x))):
        for j in reversed(range(len(y))):
            best[i][j] = best[i + 1][j + 1] + 1 if x[i] == y[j] else max(best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(x) and j < len(y):
        if x[i] == y[j]:
            yield _Run(last.a_end + i, last.b_end + j, 1)
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1


def _merged(runs: list[_Run]) -> list[_Run]:
    """Return the runs with those that touch on both sides made one."""
    merged: list[_Run] = []
    for run in runs:
        if merged and (merged[-1].a_end, merged[-1].b_end) == (run.a, run.b):
            merged[-1] = _Run(merged[-1].a, merged[-1].b, merged[-1].length + run.length)
        else:
            merged.append(run)
    return merged
