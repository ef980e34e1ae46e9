"""Texts of single documents in UTF-8, as somebody asks for them: many of a collection, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.text.words import text_buffers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dedup.documents import Collection


class SingleTexts:
    """The texts of a collection: where those of each batch lie is asked of Arrow once, which takes it longer than most.

    Batches that lie in a file are asked each time, so that what was looked at can be given back.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._known: dict[int, tuple[NDArray[np.uint8], NDArray[np.int64]]] = {}

    def raw(self, document: int) -> bytes:
        """Return the text of a document in UTF-8."""
        number, row = self._collection.numbers(document)
        known = self._known.get(number)
        if known is None:
            known = text_buffers(self._collection.batches[number].column("text"))
            if not self._collection.stored:
                self._known[number] = known
        buffer, offsets = known
        text = buffer[offsets[row] : offsets[row + 1]].tobytes()
        self._collection.release()
        return text

    def text(self, document: int) -> str:
        """Return the text of a document."""
        return self.raw(document).decode()
