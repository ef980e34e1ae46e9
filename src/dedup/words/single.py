"""Texts of single documents in UTF-8, as somebody asks for them: many of a collection, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.words.tokens import text_buffers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dedup.documents import Collection


class SingleTexts:
    """The texts of a collection: where those of a batch lie is asked of Arrow once, which takes it longer than most."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._known: dict[int, tuple[NDArray[np.uint8], NDArray[np.int64]]] = {}

    def raw(self, document: int) -> bytes:
        """Return the text of a document in UTF-8."""
        number, row = self._collection.batch_and_row(document)
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = text_buffers(self._collection.batches[number].column("text"))
        buffer, offsets = known
        return buffer[offsets[row] : offsets[row + 1]].tobytes()

    def text(self, document: int) -> str:
        """Return the text of a document."""
        return self.raw(document).decode()
