"""The outcome of reading a table, by Arrow or row by row: for tests that compare both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dedup.documents import Collection
from dedup.errors import UsageError
from dedup.reading import jsonl
from dedup.reading.builder import DocumentBuilder
from tests.reading.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from dedup.reading.options import ReadingOptions


def outcome_of(
    read: Callable[[DocumentBuilder], None],
    reader: ModuleType,
    options: ReadingOptions,
    block: int,
    few: int,
    *,
    by_arrow: bool,
) -> tuple[Any, ...]:
    """Return documents, their rows, unreadable inputs, notes, bytes, messages, and the error about equal ids.

    `reader` is the module that reads, in blocks of `block` bytes; where one in `few` rows is in doubt, all are read one
    by one.
    """
    watch = Recorder()
    builder = DocumentBuilder(options, watch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DocumentBuilder, "arrow_pays", lambda _builder, size: by_arrow and size > 0)
        patch.setattr(reader, "block_size", lambda _bytes: block)
        patch.setattr(jsonl, "_ROWS_PER_DOUBT", few)
        read(builder)
    message = ""
    try:
        builder.collection()
    except UsageError as error:
        message = str(error)
    batches = builder._store.batches()
    for batch in batches:
        batch.validate(full=True)
    documents, rows = list(Collection(batches)), list(builder._rows)
    unreadable, notes = builder._unreadable, builder._notes
    return documents, rows, unreadable, notes, builder.bytes, watch.told, message
