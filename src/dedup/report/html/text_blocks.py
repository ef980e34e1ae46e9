"""Texts → compressed blocks that the page carries and opens when somebody asks for a text.

A block is raw deflate in base64, which every browser opens since 2023. Copies that stand in one block cost little; so
texts come in the order of the findings, pair by pair.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 20_000_000
"""The size of a page; where texts would take more, only the findings that come first carry theirs."""

_BLOCK_BYTES = 96 << 10
"""Bytes of text after which a block is full: some ten articles, opened in a few milliseconds."""


@dataclass(frozen=True, slots=True)
class CarriedText:
    """Where a text stands: the number of the block, and its start and length there in UTF-16 units."""

    block: int
    start: int
    length: int


class TextBlocks:
    """Blocks of texts, and where in them the text of each document stands."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.carried: dict[str, CarriedText] = {}
        self.left_out = 0
        self._bytes = 0
        self._waiting: list[tuple[str, str]] = []
        self._waiting_bytes = 0

    def add(self, document: str, text: str) -> None:
        """Carry the text of a document; once the blocks fill a whole page, further texts are left out."""
        if self._bytes > MOST_BYTES:
            self.left_out += 1
            return
        self._waiting.append((document, text))
        self._waiting_bytes += len(text.encode())
        if self._waiting_bytes >= _BLOCK_BYTES:
            self.close()

    def close(self) -> None:
        """Compress the texts that wait for a block to be full."""
        start = 0
        for document, text in self._waiting:
            length = len(text.encode("utf-16-le")) // 2
            self.carried[document] = CarriedText(len(self.blocks), start, length)
            start += length
        if self._waiting:
            self.blocks.append(_compressed("".join(text for _, text in self._waiting)))
            self._bytes += len(self.blocks[-1])
        self._waiting, self._waiting_bytes = [], 0

    def keep_within(self, limit: int) -> None:
        """Drop the last blocks, until all together take at most so many bytes."""
        while self.blocks and self._bytes > limit:
            self._bytes -= len(self.blocks.pop())
        kept = {name: place for name, place in self.carried.items() if place.block < len(self.blocks)}
        self.left_out += len(self.carried) - len(kept)
        self.carried = kept

    def carried_values(self, numbers: Mapping[str, int]) -> dict[str, Any]:
        """Return the place of each carried text, by the number of its document."""
        return {
            "places": {
                str(numbers[name]): [place.block, place.start, place.length] for name, place in self.carried.items()
            }
        }


def _compressed(text: str) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b64encode(packer.compress(text.encode()) + packer.flush()).decode()
