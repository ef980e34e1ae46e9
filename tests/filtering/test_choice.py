"""Which documents stay: every removal has its reason among the documents that stay, and no copies are left."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.filtering.choice import choose
from dedup.filtering.copy_pairs import CopyPairs


def pairs_of(near: list[tuple[int, int]], contained: list[tuple[int, int]] = ()) -> CopyPairs:  # type: ignore[assignment]
    """Return copy pairs: near ones, and ones in which the first text is contained in the second."""
    both = [(min(pair), max(pair), True, False) for pair in near]
    both += [(min(pair), max(pair), False, pair[0] < pair[1]) for pair in contained]
    a, b, is_near, smaller_is_a = (np.array(column) for column in zip(*both, strict=True))
    figures = np.full(len(both), 0.9)
    return CopyPairs(a, b, figures, figures, figures, is_near.astype(bool), smaller_is_a.astype(bool))


def kept_for(pairs: CopyPairs, count: int, rank: list[int] | None = None, fixed: tuple[int, ...] = ()) -> list[int]:
    """Return for each text the text for which it goes."""
    is_fixed = np.isin(np.arange(count), fixed)
    return choose(pairs, np.array(rank or range(count)), is_fixed)[0].tolist()  # type: ignore[no-any-return]


def test_second_of_two_copies_goes() -> None:
    """Of two near-identical texts the preferred one stays."""
    assert kept_for(pairs_of([(0, 1)]), 2) == [-1, 0]
    assert kept_for(pairs_of([(0, 1)]), 2, [1, 0]) == [1, -1]


def test_chain_is_not_removed_as_a_whole() -> None:
    """Of a - b - c, where a and c are no copies, only b goes if a is preferred, and both others if b is."""
    chain = pairs_of([(0, 1), (1, 2)])
    assert kept_for(chain, 3) == [-1, 0, -1]
    assert kept_for(chain, 3, [1, 0, 2]) == [1, -1, 1]


def test_larger_text_stays_although_the_smaller_one_is_preferred() -> None:
    """A text goes for one that contains it; the containing one never goes for it."""
    assert kept_for(pairs_of([], [(0, 1)]), 2) == [1, -1]


def test_contained_text_stays_where_the_larger_one_goes_for_another() -> None:
    """0 is contained in 1, which goes for 2; 2 does not contain 0, so that 0 stays."""
    assert kept_for(pairs_of([(1, 2)], [(0, 1)]), 3, [2, 1, 0]) == [-1, 2, -1]


def test_fixed_texts_stay() -> None:
    """A text of another collection stays, whatever contains it."""
    assert kept_for(pairs_of([], [(0, 1)]), 2, [0, 1], fixed=(0,)) == [-1, -1]
    assert kept_for(pairs_of([(0, 1)]), 2, [1, 0], fixed=(1,)) == [1, -1]


Pairs = list[tuple[int, int]]


def drawn_pairs(data: st.DataObject, count: int) -> tuple[Pairs, Pairs]:
    """Return near pairs of some texts, and pairs of which the first is contained in the second, larger one."""
    every = [(a, b) for a in range(count) for b in range(a + 1, count)]
    size = data.draw(st.permutations(range(count)))
    kinds = data.draw(st.lists(st.sampled_from(["", "near", "contained"]), min_size=len(every), max_size=len(every)))
    near = [pair for pair, kind in zip(every, kinds, strict=True) if kind == "near"]
    contained = [
        (a, b) if size[a] < size[b] else (b, a)
        for (a, b), kind in zip(every, kinds, strict=True)
        if kind == "contained"
    ]
    return near, contained


@given(st.data())
def test_removals_are_a_star_around_what_stays(data: st.DataObject) -> None:
    """Whatever the pairs: who goes has an allowing pair with one that stays, and two that stay have none."""
    count = data.draw(st.integers(2, 9))
    near, contained = drawn_pairs(data, count)
    if not near and not contained:
        return
    found = kept_for(pairs_of(near, contained), count, data.draw(st.permutations(range(count))))
    allowed = {*near, *((b, a) for a, b in near), *contained}
    stays = {text for text in range(count) if found[text] < 0}
    assert all(found[text] in stays and (text, found[text]) in allowed for text in range(count) if text not in stays)
    assert not any((a, b) in allowed for a in stays for b in stays)
