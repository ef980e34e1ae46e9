"""How inputs are read: which columns, which files, which encoding.

Values only; the command line makes them from its options, `dedup.reading.collect` uses them.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.reading.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dedup.reading.formats import Format

COLUMNS = ("text", "html", "id", "url", "title", "publisher", "author", "published", "language")
"""What a column of a table can be; ``--column text=body`` names one of these and what the table calls it."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How inputs are read.

    `columns` says what a table calls a column, where the usual names do not fit. `ignore` are patterns in the manner
    of ``.gitignore`` that leave files of a folder out, on top of the folder's own ignore files. `hidden` reads hidden
    files too. `encoding` is what every text is decoded from, instead of UTF-8 or what detection finds. `standard_input`
    is the format of ``-`` where its first bytes do not show it. `batch_bytes` is how much text one record batch
    gathers, roughly; `in_memory` how much is held in memory, before all of it goes to a temporary file (0: no limit).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    hidden: bool = False
    encoding: str | None = None
    standard_input: Format | None = None
    batch_bytes: int = 16 * 2**20
    in_memory: int = 0

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in COLUMNS:
                msg = f"there is no column {name!r} to name; the columns are {', '.join(COLUMNS)}"
                raise UsageError(msg)
        if "text" in self.columns and "html" in self.columns:
            msg = "name a text column or an html column, not both"
            raise UsageError(msg)
        if self.standard_input is not None and self.standard_input not in FORMATS:
            msg = f"there is no format {self.standard_input!r}; the formats are {', '.join(FORMATS)}"
            raise UsageError(msg)
        if self.batch_bytes < 1:
            msg = f"batch-bytes must be at least 1, not {self.batch_bytes}"
            raise UsageError(msg)
        if self.in_memory < 0:
            msg = f"in-memory must be 0 (no limit) or more, not {self.in_memory}"
            raise UsageError(msg)
        if self.encoding is not None:
            _check_encoding(self.encoding)


def _check_encoding(name: str) -> None:
    try:
        known = codecs.lookup(name)
    except LookupError:
        known = None
    # Codecs such as "hex" turn bytes into bytes; `_is_text_encoding` is how the interpreter itself tells them apart.
    if known is None or not getattr(known, "_is_text_encoding", True):
        msg = f"there is no encoding {name!r}"
        raise UsageError(msg)
