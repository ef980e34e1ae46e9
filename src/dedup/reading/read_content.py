"""The bytes of one input become documents, by the reader of its format: of a file, or of a part of an archive or mail.

bytes → decompressed bytes (`content`) → format (`formats`) → documents (its reader)
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dedup.errors import InputError, NoTextError
from dedup.reading.content import EMPTY, Content, decompressed
from dedup.reading.formats import TEXT_FORMATS, format_of, missing_package
from dedup.reading.unread_kinds import refuse_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.formats import Format
    from dedup.reading.options import ReadingOptions


def read_content(
    name: str,
    raw: Iterable[bytes],
    named: Format | None,
    options: ReadingOptions,
    builder: DocumentBuilder,
    *,
    path: str | None = None,
    count: Callable[[int], None] | None = None,
    depth: int = 0,
) -> None:
    """Add the documents of an input whose bytes, compressed or not, are `raw`; `named` is the format of its name.

    `path`, `count` and `depth` are those of `Content`. Raises `InputError` where the input as a whole cannot be read,
    and `NoTextError` where it is empty.
    """
    chunks = iter(raw)
    first = next(chunks, b"")
    rest = decompressed(name, chain([first], chunks) if first else chunks, options.max_document)
    head = next(rest, b"")
    if not head:
        raise NoTextError(name, EMPTY)
    chosen = format_of(named, head, site=options.site)
    if chosen in TEXT_FORMATS:
        refuse_unread(name, head, named=named is not None, site=options.site)
    if missing := missing_package(chosen):
        raise InputError(name, missing)
    count = count or builder.count_bytes
    content = Content(name, rest, head, path, count, options.max_document, depth, builder.packed)
    chosen.reader()(content, options, builder)
