"""A file within a file (a member of an archive, an attachment of a mail, a record of a web archive) → documents.

It is read as if it lay beside the file that holds it, and is called ``archive.zip#letters/1.txt``. Archives in archives
are read to a small depth, and what no reader takes is counted by kind.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.reading.content import decompressed, refuse_growth
from dedup.reading.formats import format_of, format_of_name, missing_package
from dedup.reading.json import names_texts
from dedup.reading.read_content import read_content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.formats import Format
    from dedup.reading.options import ReadingOptions

_DEEPEST = 3
"""How many archives and mails a file may lie in."""
_MOST_NAMED = 3


class Parts:
    """Reads the parts of one file, and counts those that no reader takes.

    JSON and XML are read only where their content shows texts: most of such files hold none. `size` is that of the
    file: what becomes of all its parts together, and of parts within these, may be some times as large, and where it
    is larger, `exhausted` says so, and no more of it is to be read.
    """

    def __init__(self, content: Content, options: ReadingOptions, builder: DocumentBuilder, size: int) -> None:
        self.exhausted = False
        self._size = size
        self._given = 0
        self._content = content
        self._options = options
        self._builder = builder
        self._passed_over: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}

    def read(self, part: str, chunks: Iterable[bytes]) -> None:
        """Add the documents of a part by its name, or record why there are none; `chunks` is read only if wanted."""
        named = format_of_name(part)
        if named is None:
            self.pass_over(part)
        elif missing := missing_package(named):
            self.pass_over(part, f"{named.suffixes[0]} ({missing})")
        else:
            self.read_as(part, chunks, named)

    def read_as(self, part: str, chunks: Iterable[bytes], named: Format | None) -> None:
        """Add the documents of a part of a known format; None where its first bytes have to show it."""
        name = f"{self._content.name}#{part}"
        if self.exhausted:
            return
        if self._content.depth >= _DEEPEST:
            self._builder.refuse(name, f"it lies in {_DEEPEST} files that lie in each other: deeper ones are not read")
            return
        self._builder.attempt(name, self._read, name, part, chunks, named)

    def _read(self, name: str, part: str, chunks: Iterable[bytes], named: Format | None) -> None:
        if named is not None and named.name in ("json", "xml"):
            chunks = decompressed(name, chunks, self._options.max_document)
            head = next(chunks, b"")
            if not self._holds_texts(head, named):
                self.pass_over(part, f"{named.name.upper()} without texts")
                return
            chunks = chain([head], chunks)
        before = self._builder.outcomes
        read_content(
            name,
            chunks,
            named,
            self._options,
            self._builder,
            count=self._count,
            depth=self._content.depth + 1,
        )
        if before == self._builder.outcomes:
            raise InputError(name, "there are no texts in it")

    def _holds_texts(self, head: bytes, named: Format) -> bool:
        if named.name == "json":
            return names_texts(head, self._options.columns)
        return format_of(named, head) is not named

    def _count(self, size: int) -> None:
        self._given += size
        try:
            refuse_growth(self._content.name, self._size, self._given, self._content.most)
        except InputError:
            self.exhausted = True
            raise
        self._content.count(size)

    def pass_over(self, part: str, kind: str | None = None) -> None:
        """Count a part that no reader takes; `kind` is what it is, where that is not its suffix."""
        dot = part.rfind(".")
        suffix = part[dot:].lower() if dot > part.rfind("/") + 1 and len(part) - dot <= _LONGEST_SUFFIX else ""
        kind = kind or suffix or "without a suffix"
        self._passed_over[kind] += 1
        examples = self._examples.setdefault(kind, [])
        if len(examples) < _MOST_NAMED:
            examples.append(part)

    def report(self) -> None:
        """Note what was passed over."""
        for kind, count in sorted(self._passed_over.items()):
            names = ", ".join(self._examples[kind])
            more = f" and {count - _MOST_NAMED:,} more" if count > _MOST_NAMED else ""
            files = "1 file" if count == 1 else f"{count:,} files"
            self._builder.note(self._content.name, f"left out of it: {files}, {kind}: {names}{more}")


_LONGEST_SUFFIX = 12
