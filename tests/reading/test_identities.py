"""Documents that share an id are found, however many there are, and however their hashes fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import kernels
from dedup.documents import Document, batch_of
from dedup.reading import identities
from dedup.reading.identities import shared_id
from tests import reference

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray


def first_repeated(ids: list[str]) -> tuple[str, int, int] | None:
    """Return what is looked for, by looking."""
    return next(((one, ids.index(one), at) for at, one in enumerate(ids) if one in ids[:at]), None)


@pytest.mark.parametrize("using", [reference, kernels])
@pytest.mark.parametrize("few", [0, 1000])
@given(ids=st.lists(st.lists(st.text("ab", max_size=3), min_size=1), max_size=4), sliced=st.booleans())
def test_the_first_id_that_comes_again_is_found(
    using: ModuleType, few: int, ids: list[list[str]], *, sliced: bool
) -> None:
    """By set or by hashes, within a batch and across them, the id and both its places are told."""
    batches = [batch_of([Document(each, "") for each in ["out", *some]]).slice(1) for some in ids]
    if sliced:
        batches = [batch.slice(1) for batch in batches]
        ids = [some[1:] for some in ids]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identities, "choose", lambda: using)
        patch.setattr(identities, "_FEW", few)
        assert shared_id(batches) == first_repeated([each for some in ids for each in some])


def test_ids_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal hashes are no proof: the ids themselves decide."""

    class Colliding:
        group_rows = staticmethod(kernels.group_rows)

        @staticmethod
        def hash_strings(_buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
            return np.zeros(offsets.size - 1, np.uint64)

    monkeypatch.setattr(identities, "choose", lambda: Colliding)
    monkeypatch.setattr(identities, "_FEW", 0)
    assert shared_id([batch_of([Document("a", ""), Document("b", "")])]) is None
    assert shared_id([batch_of([Document(each, "") for each in "abcb"])]) == ("b", 1, 3)
