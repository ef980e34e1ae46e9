"""Words into MinHash signatures, equal to those of datasketch's ``affine32`` scheme bit for bit, and to datasketch.

The library itself is imported only where sketches are exchanged with it: the import takes half a second.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.local import LOCAL
from dedup.errors import UsageError
from dedup.line_ends import column_with_line_feeds
from dedup.settings import SEED
from dedup.words import folding
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.words.tokens import WordTable

SCHEME = "affine32"
"""The name that datasketch has for the scheme of these signatures."""
_BITS = 32


@cache
def permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the multipliers and addends (uint32[count] each) of datasketch's ``affine32`` permutations."""
    chance = _mersenne_twister(seed)
    a, b = (np.array([chance.getrandbits(_BITS) for _ in range(count)], np.uint32) for _ in range(2))
    return a * np.uint32(2) + np.uint32(1), b


def _mersenne_twister(seed: int) -> Random:
    """Return what gives the numbers of ``numpy.random.RandomState(seed)``, without the import, which takes 10 ms.

    The generator is the same, MT19937; Python's own seeding is another one. This is `init_genrand` of Matsumoto and
    Nishimura's paper of 1998, as revised by them in 2002.
    """
    if not 0 <= seed < 1 << _BITS:
        msg = f"the seed of signatures must be from 0 to {(1 << _BITS) - 1}, not {seed}"
        raise UsageError(msg)
    state = [seed]
    for place in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + place) % (1 << _BITS))
    chance = Random()  # noqa: S311 - nothing is secret here
    chance.setstate((3, (*state, 624), None))
    return chance


def sign_words(words: WordTable, size: int, count: int, seed: int, engine: Engine = LOCAL) -> NDArray[np.uint32]:
    """Return the signatures (uint32[documents, count]) of the shingles of `size` words of each document."""
    by = permutations(count, seed)

    def work(batch: WordTable) -> NDArray[np.uint32]:
        return np.asarray(kernels.sign_shingles(kernels.shingle_hashes(batch.hashes, batch.offsets, size), *by))

    parts = engine.map(work, words.batches())
    return np.concatenate(parts) if parts else np.zeros((0, count), np.uint32)


def sign(
    texts: Iterable[str] | pa.Array | pa.ChunkedArray, *, words: int = 5, count: int = 128, seed: int = SEED
) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: uint32[texts, count].

    `texts` are strings or an Arrow column of them. The signature is over the set of shingles of `words` words; a row
    is what ``datasketch.MinHash(hashvalues=row, scheme="affine32", seed=seed)`` takes. A text without words has the
    signature of the empty set, all ones. Nulls and values that are no text are a `UsageError`.
    """
    by = permutations(count, seed)
    parts = [kernels.sign_texts(*text_buffers(column), folding.load(), words, by) for column in _columns(texts)]
    return np.concatenate(parts) if parts else np.zeros((0, count), np.uint32)


def _columns(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    try:
        if isinstance(texts, (pa.Array, pa.ChunkedArray)):
            chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
            columns = [_as_texts(chunk) for chunk in chunks]
        else:
            columns = [pa.array(list(texts), pa.large_string())]
    except (pa.ArrowException, TypeError, ValueError) as exc:
        msg = f"only texts can be signed: {exc}"
        raise UsageError(msg) from exc
    if any(column.null_count for column in columns):
        msg = "only texts can be signed: there are nulls among them"
        raise UsageError(msg)
    return [column_with_line_feeds(column) for column in columns]


def _as_texts(column: pa.Array) -> pa.Array:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        msg = f"the column is of type {column.type}"
        raise TypeError(msg)
    return column.cast(pa.large_string())


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
