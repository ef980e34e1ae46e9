"""How inputs are read: which columns, which files, which encoding.

Values only; the command line makes them from its options, and `dedup.reading.inputs` uses them.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.engines.memory import MOST_OF_DOCUMENT
from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

CAREFUL, FAST = "careful", "fast"
EXTRACTORS = (CAREFUL, FAST)
"""Ways to find the main text of a page: by resiliparse, and where that leaves doubt by trafilatura; or never by it."""

COLUMNS = ("text", "html", "id", "url", "title", "publisher", "author", "published", "language")
"""The fields that a column may hold; ``--column text=body`` names a field and the column of the table."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How inputs are read.

    `columns` says what a table calls a column, where the usual names do not fit. `ignore` are patterns in the manner
    of ``.gitignore`` that leave files of a folder out, on top of the folder's own ignore files. `hidden` reads hidden
    files too. `encoding` is the encoding of every text, in place of UTF-8 or a guess. `batch_bytes` is roughly how much
    text a record batch has; `in_memory` how much text is in memory before all of it goes to a temporary file (0: no
    limit). `max_document` is the most bytes of one document (0: no limit); a larger one is unreadable.

    `site` says that the inputs are the content of a site: markup of sites is read, a page without text is counted and
    not unreadable, a symbolic link is its target, posts have the dates of their file names, and of a page it is noted
    where its lines stand in the file and which parts of it are code or tables. `front_matter` keeps front matter as
    text. `outputs` are files that the call writes; none of them may be an input. `note_shared_ids` says that a document
    with the id of another one is a note only: of copies that is no surprise. `workers` is how many processes read
    pages, where there are many (0: one a processor). `extractor` is the way to find the main text of a page.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    hidden: bool = False
    encoding: str | None = None
    batch_bytes: int = 16 * 2**20
    in_memory: int = 0
    max_document: int = MOST_OF_DOCUMENT
    site: bool = False
    front_matter: bool = False
    outputs: tuple[str, ...] = ()
    note_shared_ids: bool = False
    workers: int = 0
    extractor: str = CAREFUL

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in COLUMNS:
                msg = f"there is no column {name!r} to name; the columns are {', '.join(COLUMNS)}"
                raise UsageError(msg)
        if "text" in self.columns and "html" in self.columns:
            msg = "name a text column or an html column, not both"
            raise UsageError(msg)
        if self.batch_bytes < 1:
            msg = f"batch-bytes must be at least 1, not {self.batch_bytes}"
            raise UsageError(msg)
        if self.in_memory < 0:
            msg = f"in-memory must be 0 (no limit) or more, not {self.in_memory}"
            raise UsageError(msg)
        if self.max_document < 0:
            msg = f"max-document must be 0 (no limit) or more, not {self.max_document}"
            raise UsageError(msg)
        if self.encoding is not None:
            _check_encoding(self.encoding)
        if self.extractor not in EXTRACTORS:
            msg = f"there is no extractor {self.extractor!r}; the extractors are {', '.join(EXTRACTORS)}"
            raise UsageError(msg)


def _check_encoding(name: str) -> None:
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):  # a NUL within a name is a ValueError
        known = None
    # Codecs such as "hex" turn bytes into bytes; `_is_text_encoding` is how the interpreter itself tells them apart.
    if known is None or not getattr(known, "_is_text_encoding", True):
        msg = f"there is no encoding {name!r}"
        raise UsageError(msg)
