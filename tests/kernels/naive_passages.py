"""The textbook version of passage making: plain lists and sets, one pair at a time."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.kernels.passages import PassageRules

Run = tuple[int, int, int]


def passages(a: list[int], b: list[int], runs: list[Run], rules: PassageRules, *, within: bool) -> list[list[Run]]:
    """Return the passages of two texts, each as its runs (start in a, start in b, length)."""
    chosen = sorted(parts(runs, rules, within=within) if len(runs) > 1 else runs)
    found: list[list[Run]] = []
    for grown in extended(a, b, chosen, within=within):
        if found and follows(found[-1], grown, rules.join_gap, within=within):
            (x, y), (to_x, to_y) = ends(found[-1][-1]), grown[0][:2]
            between = common(tuple(a[x:to_x]), tuple(b[y:to_y]))
            found[-1] += [(x + i, y + j, 1) for i, j in between] + grown
        else:
            found.append(grown)
    return [merged(runs) for runs in found if sum(n for _, _, n in runs) >= rules.min_run]


def ends(run: Run) -> tuple[int, int]:
    return run[0] + run[2], run[1] + run[2]


def parts(runs: list[Run], rules: PassageRules, *, within: bool) -> list[Run]:
    """The longest run keeps its words; of a shorter one what is left, but `min_run` words of one that had as many."""
    taken_a, taken_b = set[int](), set[int]()
    chosen: list[Run] = []
    for a, b, n in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
        kept: list[list[int]] = []
        for stretch in stretches([i for i in range(n) if a + i not in taken_a and b + i not in taken_b]):
            low, high = stretch[0], stretch[-1] + 1
            if n < rules.min_run:
                kept += [[low, high]] if high - low >= rules.least_part else []
                continue
            low = min(low, n - rules.min_run)
            high = max(high, low + rules.min_run)
            if kept and low < kept[-1][1]:
                kept[-1][1] = high
            else:
                kept.append([low, high])
        for low, high in kept:
            chosen.append((a + low, b + low, high - low))
            taken_a |= set() if within else set(range(a + low, a + high))
            taken_b |= set(range(b + low, b + high))
    return chosen


def stretches(numbers: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def extended(a: list[int], b: list[int], chosen: list[Run], *, within: bool) -> Iterator[list[Run]]:
    """Each part with the runs that follow it in both directions over small edits, up to its neighbours."""
    by_b = sorted(range(len(chosen)), key=lambda number: (chosen[number][1], number))
    span = {number: (chosen[number][1], ends(chosen[number])[1]) for number in by_b}
    low_a = 0
    for number, run in enumerate(chosen):
        place = by_b.index(number)
        low_b = span[by_b[place - 1]][1] if place else 0
        high_b = span[by_b[place + 1]][0] if place + 1 < len(by_b) else len(b)
        high_a = chosen[number + 1][0] if number + 1 < len(chosen) else len(a)
        end_a, end_b = ends(run)
        if within:
            low_b = max(low_b, end_a)
        before = walk(a[low_a : run[0]][::-1], b[low_b : run[1]][::-1])
        grown = [(run[0] - i - n, run[1] - j - n, n) for i, j, n in before[::-1]] + [run]
        if within:
            high_a = min(high_a, grown[0][1])
        after = walk(a[end_a:high_a], b[end_b:high_b])
        grown += [(end_a + i, end_b + j, n) for i, j, n in after]
        low_a, span[number] = ends(grown[-1])[0], (grown[0][1], ends(grown[-1])[1])
        yield grown


def walk(a: list[int], b: list[int]) -> list[Run]:
    """Four equal words after an edit of at most five, or as many as the edit has, or fewer up to both ends."""
    i = j = 0
    found: list[Run] = []
    while True:
        for di, dj in sorted(product(range(6), repeat=2), key=lambda edit: (max(edit), sum(edit), edit)):
            x, y = a[i + di :], b[j + dj :]
            n = next((k for k, (p, q) in enumerate(zip(x, y, strict=False)) if p != q), min(len(x), len(y)))
            at_both_ends = i + di + n == len(a) and j + dj + n == len(b)
            if n >= max(4, di, dj) or (at_both_ends and n > max(di, dj)):
                break
        else:
            return found
        found.append((i + di, j + dj, n))
        i, j = i + di + n, j + dj + n


def follows(passage: list[Run], grown: list[Run], gap: int, *, within: bool) -> bool:
    x, y = ends(passage[-1])
    near = grown[0][0] - x in range(gap + 1) and grown[0][1] - y in range(gap + 1)
    return near and not (within and ends(grown[-1])[0] > passage[0][1])


def common(a: tuple[int, ...], b: tuple[int, ...]) -> list[tuple[int, int]]:
    """A longest common subsequence: equal first words are matched, else a's word goes first if that loses nothing."""

    @cache
    def length(i: int, j: int) -> int:
        if i == len(a) or j == len(b):
            return 0
        return length(i + 1, j + 1) + 1 if a[i] == b[j] else max(length(i + 1, j), length(i, j + 1))

    i = j = 0
    found = []
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif length(i + 1, j) >= length(i, j + 1):
            i += 1
        else:
            j += 1
    return found


def merged(runs: list[Run]) -> list[Run]:
    found: list[Run] = []
    for run in runs:
        if found and ends(found[-1]) == run[:2]:
            found[-1] = (*found[-1][:2], found[-1][2] + run[2])
        else:
            found.append(run)
    return found
