"""gaoya: Rust throughout, its own tokenizer included, on all cores; 42 bands of 3, as its page has for 0.5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoya.minhash import MinHashStringIndex

from peers.lines import THRESHOLD, WORDS, pairs_of, read

if TYPE_CHECKING:
    from pathlib import Path

BANDS, ROWS = 42, 3


def find(path: Path) -> list[tuple[str, str]]:
    """Return the pairs whose estimated Jaccard reaches the threshold; gaoya checks that itself."""
    ids, texts = read(path)
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=BANDS,
        band_size=ROWS,
        num_hashes=BANDS * ROWS,
        analyzer="word",
        lowercase=True,
        ngram_range=(WORDS, WORDS),
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(ids))), texts)
    return pairs_of(ids, enumerate(index.par_bulk_query(texts)))
