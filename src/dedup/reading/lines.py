"""Chunks of bytes become lines of UTF-8, for formats that hold one row a line.

The input is never held whole: a file in another encoding is turned into UTF-8 chunk by chunk where a byte order mark
or the call names the encoding, and line by line where it has to be guessed.
"""

from __future__ import annotations

import codecs
from collections import Counter
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.reading.decoding import MARKS, guess, marked_encoding, refuse_binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.gathering import Gathering

_SNIFFED = 8192
"""Bytes at the beginning that must not be those of a binary file."""


def utf8_chunks(name: str, chunks: Iterable[bytes], encoding: str | None, gathering: Gathering) -> Iterator[bytes]:
    """Yield the chunks as UTF-8 without a byte order mark, as far as their encoding is known for certain.

    `encoding` is what the call names. Raises `InputError` where the bytes are binary or break that encoding.
    """
    rest = iter(chunks)
    head = next(rest, b"")
    marked = marked_encoding(head)
    if encoding is None and marked in {None, "utf-8"}:
        head = head.removeprefix(codecs.BOM_UTF8)
        refuse_binary(name, head[:_SNIFFED])
        yield head
        yield from rest
        return
    if encoding is None:
        gathering.note(name, f"not UTF-8: read as {marked}, by its byte order mark")
    for mark, named in MARKS:
        if named == marked and encoding in {None, marked}:
            head = head.removeprefix(mark)
    yield from _transcoded(name, head, rest, encoding or str(marked))


def _transcoded(name: str, head: bytes, rest: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(head).removeprefix("\ufeff").encode()
        for chunk in rest:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        reason = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
        raise InputError(name, f"not {encoding}: {reason}") from error


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the lines of the chunks without their ``\n``; what follows the last ``\n`` is a line unless it is empty.

    An error of `chunks` passes through, and the line that it cuts off is not given.
    """
    held: list[bytes] = []  # pieces of a line that spans chunks, joined once: a line may be very long
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        held.append(first)
        if others:
            yield b"".join(held)
            yield from others[:-1]
            held = [others[-1]]
    last = b"".join(held)
    if last:
        yield last


class LineDecoder:
    """Decodes the lines of one file that are not UTF-8, and notes how many there were.

    What the first such line shows is tried on the later ones before guessing again, because a file seldom mixes
    encodings and a short line shows little.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._known = ""
        self._counts: Counter[str] = Counter()

    def decode(self, line: bytes) -> str:
        """Return the line as text; raises `InputError` for a line that no encoding makes text of."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            return self._guessed(line)

    def _guessed(self, line: bytes) -> str:
        if self._known:
            try:
                text = line.decode(self._known)
            except UnicodeDecodeError:
                pass
            else:
                self._counts[self._known] += 1
                return text
        text, used = guess(self._name, line)
        if used.startswith("UTF-8"):
            used = "UTF-8 with stray bytes as windows-1252"
        else:
            self._known = used
        self._counts[used] += 1
        return text

    def note(self, gathering: Gathering) -> None:
        """Note the encodings that were taken, if there were any."""
        for used, count in sorted(self._counts.items()):
            lines = "1 line is" if count == 1 else f"{count:,} lines are"
            gathering.note(self._name, f"{lines} not UTF-8: read as {used}")
