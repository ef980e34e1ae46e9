"""What hangs together: as a walk along the links finds it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.components import components


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=20))
def test_things_are_told_the_least_one_that_links_lead_to(links: list[tuple[int, int]]) -> None:
    """By any number of steps, in either direction; a thing without links is alone."""
    expected = []
    for thing in range(15):
        reached = {thing}
        while more := {end for link in links if reached & set(link) for end in link} - reached:
            reached |= more
        expected.append(min(reached))
    one, other = np.array(links, np.int64).reshape(-1, 2).T
    assert components(15, one, other).tolist() == expected
