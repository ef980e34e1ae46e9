"""Signatures to datasketch and back. The library is imported only when somebody calls: it takes half a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.errors import UsageError
from dedup.settings import SEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

SCHEME = "affine32"


def to_minhashes(signatures: NDArray[np.uint32], seed: int = SEED) -> list[Any]:
    """Return a `datasketch.MinHash` for each row of uint32[texts, permutations]."""
    from datasketch import MinHash  # noqa: PLC0415 - slow to import

    return [MinHash(hashvalues=row, scheme=SCHEME, seed=seed) for row in signatures]


def from_minhashes(minhashes: Iterable[Any]) -> NDArray[np.uint32]:
    """Return the signatures of `datasketch.MinHash` objects: uint32[texts, permutations].

    Sketches of another scheme, or of different length or seed, are a `UsageError`: comparing them means nothing.
    """
    rows = list(minhashes)
    kinds = {(row.scheme, row.seed, len(row.hashvalues)) for row in rows}
    if len(kinds) > 1:
        named = "; ".join(f"scheme {scheme}, seed {seed}, {length} values" for scheme, seed, length in sorted(kinds))
        msg = f"these sketches were made differently and cannot be compared: {named}"
        raise UsageError(msg)
    if kinds and next(iter(kinds))[0] != SCHEME:
        msg = f"only sketches of datasketch's {SCHEME} scheme can be used, not of {next(iter(kinds))[0]}"
        raise UsageError(msg)
    return np.array([row.hashvalues for row in rows], np.uint32)


def fill_lsh(lsh: Any, ids: Sequence[str], signatures: NDArray[np.uint32], seed: int = SEED) -> None:
    """Insert signatures into a `datasketch.MinHashLSH` under their ids."""
    with lsh.insertion_session() as session:
        for name, minhash in zip(ids, to_minhashes(signatures, seed), strict=True):
            session.insert(name, minhash)
