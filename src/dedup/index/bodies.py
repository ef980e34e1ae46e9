"""A document's text and metadata ↔ the compressed bytes that an index keeps of it.

Zstandard at a middle level, with a dictionary trained on the index's own first documents: short texts have too little
in common with themselves, but much with each other. With it news takes a third of its size, without it nearly half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import zstandard

from dedup.documents import SCHEMA, Document, MarkupFact
from dedup.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

LEVEL = 6
DICTIONARY_BYTES = 112 << 10
TRAINED_FROM = 4 << 20
"""Bytes of documents from which a dictionary is worth its own size; fewer are kept without one."""
TRAINED_ON = 24 << 20
"""Bytes that a dictionary is trained on, spread over what there is."""

_NAMES = [name for name in SCHEMA.names if name not in {"id", "text"}]


def bodies_of(batch: pa.RecordBatch) -> list[bytes]:
    """Return the body of each document of a batch: one line of JSON with its metadata, then its text."""
    columns = [batch.column(name).to_pylist() for name in _NAMES]
    texts = batch.column("text").cast("large_binary").to_pylist()
    return [orjson.dumps(cells) + b"\n" + text for text, *cells in zip(texts, *columns, strict=True)]


def document_of(name: str, body: bytes) -> Document:
    """Return the document of a body."""
    head, _, text = body.partition(b"\n")
    values: dict[str, Any] = dict(zip(_NAMES, orjson.loads(head), strict=True))
    markup = values.pop("markup")
    facts = tuple(MarkupFact(**fact) for fact in orjson.loads(markup)) if markup else ()
    return Document(id=name, text=text.decode(), markup=facts, **values)


def train(bodies: Sequence[bytes]) -> bytes | None:
    """Return a dictionary for bodies like these, or None where they are too few to be worth one."""
    total = sum(map(len, bodies))
    if total < TRAINED_FROM:
        return None
    step = max(total // TRAINED_ON, 1)
    return zstandard.train_dictionary(DICTIONARY_BYTES, list(bodies[::step])).as_bytes()


class Compressor:
    """Compresses and restores bodies, by one dictionary or none."""

    def __init__(self, dictionary: bytes | None) -> None:
        held = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        if held is not None:
            held.precompute_compress(level=LEVEL)
        self._compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=held)
        self._restorer = zstandard.ZstdDecompressor(dict_data=held)

    def compress(self, bodies: Iterable[bytes]) -> list[bytes]:
        """Return the bodies compressed, each by itself."""
        return [self._compressor.compress(body) for body in bodies]

    def restore(self, raw: bytes) -> bytes:
        """Return what was compressed; `StoreError` where the bytes are damaged."""
        try:
            return self._restorer.decompress(raw)
        except zstandard.ZstdError as error:
            msg = f"a text in it is damaged: {error}"
            raise StoreError(msg) from error
